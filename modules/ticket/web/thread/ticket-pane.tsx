import { type ReactElement, type ReactNode, useEffect, useMemo, useState } from 'react';
import { type Action, useActions } from '#platform/web/actions.ts';
import { useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Button, Drawer, IconButton, Loaded, SkeletonRows } from '#platform/web/parts/index.ts';
import type { TicketDetail } from '../../contract.ts';
import { ClockMark } from '../clock-mark.tsx';
import { Composer } from '../composer/composer.tsx';
import { dropFieldWish, useFieldWish } from '../dialog-state.ts';
import { TicketDialogs } from '../dialogs/ticket-dialogs.tsx';
import type { Columns } from '../list/use-media.ts';
import { TicketStages } from '../panels/stage-panel.tsx';
import { PresentLine } from '../presence/present-people.tsx';
import { usePresence } from '../presence/use-presence.ts';
import { useMeasure, useSwitch } from '../settings-store.ts';
import { useTicketActions } from '../ticket-actions.ts';
import { useTicket, useTicketSteps } from '../use-ticket.ts';
import { Resizer } from '../list/resizer.tsx';
import { ContextColumn } from './context-column.tsx';
import { latestIncoming } from './fold-thread.ts';
import { Thread, useThread } from './thread.tsx';
import { TicketHeader } from './ticket-header.tsx';

type PaneProps = {
  readonly number: string;
  readonly columns: Columns;
  readonly onClose?: () => void;
  /** Goes to the next ticket of the list; absent where there is no list. */
  readonly onNext?: () => void;
};

/** `I` or `]`: the facts beside the thread, as a column or as a drawer. */
const useContextSwitch = (columns: Columns) => {
  const t = useText('ticket');
  const [column, setColumn] = useSwitch('context', true);
  const [drawer, setDrawer] = useState(false);
  const wide = columns === 'three';
  const open = wide ? column : drawer;
  const set = wide ? setColumn : setDrawer;
  const actions = useMemo<Action[]>(
    () => [
      {
        id: 'ticket.context',
        title: t(open ? 'action.hideContext' : 'action.context'),
        icon: 'info',
        keys: ['I', ']'],
        section: 'view',
        priority: 60,
        run: () => set(!open),
      },
    ],
    [t, open, set],
  );
  useActions(actions);
  // A field that is asked for stands in there.
  const wished = useFieldWish() !== null;
  useEffect(() => {
    if (wished && !open) set(true);
  }, [wished, open, set]);
  return { open, set };
};

const StageStrip = ({
  ticket,
  onDetails,
}: {
  readonly ticket: TicketDetail;
  readonly onDetails: () => void;
}): ReactElement => {
  const t = useText('ticket');
  const { now } = useFormat();
  return (
    <div className="row wstrip">
      <div className="bar0">
        <TicketStages ticket={ticket} />
      </div>
      <span className="sp" />
      <div className="col end">
        <ClockMark ticket={ticket} now={now} />
        <Button size="s" tone="soft" keys="I" onClick={onDetails}>
          {t('action.context')}
        </Button>
      </div>
    </div>
  );
};

type OpenProps = PaneProps & { readonly ticket: TicketDetail };

const Middle = ({
  ticket,
  columns,
  onClose,
  onNext,
  context,
}: OpenProps & { readonly context: ReturnType<typeof useContextSwitch> }): ReactElement => {
  const t = useText('ticket');
  const steps = useTicketSteps(ticket.number);
  const actions = useTicketActions(ticket, steps);
  const thread = useThread(ticket.number);
  const presence = usePresence(ticket.number);
  const latest = useMemo(() => latestIncoming(thread.entries ?? []), [thread.entries]);
  const back =
    columns === 'one' && onClose ? <IconButton icon="left" label={t('action.back')} onClick={onClose} /> : null;
  return (
    <main className="wt">
      <TicketHeader
        ticket={ticket}
        actions={actions}
        before={back}
        narrow={columns === 'one'}
        present={presence.others}
      />
      {columns === 'three' ? null : <StageStrip ticket={ticket} onDetails={() => context.set(true)} />}
      <Thread number={ticket.number} thread={thread} aside={<PresentLine people={presence.others} />} />
      <Composer
        key={ticket.id}
        ticket={ticket}
        latest={latest}
        presence={presence}
        hasNext={onNext !== undefined}
        onSent={(goOn) => (goOn ? onNext?.() : undefined)}
      />
      <TicketDialogs ticket={ticket} steps={steps} />
    </main>
  );
};

const OpenTicket = (props: OpenProps): ReactElement => {
  const { ticket, columns } = props;
  const t = useText('ticket');
  const context = useContextSwitch(columns);
  useEffect(() => dropFieldWish, [ticket.id]);
  const [width, setWidth] = useMeasure('contextWidth', 320);
  const column = <ContextColumn ticketId={ticket.id} number={ticket.number} />;
  let beside: ReactNode = null;
  if (columns === 'three' && context.open) {
    beside = (
      <>
        <Resizer label={t('list.resizeContext')} width={width} min={260} max={520} side={-1} onChange={setWidth} />
        <div className="wcbox" style={{ width }}>
          {column}
        </div>
      </>
    );
  }
  return (
    <>
      <Middle {...props} context={context} />
      {beside}
      {columns !== 'three' && context.open ? (
        <Drawer
          open
          title={t('context')}
          size={360}
          onClose={() => context.set(false)}
          rootClassName="wdrawer"
          styles={{ body: { padding: 0 }, wrapper: { maxWidth: '100vw' } }}
        >
          {column}
        </Drawer>
      ) : null}
    </>
  );
};

/** One ticket: thread in the middle, facts beside it. */
export const TicketPane = (props: PaneProps): ReactElement => {
  const t = useText('ticket');
  const { data, error, refetch } = useTicket(props.number);
  const shown = data ? <OpenTicket {...props} ticket={data} /> : null;
  if (shown) return shown;
  return (
    <main className="wt">
      <Loaded
        data={data}
        error={error}
        onRetry={() => void refetch()}
        errorTitle={t('ticketFailed')}
        skeleton={<SkeletonRows rows={5} />}
      >
        {() => null}
      </Loaded>
    </main>
  );
};
