import { type ReactElement, useState } from 'react';
import { number, percent } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Card, Segmented } from '#platform/web/parts/index.ts';
import type { LearnedField, LearnReportView } from '../../contract.ts';
import { isCostly, largestOf, type Matrix, shadeOf } from './figures-of.ts';
import { useLabelName } from './use-labels.ts';

const mostShown = 10;

export type ReportProps = {
  readonly field: LearnedField;
  readonly report: LearnReportView;
  readonly names: Readonly<Record<string, string>>;
};

type TableProps = ReportProps & { readonly matrix: Matrix; readonly shares: boolean };

const sum = (row: readonly number[]): number => row.reduce((all, value) => all + value, 0);

const Row = ({ field, report, names, matrix, shares, at }: TableProps & { readonly at: number }): ReactElement => {
  const t = useText('classify');
  const nameOf = useLabelName();
  const row = matrix.rows[at] ?? [];
  const label = matrix.labels[at] ?? '';
  const most = Math.max(0, ...matrix.rows.map((each, index) => each[index] ?? 0));
  const figures = report.perClass.find((one) => one.label === label);
  const name = nameOf(field, label, names);
  return (
    <tr>
      <th scope="row" title={name}>
        {name}
      </th>
      {row.map((value, column) => {
        const costly = isCostly(row, column, at);
        const words = shares ? percent(sum(row) === 0 ? 0 : value / sum(row), 0) : number(value);
        const other = nameOf(field, matrix.labels[column] ?? '', names);
        return (
          <td key={column} title={t('accuracy.cell', { said: name, model: other, count: number(value) })}>
            <span className={column === at ? `right s${shadeOf(value, most)}` : costly ? 'costly' : ''}>
              {value === 0 ? '' : words}
            </span>
          </td>
        );
      })}
      <td className="fig">{figures ? percent(figures.precision, 0) : '—'}</td>
      <td className="fig">{figures ? percent(figures.recall, 0) : '—'}</td>
      <td className="fig">
        {figures && figures.threshold !== null ? percent(figures.threshold, 0) : t('accuracy.never')}
      </td>
    </tr>
  );
};

const MatrixTable = (props: TableProps): ReactElement => {
  const { field, names, matrix } = props;
  const t = useText('classify');
  const nameOf = useLabelName();
  return (
    <table className="confusion">
      <caption className="sr">{t('accuracy.matrixCaption')}</caption>
      <thead>
        <tr>
          <td />
          {matrix.labels.map((label) => (
            <th key={label} scope="col" title={nameOf(field, label, names)}>
              {nameOf(field, label, names)}
            </th>
          ))}
          <th scope="col">{t('accuracy.precision')}</th>
          <th scope="col">{t('accuracy.recall')}</th>
          <th scope="col">{t('accuracy.threshold')}</th>
        </tr>
      </thead>
      <tbody>
        {matrix.labels.map((label, at) => (
          <Row key={label} {...props} at={at} />
        ))}
      </tbody>
    </table>
  );
};

/** Rows are what people said, columns what the model said; only the costly mistakes are tinted. */
export const ConfusionCard = (props: ReportProps): ReactElement => {
  const t = useText('classify');
  const [view, setView] = useState<'counts' | 'shares'>('counts');
  const matrix = largestOf(props.report, mostShown);
  return (
    <Card
      title={t('accuracy.matrix')}
      note={matrix.left > 0 ? t('accuracy.matrixLeft', { count: matrix.left }) : t('accuracy.matrixNote')}
      actions={
        <Segmented
          label={t('accuracy.matrixView')}
          value={view}
          onChange={setView}
          choices={[
            { value: 'counts', label: t('accuracy.counts') },
            { value: 'shares', label: t('accuracy.shares') },
          ]}
        />
      }
    >
      <div className="scrollx" tabIndex={0} role="region" aria-label={t('accuracy.matrix')}>
        <MatrixTable {...props} matrix={matrix} shares={view === 'shares'} />
      </div>
    </Card>
  );
};
