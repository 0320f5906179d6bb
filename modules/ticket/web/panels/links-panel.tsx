import { type ReactElement, useState } from 'react';
import { Link } from 'react-router';
import { number as figure, ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { IconButton, Tag } from '#platform/web/parts/index.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { type LinkRelation, ticketRoutes, type TicketDetail } from '../../contract.ts';
import { openDialog } from '../dialog-state.ts';
import { tellProblem, useTicket } from '../use-ticket.ts';
import { PanelSection } from './panel-section.tsx';

type TicketLink = TicketDetail['links'][number];

/** What matters most to whoever answers stands first. */
const order: readonly LinkRelation[] = [
  'parent',
  'child',
  'duplicate_of',
  'links_to',
  'linked_from',
  'duplicated_by',
  'related',
];
const shortest = 5;
/** What repeats may be put together with what it repeats. */
const repeats: ReadonlySet<LinkRelation> = new Set(['duplicate_of', 'links_to']);

type RowProps = {
  readonly link: TicketLink;
  readonly onUnlink: (() => void) | undefined;
  readonly onMerge: (() => void) | undefined;
};

const LinkRow = ({ link, onUnlink, onMerge }: RowProps): ReactElement => {
  const t = useText('ticket');
  const proposed = link.score !== null;
  return (
    <div className="sim linked">
      <Link to={`/tickets/${link.number}`} className="row">
        <span className="el sp linked-subject">{link.subject}</span>
        <Tag line>{t(`state.${link.state}`)}</Tag>
      </Link>
      <span className="t3 row">
        {ticketNumber(link.number)}
        <span className={proposed ? 'amber' : ''}>{t(proposed ? 'link.maybe' : `link.${link.relation}`)}</span>
        {proposed ? <span>{t('link.alike', { share: figure(Math.round((link.score ?? 0) * 100)) })}</span> : null}
        <span className="sp" />
        {onMerge ? (
          <button type="button" className="ac" onClick={onMerge}>
            {t('link.merge')}
          </button>
        ) : null}
        {onUnlink ? (
          <IconButton
            icon="x"
            size="s"
            label={t('link.drop', { number: ticketNumber(link.number) })}
            onClick={onUnlink}
          />
        ) : null}
      </span>
    </div>
  );
};

const LinksPanel = ({ number }: TicketPanelProps): ReactElement | null => {
  const t = useText('ticket');
  const [all, setAll] = useState(false);
  const ticket = useTicket(number).data;
  const unlink = useRouteMutation(ticketRoutes.unlink, { onProblem: tellProblem });
  if (!ticket || (ticket.links.length === 0 && !ticket.abilities.classify)) return null;
  const links = ticket.links.toSorted((a, b) => order.indexOf(a.relation) - order.indexOf(b.relation));
  const shown = all ? links : links.slice(0, shortest);
  return (
    <PanelSection
      title={t('panel.links')}
      note={links.length > 0 ? links.length : null}
      end={
        ticket.abilities.classify ? (
          <button type="button" className="f12 ac" onClick={() => openDialog({ kind: 'link' })}>
            {t('action.link')}
          </button>
        ) : null
      }
    >
      {shown.map((link) => (
        <LinkRow
          key={`${link.relation}${link.number}`}
          link={link}
          onMerge={
            ticket.abilities.pause && repeats.has(link.relation)
              ? () => openDialog({ kind: 'merge', into: link.number })
              : undefined
          }
          onUnlink={
            ticket.abilities.classify
              ? () => unlink.mutate({ params: { number }, body: { number: link.number } })
              : undefined
          }
        />
      ))}
      {links.length > shortest ? (
        <button type="button" className="f12 ac linked-more" onClick={() => setAll(!all)}>
          {all ? t('link.fewer') : t('link.all', { count: links.length })}
        </button>
      ) : null}
    </PanelSection>
  );
};

export default LinksPanel;
