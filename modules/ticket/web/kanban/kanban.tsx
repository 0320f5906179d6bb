import './kanban.css';
import { type DragEvent, type ReactElement, useState } from 'react';
import { cappedCount } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Button, Loaded, SkeletonRows } from '#platform/web/parts/index.ts';
import { usePagedRoute, useRoute } from '#platform/web/query.ts';
import { statesOfStage, type TicketListRow, ticketRoutes, type TicketStage, ticketStages } from '../../contract.ts';
import { StepDialog } from '../dialogs/step-dialog.tsx';
import type { UrlFilter } from '../filter-url.ts';
import { useFieldFacts } from '../fields/use-fields.ts';
import { useTicketSteps } from '../use-ticket.ts';
import { KanbanCard } from './kanban-card.tsx';
import { stepBetween } from './stage-moves.ts';
import { useCardKeys } from './use-card-keys.ts';
import { type AskedStep, useCardMoves } from './use-card-moves.ts';

const pageSize = 20;

type ColumnProps = {
  readonly stage: TicketStage;
  readonly filter: UrlFilter;
  readonly count: string;
  readonly dragged: TicketListRow | null;
  readonly moves: ReturnType<typeof useCardMoves>;
  readonly factsOf: (card: TicketListRow) => string;
  readonly onDrag: (card: TicketListRow | null) => void;
  readonly onFocus: (card: TicketListRow) => void;
};

const Column = ({ stage, filter, count, dragged, moves, factsOf, onDrag, onFocus }: ColumnProps): ReactElement => {
  const t = useText('ticket');
  const [over, setOver] = useState(false);
  const { sort: _sort, ...rest } = filter;
  const list = usePagedRoute(ticketRoutes.list, (cursor) => ({
    query: { ...rest, state: [...statesOfStage[stage]], limit: pageSize, ...(cursor === undefined ? {} : { cursor }) },
  }));
  const takes = dragged !== null && stepBetween(dragged.stage, stage) !== undefined;
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    if (dragged) moves.move(dragged, stage);
    onDrag(null);
  };
  const classes = ['kcol', takes ? 'takes' : '', takes && over ? 'over' : ''].filter(Boolean).join(' ');
  return (
    <section
      className={classes}
      data-stage={stage}
      aria-label={t('kanban.column', { stage: t(`stage.${stage}`), count })}
      onDragOver={(event) => {
        if (!takes) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <h2>
        {t(`stage.${stage}`)} <span className="t3">{count}</span>
      </h2>
      <Loaded
        data={list.data ? list.items : undefined}
        error={list.problem}
        onRetry={() => void list.refetch()}
        errorTitle={t('list.failed')}
        skeleton={<SkeletonRows rows={3} />}
      >
        {(cards) => (
          <>
            <ul>
              {cards.map((card) => (
                <KanbanCard
                  key={card.id}
                  card={card}
                  facts={factsOf(card)}
                  busy={moves.moving === card.number}
                  onMove={moves.move}
                  onDrag={onDrag}
                  onFocus={onFocus}
                />
              ))}
            </ul>
            {cards.length === 0 ? <p className="t3 f12 knone">{t('kanban.none')}</p> : null}
            {list.hasNextPage ? (
              <Button size="s" tone="ghost" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {t('kanban.more')}
              </Button>
            ) : null}
          </>
        )}
      </Loaded>
    </section>
  );
};

const AskReason = ({ asked, onClose }: { readonly asked: AskedStep; readonly onClose: () => void }): ReactElement => {
  const steps = useTicketSteps(asked.ticket.number);
  return <StepDialog ticket={asked.ticket} action={asked.action} steps={steps} onClose={onClose} />;
};

const useStageCounts = (filter: UrlFilter): ((stage: TicketStage) => string) => {
  const { query: words, sort: _sort, state: _state, ...rest } = filter;
  // Words are looked up page by page; nobody counts them.
  const { data } = useRoute(ticketRoutes.stageCounts, { query: rest }, { enabled: words === undefined });
  return (stage) => {
    const found = data?.items.find((item) => item.stage === stage);
    return found ? cappedCount(found) : '';
  };
};

/** The cases by stage: six columns, each paged, each card moved by the step that leads there. */
export const Kanban = ({ filter }: { readonly filter: UrlFilter }): ReactElement => {
  const t = useText('ticket');
  const [dragged, setDragged] = useState<TicketListRow | null>(null);
  const moves = useCardMoves();
  const countOf = useStageCounts(filter);
  const factsOf = useFieldFacts();
  const onFocus = useCardKeys(moves.move);
  return (
    <>
      <p className="t3 f12 khint">{t('kanban.hint')}</p>
      <div className="kanban" role="group" aria-label={t('kanban.label')}>
        {ticketStages.map((stage) => (
          <Column
            key={stage}
            stage={stage}
            filter={filter}
            count={countOf(stage)}
            dragged={dragged}
            moves={moves}
            factsOf={factsOf}
            onDrag={setDragged}
            onFocus={onFocus}
          />
        ))}
      </div>
      {moves.asked ? <AskReason asked={moves.asked} onClose={moves.close} /> : null}
    </>
  );
};
