import type { ReactElement } from 'react';
import { Link } from 'react-router';
import type { ReplyOf } from '#platform/contract/route.ts';
import { ticketNumber, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Card, type Column, DataTable, Empty } from '#platform/web/parts/index.ts';
import { usePagedRoute } from '#platform/web/query.ts';
import { type LearnedField, listCorrections } from '../../contract.ts';
import { useLabelName } from './use-labels.ts';

type Correction = ReplyOf<typeof listCorrections>['items'][number];
type Props = { readonly field: LearnedField; readonly names: Readonly<Record<string, string>> };

const useColumns = ({ names }: Props): Column<Correction>[] => {
  const t = useText('classify');
  const format = useFormat();
  const nameOf = useLabelName();
  const word = (one: Correction, label: string | null): string =>
    label === null || label === '' ? t('accuracy.nothing') : nameOf(one.field, label, names);
  return [
    {
      key: 'number',
      title: t('accuracy.ticket'),
      render: (one) => <Link to={`/tickets/${one.number}`}>{ticketNumber(one.number)}</Link>,
    },
    { key: 'subject', title: t('accuracy.subject'), render: (one) => <span className="el">{one.subject}</span> },
    { key: 'from', title: t('accuracy.was'), render: (one) => <span className="t2">{word(one, one.predicted)}</span> },
    { key: 'to', title: t('accuracy.became'), render: (one) => <b>{word(one, one.corrected)}</b> },
    {
      key: 'words',
      title: t('accuracy.words'),
      render: (one) =>
        one.words.map((each) => (
          <mark key={each} className="why" style={{ marginRight: 4 }}>
            {each}
          </mark>
        )),
    },
    { key: 'at', title: t('accuracy.at'), render: (one) => <span className="t3 nw">{format.instant(one.at)}</span> },
  ];
};

/** What people corrected in the last seven days. */
export const CorrectionsCard = (props: Props): ReactElement => {
  const t = useText('classify');
  const columns = useColumns(props);
  const query = usePagedRoute(listCorrections, (cursor) => ({
    query: { field: props.field, limit: 10, ...(cursor ? { cursor } : {}) },
  }));
  return (
    <Card title={t('accuracy.corrections')} note={t('accuracy.correctionsNote')} flush line>
      <DataTable
        dense
        label={t('accuracy.corrections')}
        columns={columns}
        rows={query.data ? query.items : undefined}
        rowKey={(one) => one.id}
        rowName={(one) => one.number}
        error={query.problem}
        onRetry={() => void query.refetch()}
        empty={<Empty kind="done" title={t('accuracy.noCorrections')} />}
        {...(query.hasNextPage
          ? { more: { onMore: () => void query.fetchNextPage(), busy: query.isFetchingNextPage } }
          : {})}
      />
    </Card>
  );
};
