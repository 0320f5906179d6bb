import type { TicketAction } from '#modules/ticket/contract.ts';
import { registerStepGuard, type TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { FlowState, FlowStep, FlowWay } from '../../contract/flow.ts';
import { askToLeave } from './ask-approval.ts';
import { bindOpened } from './bind-ticket.ts';
import { askedFields, fieldValues } from './company-fields.ts';
import { wayInto, stepOf } from './flow.rules.ts';
import { followState, standingOf, type Standing } from './follow-state.ts';
import { runOf, setWanted, ticksOf, type VisitRow, type Wanted } from './run.queries.ts';
import { topicOf } from './stay.ts';
import { factsOf } from './ticket-facts.ts';
import { mayFinish } from './who-finishes.ts';

const localName = (actor: Actor, one: { name: string; nameEn: string }): string =>
  actor.locale === 'en' && one.nameEn !== '' ? one.nameEn : one.name;

export const stepName = (actor: Actor, step: FlowStep): string => localName(actor, step);

const missingChecks = async (tx: Tx, actor: Actor, { step, visit }: Standing): Promise<string[]> => {
  const required = step.checks.filter((check) => check.required);
  if (required.length === 0) return [];
  const done = new Set((await ticksOf(tx, visit.ticketId, visit.no)).map((tick) => tick.checkKey));
  return required
    .filter((check) => !done.has(check.key))
    .map((check) => localName(actor, { name: check.text, nameEn: check.textEn }));
};

const missingFields = async (tx: Tx, actor: Actor, ticket: TicketRow, { step }: Standing): Promise<string[]> => {
  const asked = await askedFields(tx, ticket, step.fields);
  const values = asked.length === 0 ? {} : await fieldValues(tx, ticket.id);
  return asked.filter((field) => values[field.key] === undefined).map((field) => localName(actor, field));
};

/** Everything the step asks for is there, and it is the step of who wants to finish it. */
export const demandDone = async (tx: Tx, app: App, actor: Actor, ticket: TicketRow, at: Standing): Promise<void> => {
  const step = stepName(actor, at.step);
  if (!(await mayFinish(tx, app, actor, ticket, at.step))) throw new Problem('resolve.flow_not_yours', 403, { step });
  if (at.visit.approval === 'waiting') throw new Problem('resolve.flow_waits', 409, { step });
  const missing = [...(await missingChecks(tx, actor, at)), ...(await missingFields(tx, actor, ticket, at))];
  if (missing.length > 0)
    throw new Problem('resolve.flow_step_open', 409, { step, count: missing.length, missing: missing.join(', ') });
};

/** True where leaving waits for an approval, which was asked for just now. */
export const waitsForApproval = async (
  tx: Tx,
  asking: { app: App; actor: Actor; ticket: TicketRow },
  at: Standing,
  wanted: Wanted,
): Promise<boolean> => {
  const topic = topicOf(at.step);
  if (topic === null || at.visit.approval === 'approved') return false;
  const { reason } = wanted;
  const answer = await askToLeave(tx, { ...asking, run: at.run, step: at.step }, at.visit, topic, reason);
  if (answer === 'nobody') throw new Problem('resolve.flow_waits', 409, { step: stepName(asking.actor, at.step) });
  await setWanted(tx, at.visit, wanted);
  return answer === 'waiting';
};

/** Where a person's step of the state machine leads; what leaves the flow altogether is not its business. */
const leadsTo: Readonly<Partial<Record<TicketAction, FlowState>>> = {
  accept: 'verifying',
  verify: 'resolving',
  solve: 'replying',
  answer: 'awaiting',
  close: 'closed',
};

const wayOf = async (tx: Tx, ticket: TicketRow, at: Standing, to: FlowState): Promise<FlowWay | undefined> => {
  const chosen = at.step.ways.find((way) => way.key === at.visit.wanted?.way);
  if (chosen && stepOf(at.spec, chosen.to)?.state === to) return chosen;
  return wayInto(at.spec, at.step, to, await factsOf(tx, ticket));
};

const standingFor = async (tx: Tx, app: App, ticket: TicketRow): Promise<Standing | null> => {
  // Whoever is faster than the event that binds the ticket meets the same rules.
  const run = (await runOf(tx, ticket.id)) ?? (await bindOpened(tx, app, ticket));
  return run && standingOf(tx, app, await followState(tx, app, ticket, run));
};

const wantedBy = (
  visit: VisitRow,
  way: FlowWay | undefined,
  actor: Actor,
  said: Omit<Wanted, 'way' | 'by'>,
): Wanted => ({
  ...said,
  way: way?.key ?? visit.wanted?.way ?? null,
  by: actor.id,
});

/** Before the others look: what the step asks for is done, and the flow knows a way there. */
registerStepGuard('resolve.flow', 5, async (tx, { app, actor, ticket, action, reason, reply }) => {
  const to = leadsTo[action];
  const at = to && (await standingFor(tx, app, ticket));
  if (!to || !at) return 'go';
  const way = await wayOf(tx, ticket, at, to);
  if (!way && at.step.ways.length > 0)
    throw new Problem('resolve.flow_no_way', 409, { step: stepName(actor, at.step) });
  await demandDone(tx, app, actor, ticket, at);
  await setWanted(tx, at.visit, wantedBy(at.visit, way, actor, { reason, reply: reply ?? null }));
  return 'go';
});

/** After help and compensation had their say, before the approvals of the state machine's own steps. */
registerStepGuard('resolve.flow_approval', 25, async (tx, { app, actor, ticket, action, reason, reply }) => {
  const run = leadsTo[action] && (await runOf(tx, ticket.id));
  const at = run && (await standingOf(tx, app, run));
  if (!at) return 'go';
  const wanted = wantedBy(at.visit, undefined, actor, { reason, reply: reply ?? null });
  return (await waitsForApproval(tx, { app, actor, ticket }, at, wanted)) ? 'wait' : 'go';
});
