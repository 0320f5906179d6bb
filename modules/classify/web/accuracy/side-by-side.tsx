import type { ReactElement } from 'react';
import { percent } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Card, type Column, DataTable } from '#platform/web/parts/index.ts';
import type { LearnedField, LearnReportView } from '../../contract.ts';
import { useLabelName } from './use-labels.ts';

type Props = {
  readonly field: LearnedField;
  readonly now: LearnReportView;
  readonly other: LearnReportView;
  readonly version: number;
  readonly names: Readonly<Record<string, string>>;
};
type Line = { readonly label: string; readonly now: number | null; readonly other: number | null };

const points = (value: number): string => `${value > 0 ? '+' : ''}${Math.round(value * 1000) / 10}`;

const linesOf = (now: LearnReportView, other: LearnReportView): Line[] =>
  [...new Set([...now.labels, ...other.labels])].map((label) => ({
    label,
    now: now.perClass.find((one) => one.label === label)?.f1 ?? null,
    other: other.perClass.find((one) => one.label === label)?.f1 ?? null,
  }));

/** Two models class by class: where the one in use is better, and where it pays for that. */
export const SideBySide = ({ field, now, other, version, names }: Props): ReactElement => {
  const t = useText('classify');
  const nameOf = useLabelName();
  const share = (value: number | null): string => (value === null ? '—' : percent(value));
  const columns: Column<Line>[] = [
    { key: 'label', title: t('accuracy.class'), render: (line) => nameOf(field, line.label, names) },
    { key: 'now', title: t('accuracy.now'), numeric: true, render: (line) => <b>{share(line.now)}</b> },
    { key: 'other', title: `v${version}`, numeric: true, render: (line) => share(line.other) },
    {
      key: 'change',
      title: t('accuracy.change'),
      numeric: true,
      render: (line) => (line.now === null || line.other === null ? '—' : points(line.now - line.other)),
    },
  ];
  return (
    <Card
      title={t('accuracy.sideBySide', { version })}
      note={t('accuracy.sideNote', { now: percent(now.accuracy), other: percent(other.accuracy) })}
      flush
      line
    >
      <DataTable
        dense
        label={t('accuracy.sideBySide', { version })}
        columns={columns}
        rows={linesOf(now, other)}
        rowKey={(line) => line.label}
        rowName={(line) => line.label}
      />
    </Card>
  );
};
