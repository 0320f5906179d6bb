import type { TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { systemActor, type Actor } from '#platform/server/session/actor.ts';
import { resolveEvent } from '../resolve.events.ts';
import { enterStep } from './enter-step.ts';
import { entryIn, fitsScope, flowFor, isFlowState, stepOf, type Published } from './flow.rules.ts';
import { publishedAt, publishedFlows } from './published-flows.ts';
import { deleteRun, leaveVisit, visitOf, type RunRow } from './run.queries.ts';
import { factsOf, matchedOf } from './ticket-facts.ts';

/** Begins at the first step, or at the first one of the state that the ticket has reached; `keep` a step by its key. */
export const beginFlow = async (
  tx: Tx,
  app: App,
  actor: Actor,
  ticket: TicketRow,
  flow: Pick<Published, 'flowId' | 'no' | 'spec'>,
  keep?: string,
): Promise<RunRow | null> => {
  const { state } = ticket;
  const same = keep === undefined ? undefined : stepOf(flow.spec, keep);
  const step =
    same?.state === state
      ? same
      : isFlowState(state)
        ? entryIn(flow.spec, state, await factsOf(tx, ticket))
        : undefined;
  if (!step) return null;
  const data = { flow: flow.spec.name, flowEn: flow.spec.nameEn || flow.spec.name, no: flow.no };
  await emit(tx, [resolveEvent('resolve.flow_bound', ticket.id, actor, app.clock.now(), data)]);
  return enterStep(tx, { app, actor, ticket, run: { flowId: flow.flowId, no: flow.no }, step });
};

/** Leaves the present flow without finishing its step. */
export const leaveFlow = async (tx: Tx, app: App, run: RunRow): Promise<void> => {
  await leaveVisit(tx, { ticketId: run.ticketId, no: run.visit }, { at: app.clock.now(), by: null, way: null });
  await deleteRun(tx, run.ticketId);
};

const isYoung = async (tx: Tx, run: RunRow): Promise<boolean> =>
  run.visit === run.boundVisit && (await visitOf(tx, run.ticketId, run.visit))?.leftAt === null;

const isFresh = (ticket: TicketRow): boolean => ticket.state === 'new' && ticket.channel !== 'import';

/** By its opening a ticket follows what was in force at that moment. */
const flowAtOpening = async (tx: Tx, app: App, ticket: TicketRow): Promise<Published | undefined> => {
  const flows = await publishedFlows(tx, app);
  if (flows.length === 0) return undefined;
  const matched = await matchedOf(tx, ticket);
  const found = flowFor(flows, matched);
  const then = found && (await publishedAt(tx, found, ticket.createdAt));
  return then && fitsScope(then.spec, matched) ? then : undefined;
};

/** A ticket that nobody has accepted yet gets its flow; one that has a flow keeps it. */
export const bindOpened = async (tx: Tx, app: App, ticket: TicketRow): Promise<RunRow | null> => {
  if (!isFresh(ticket)) return null;
  const flow = await flowAtOpening(tx, app, ticket);
  return flow ? beginFlow(tx, app, systemActor, ticket, flow) : null;
};

/** Another kind, category or level may mean another flow, or none, as long as the first step is not finished. */
export const bindReclassified = async (tx: Tx, app: App, ticket: TicketRow, run: RunRow | null): Promise<void> => {
  const flows = await publishedFlows(tx, app);
  if (run === null && (flows.length === 0 || !isFresh(ticket))) return;
  if (run !== null && !(await isYoung(tx, run))) return;
  const found = flowFor(flows, await matchedOf(tx, ticket));
  if (run !== null && found?.flowId === run.flowId) return;
  if (run !== null) await leaveFlow(tx, app, run);
  if (found && ticket.channel !== 'import') await beginFlow(tx, app, systemActor, ticket, found);
};
