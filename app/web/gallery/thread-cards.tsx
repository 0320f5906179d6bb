import type { ReactElement } from 'react';
import { isIconName } from '#platform/web/parts/icon-paths.ts';
import {
  Card,
  ClockBadge,
  EventLine,
  Icon,
  KindMark,
  LevelMark,
  listRowClass,
  ListRowLines,
  MarkLine,
  ThreadEntry,
} from '#platform/web/parts/index.ts';
import { type Samples, useSamples } from './samples.ts';

type Row = Samples['rows'][number];

const minute = 60_000;

const facetsOf = (row: Row, level: 1 | 2 | 3, kind: 'complaint' | 'inquiry', dense: boolean): ReactElement => (
  <>
    {dense ? null : <LevelMark level={level} />}
    <KindMark kind={kind} facet={row.facet} />
    {row.urges ? (
      <span className="row red" style={{ gap: 3 }}>
        <Icon name="bell" size="xs" />
        {row.urges}
      </span>
    ) : null}
  </>
);

const looks = [
  { level: 1, kind: 'complaint', unread: true, dense: false, form: 'over', ms: 46 * minute },
  { level: 3, kind: 'inquiry', unread: false, dense: false, form: 'track', ms: 560 * minute },
  { level: 2, kind: 'complaint', unread: true, dense: true, form: 'near', ms: 72 * minute },
  { level: 2, kind: 'complaint', unread: false, dense: true, form: 'near', ms: 302 * minute },
] as const;

const RowSample = ({ row, index }: { readonly row: Row; readonly index: number }): ReactElement => {
  const samples = useSamples();
  const look = looks[index] ?? looks[0];
  const unread = look.unread ? { unread: samples.unread } : {};
  return (
    <li>
      <button type="button" className={listRowClass({ dense: look.dense, ...unread })}>
        <ListRowLines
          channel={isIconName(row.channel) ? row.channel : 'form'}
          name={row.name}
          number={row.number}
          subject={row.subject}
          badge={<ClockBadge form={look.form} ms={look.ms} />}
          facets={facetsOf(row, look.level, look.kind, look.dense)}
          level={<LevelMark level={look.level} bare />}
          messages={row.messages ? <span>{row.messages}</span> : null}
          at={<span>{row.at}</span>}
          dense={look.dense}
          {...unread}
        />
      </button>
    </li>
  );
};

export const ThreadCards = (): ReactElement => {
  const { sections, thread, rows } = useSamples();
  return (
    <>
      <Card title={sections.timeline}>
        <div className="col" style={{ gap: 9 }}>
          <ThreadEntry form="customer" author={thread.customer} facts={thread.customerFacts} at="16:40" tight>
            {thread.customerText}
          </ThreadEntry>
          <ThreadEntry form="reply" author={thread.agent} facts={thread.agentFacts} at="08:48" tight>
            {thread.agentText}
          </ThreadEntry>
          <ThreadEntry form="note" author={thread.colleague} facts={thread.noteFacts} at="11:02" tight>
            <span className="at">{thread.mention}</span>
            {thread.noteText}
          </ThreadEntry>
          <EventLine icon="swap">
            {thread.event}
            <b>{thread.eventName}</b>
            {thread.eventWhy}
          </EventLine>
          <MarkLine tone="met">{thread.met}</MarkLine>
          <MarkLine tone="over">{thread.over}</MarkLine>
        </div>
      </Card>
      <Card title={sections.rows}>
        <ul style={{ margin: '0 -8px' }}>
          {rows.slice(0, 2).map((row, index) => (
            <RowSample key={row.number} row={row} index={index} />
          ))}
        </ul>
      </Card>
      <Card title={sections.dense}>
        <ul style={{ margin: '-4px -8px' }}>
          {rows.slice(2).map((row, index) => (
            <RowSample key={row.number} row={row} index={index + 2} />
          ))}
        </ul>
      </Card>
    </>
  );
};
