import { durationWords, number, percent } from '#platform/web/format.ts';
import type { Translate } from '#platform/web/i18n.ts';
import type { BoardRange, ListQuery, Tile, TileKey } from '../contract.ts';

export type ShownKey = Exclude<TileKey, 'firstReplyP50' | 'ratingResponse'>;

const minuteMs = 60_000;
const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

export type Words = { readonly value: string; readonly unit: string };

/** The big number and the small word behind it. */
export const valueWords = (unit: Tile['unit'], value: number | null, t: Translate): Words => {
  if (value === null) return { value: '—', unit: '' };
  if (unit === 'count') return { value: number(value), unit: t('unit.count', { count: value }) };
  if (unit === 'share') return { value: number(round(value * 100, 1)), unit: '%' };
  if (unit === 'score') return { value: value.toFixed(1), unit: '/ 5' };
  if (value < 120) return { value: number(value), unit: t('unit.minutes') };
  if (value < 2880) return { value: number(round(value / 60, 1)), unit: t('unit.hours') };
  return { value: number(round(value / 1440, 1)), unit: t('unit.days') };
};

/** A percent sign stands close to its number, words do not. */
export const joined = ({ value, unit }: Words): string => (unit === '%' ? `${value}%` : `${value} ${unit}`.trim());

export type Change = { readonly direction: 'up' | 'down' | 'same'; readonly words: string };

/** How a figure moved against the period before; null where one of them is missing. */
export const changeOf = (tile: Pick<Tile, 'unit' | 'value' | 'previous'>, t: Translate): Change | null => {
  const { unit, value, previous } = tile;
  if (value === null || previous === null) return null;
  const same: Change = { direction: 'same', words: t('change.same') };
  const direction = value > previous ? 'up' : 'down';
  const size = Math.abs(value - previous);
  if (unit === 'count') {
    if (size === 0) return same;
    // From nothing there is no percentage.
    const words = previous === 0 ? number(size) : percent(size / previous, 0);
    return { direction, words };
  }
  if (unit === 'minutes') return size < 1 ? same : { direction, words: durationWords(size * minuteMs) };
  const shown = unit === 'share' ? round(size * 100, 1) : round(size, 1);
  if (shown === 0) return same;
  return { direction, words: unit === 'share' ? t('change.points', { points: shown }) : String(shown) };
};

const wanted: Readonly<Record<ShownKey, 'up' | 'down' | null>> = {
  opened: null,
  open: null,
  overdue: 'down',
  breachRate: 'down',
  firstReplyP90: 'down',
  rating: 'up',
  firstSolved: 'up',
  concluded: 'up',
};

/** Better, worse, or neither: more arrivals are nobody's fault. */
export const toneOf = (key: ShownKey, { direction }: Change): '' | 'green' | 'red' => {
  const good = wanted[key];
  if (good === null || direction === 'same') return '';
  return direction === good ? 'green' : 'red';
};

/** What the figure is held against: 「较前 30 天」. */
export const againstWords = (key: ShownKey, range: BoardRange, t: Translate): string => {
  if (key === 'open') return t(`against.then.${range}`);
  return key === 'opened' && range === 'today' ? t('against.soFar') : t(`against.${range}`);
};

/** The page of the tickets behind a figure. */
export const ticketsAddress = (query: ListQuery): string => `/tickets?${new URLSearchParams(query).toString()}`;
