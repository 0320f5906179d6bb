import { percent } from '#platform/web/format.ts';
import type { Translate } from '#platform/web/i18n.ts';
import type { AnomalyDetail, AnomalyDimension, Contributor } from '../../contract.ts';

type Named = {
  readonly dimension: AnomalyDimension;
  readonly key: string;
  readonly name: string;
  readonly nameEn: string;
};

/** How a value of a dimension is called: as people named it, else as the screens do. */
export const valueWords = (t: Translate, one: Named, english: boolean): string => {
  if (one.dimension === 'total') return t('anomaly.dimension.total');
  if (one.dimension === 'hour') return t('anomaly.hour', { hour: one.key });
  if (one.dimension === 'kind') return t(`platform:kind.${one.key}`);
  if (one.dimension === 'channel') return t(`ticket:channel.${one.key}`);
  return (english && one.nameEn !== '' ? one.nameEn : one.name) || one.key;
};

/** `2.35` of a day is shown as it is, beyond ten whole tickets do. */
export const usualWords = (expected: number): string =>
  expected < 10 ? String(Math.round(expected * 10) / 10) : String(Math.round(expected));

/** One in so many: the order of magnitude says enough. */
export const chanceWords = (chance: number): string => {
  if (chance >= 0.001) return percent(chance, 1);
  const power = Math.max(3, Math.min(12, Math.floor(-Math.log10(Math.max(chance, 1e-12)))));
  return `1 : 1${'0'.repeat(power)}`.replace(/(?<=\d)(?=(\d{3})+$)/g, ',');
};

const worthAHint = 0.5;

/** Where to look first, said only where one value explains the larger half. */
export const hintOf = (contributors: readonly Contributor[]): Contributor | undefined =>
  contributors.find((one) => one.share >= worthAHint);

/** The highest bar, so that the usual line has its place under it. */
export const peakOf = (detail: Pick<AnomalyDetail, 'days' | 'expected'>): number =>
  Math.max(1, detail.expected, ...detail.days.map((day) => day.count));
