import type { ReactElement, ReactNode } from 'react';
import { type Action, isOffered } from '#platform/web/actions.ts';
import { ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { useActionContext } from '#platform/web/palette/action-host.tsx';
import { Button, IconButton, KindMark, LevelMark, Menu } from '#platform/web/parts/index.ts';
import type { PresentPerson, TicketDetail } from '../../contract.ts';
import { useCategoryName } from '../names.ts';
import { PresentFaces } from '../presence/present-people.tsx';

type HeaderProps = {
  readonly ticket: TicketDetail;
  readonly actions: readonly Action[];
  readonly before?: ReactNode;
  readonly narrow: boolean;
  /** Colleagues who have the ticket open as well. */
  readonly present: readonly PresentPerson[];
};

const shown = ['ticket.claim', 'ticket.assign', 'ticket.urge', 'ticket.follow', 'ticket.copyNumber'];

const Facts = ({ ticket }: { readonly ticket: TicketDetail }): ReactElement => {
  const category = useCategoryName()(ticket);
  return (
    <>
      <LevelMark level={ticket.level} />
      <span style={{ width: 4 }} />
      <KindMark kind={ticket.kind} {...(category ? { facet: category } : {})} />
    </>
  );
};

const OwnerLine = ({ ticket }: { readonly ticket: TicketDetail }): ReactElement => {
  const t = useText('ticket');
  const who = [ticket.department.name, ticket.owner?.name ?? t('nobody')].filter(Boolean).join('·');
  return <span className="t3 f12 el wowner">{who}</span>;
};

export const TicketHeader = ({ ticket, actions, before, narrow, present }: HeaderProps): ReactElement => {
  const t = useText('ticket');
  const context = useActionContext();
  const offered = actions.filter((action) => isOffered(action, context));
  const find = (id: string): Action | undefined => offered.find((action) => action.id === id);
  const button = (id: string): ReactElement | null => {
    const action = find(id);
    if (!action) return null;
    const [keys] = action.keys ?? [];
    return (
      <Button size="s" icon={action.icon} {...(keys && !narrow ? { keys } : {})} onClick={() => action.run(context)}>
        {action.title}
      </Button>
    );
  };
  const follow = find('ticket.follow');
  const copy = find('ticket.copyNumber');
  const rest = offered.filter((action) => !shown.includes(action.id) || (narrow && action.id !== 'ticket.follow'));
  return (
    <header className="th">
      <div className="row" style={{ gap: 6 }}>
        {before}
        <span className="t3 f12 nw">{ticketNumber(ticket.number)}</span>
        {copy ? (
          <IconButton
            icon="copy"
            size="s"
            label={copy.title ?? ''}
            className="tiny"
            onClick={() => copy.run(context)}
          />
        ) : null}
        <Facts ticket={ticket} />
        <OwnerLine ticket={ticket} />
        <span className="sp" />
        <PresentFaces people={present} />
        {narrow ? null : (
          <>
            {button('ticket.claim')}
            {button('ticket.assign')}
            {button('ticket.urge')}
          </>
        )}
        {follow ? (
          <IconButton
            icon="star"
            size="s"
            tone="plain"
            className={ticket.followed ? 'wstar on' : 'wstar'}
            aria-pressed={ticket.followed}
            label={t(ticket.followed ? 'action.unfollow' : 'action.follow')}
            onClick={() => follow.run(context)}
          />
        ) : null}
        <Menu
          items={rest.map((action) => ({
            key: action.id,
            label: action.title ?? '',
            icon: action.icon,
            ...(action.keys?.[0] ? { keys: action.keys[0] } : {}),
            danger: action.danger === true,
            onClick: () => action.run(context),
          }))}
        >
          <IconButton icon="dots" size="s" tone="plain" label={t('platform:more')} />
        </Menu>
      </div>
      <h2 className="el" title={ticket.subject}>
        {ticket.subject}
      </h2>
    </header>
  );
};
