import { z } from 'zod';
import { submitSet, toSubmission, type Voice } from '#modules/collect/server/index.ts';
import { surveysOf, surveyToken, takeAnswer } from '#modules/follow-up/server/index.ts';
import { approveRequest } from '#modules/approval/server/index.ts';
import { personActor } from '#modules/staff/server/index.ts';
import {
  addMessage,
  classifyTicket,
  linkTickets,
  ticketsByIds,
  transitionTicket,
  type TicketRow,
} from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { eventsOf } from '#platform/server/events/events.queries.ts';
import { dispatchInline } from '#platform/server/events/dispatcher.ts';
import type { Subscriber } from '#platform/server/module.ts';
import { systemActor, type Actor } from '#platform/server/session/actor.ts';
import { startDemoFlow } from './demo-flow.ts';
import { demoCustomers, demoStories, type DemoCustomer, type DemoStory } from './demo-data.ts';
import type { LoadedCompany } from './load-company.ts';
import { callCustomer, planCalls } from './tell-calls.ts';
import { storyArrivedAt } from './story-moment.ts';
import { stepsOf, type Act, type Step } from './story-steps.ts';

export type DemoClock = { now(): Date; set(at: Date): void };

type Telling = {
  app: App;
  clock: DemoClock;
  company: LoadedCompany;
  subscribers: readonly Subscriber[];
  tickets: Map<string, string>;
  actors: Map<string, Actor>;
};

const customers = new Map(demoCustomers.map((customer) => [customer.id, customer]));

const voiceOf = (telling: Telling, story: DemoStory, customer: DemoCustomer | undefined): Voice => {
  const outletId = story.outlet === undefined ? undefined : telling.company.outlets.get(story.outlet);
  return {
    content: story.content,
    subject: story.subject,
    channel: story.channel,
    region: telling.company.regionName(story.region),
    fields: story.orderNumber === undefined ? {} : { order_number: story.orderNumber },
    ...(story.kind === 'complaint' ? {} : { kind: story.kind }),
    ...(customer === undefined
      ? {}
      : { contact: { name: customer.name, phone: customer.phone, email: customer.email } }),
    ...(outletId === undefined ? {} : { outletId }),
  };
};

const arrive = async (telling: Telling, tx: Tx, story: DemoStory): Promise<void> => {
  const customer = story.customer === null ? undefined : customers.get(story.customer);
  const [outcome] = await submitSet(tx, telling.app, [
    toSubmission(telling.app, voiceOf(telling, story, customer), 'demo', story.id),
  ]);
  if (!outcome || outcome.status === 'refused') throw new Error(`story ${story.id} was refused`);
  telling.tickets.set(story.id, outcome.ticketId);
  const original = story.duplicateOf === undefined ? undefined : telling.tickets.get(story.duplicateOf);
  if (original === undefined || outcome.status === 'linked') return;
  // The words differ too much for the rule; somebody at the desk saw that it is the same matter.
  const [first] = await ticketsByIds(tx, [original]);
  const manager = await actorOf(telling, tx, telling.company.people.get('zhouyihang') ?? '');
  if (first) await linkTickets(tx, telling.app, manager, outcome.number, first.number);
};

const ticketOf = async (telling: Telling, tx: Tx, story: DemoStory): Promise<TicketRow> => {
  const [ticket] = await ticketsByIds(tx, [telling.tickets.get(story.id) ?? '']);
  if (!ticket) throw new Error(`story ${story.id} has no ticket`);
  return ticket;
};

const actorOf = async (telling: Telling, tx: Tx, personId: string): Promise<Actor> => {
  const known = telling.actors.get(personId);
  if (known) return known;
  const actor = await personActor(tx, personId);
  if (!actor) throw new Error(`nobody has the id ${personId}`);
  telling.actors.set(personId, actor);
  return actor;
};

/** Whoever owns the ticket speaks; without an owner the service manager does, and notes come from a helping department. */
const speakerOf = async (telling: Telling, tx: Tx, ticket: TicketRow, isNote: boolean): Promise<Actor> => {
  const helper = telling.company.people.get(ticket.categoryKey?.startsWith('logistics') ? 'hansong' : 'zhouyihang');
  const id = isNote ? helper : (ticket.ownerId ?? telling.company.people.get('zhouyihang'));
  return actorOf(telling, tx, id ?? '');
};

const say = async (telling: Telling, tx: Tx, story: DemoStory, act: Extract<Act, { do: 'say' }>): Promise<void> => {
  const ticket = await ticketOf(telling, tx, story);
  const direction = act.by === 'agent' ? 'out' : act.by === 'customer' ? 'in' : 'note';
  const customer: Actor = { ...systemActor, kind: 'customer', name: ticket.customerName };
  const speaker = act.by === 'customer' ? customer : await speakerOf(telling, tx, ticket, act.by === 'note');
  await addMessage(tx, telling.app, speaker, ticket, { direction, body: act.text });
};

/** From wherever the case stands to where the step leads, one allowed step after the other. */
const takeStep = async (
  telling: Telling,
  tx: Tx,
  story: DemoStory,
  action: 'verify' | 'solve' | 'answer' | 'archive',
): Promise<void> => {
  const ticket = await ticketOf(telling, tx, story);
  const actor = action === 'archive' ? systemActor : await speakerOf(telling, tx, ticket, false);
  const way = {
    verify: ['verify'],
    solve: ['verify', 'solve'],
    answer: ['verify', 'solve', 'answer'],
    archive: ['archive'],
  } as const;
  const passed: Record<string, number> = { verifying: 0, resolving: 1, replying: 2 };
  const from = action === 'archive' ? 0 : passed[ticket.state];
  if (from === undefined || (action === 'archive' && ticket.state !== 'closed')) return;
  for (const step of way[action].slice(from)) await transitionTicket(tx, telling.app, actor, ticket.id, step);
};

const survey = async (telling: Telling, story: DemoStory, act: Extract<Act, { do: 'survey' }>): Promise<void> => {
  const { app } = telling;
  const open = await app.db.read(everything, async (tx) =>
    (await surveysOf(tx, [telling.tickets.get(story.id) ?? ''])).at(-1),
  );
  if (!open || open.answeredAt !== null) return;
  await takeAnswer(
    app,
    surveyToken(app, open.id),
    { score: act.score, solved: act.solved, reasons: [], comment: act.comment },
    'zh-CN',
  );
};

/** The customer said nothing for a week: the nightly job would close it. */
const settle = async (telling: Telling, tx: Tx, story: DemoStory): Promise<void> => {
  const ticket = await ticketOf(telling, tx, story);
  if (ticket.state === 'awaiting')
    await transitionTicket(tx, telling.app, systemActor, ticket.id, 'close', { reason: 'no_answer' });
};

/** Advertising that the rules let through is put aside by whoever reads it first. */
const quarantine = async (telling: Telling, tx: Tx, story: DemoStory): Promise<void> => {
  const ticket = await ticketOf(telling, tx, story);
  const manager = await actorOf(telling, tx, telling.company.people.get('zhouyihang') ?? '');
  if (ticket.state === 'new') await transitionTicket(tx, telling.app, manager, ticket.id, 'quarantine');
};

/** Where the rules were wrong a person corrects them, as he would on the screen. */
const correct = async (telling: Telling, tx: Tx, story: DemoStory): Promise<void> => {
  const ticket = await ticketOf(telling, tx, story);
  const actor = await speakerOf(telling, tx, ticket, false);
  if (!actor.permissions.has('ticket.classify')) return;
  await classifyTicket(tx, telling.app, { ...actor, reach: everything }, ticket.number, {
    kind: story.kind,
    categoryKey: story.category,
    level: story.level,
  });
};

const decline = async (telling: Telling, tx: Tx, story: DemoStory, reason: string): Promise<void> => {
  const ticket = await ticketOf(telling, tx, story);
  const speaker = await speakerOf(telling, tx, ticket, false);
  await transitionTicket(tx, telling.app, speaker, ticket.id, 'decline', { reason });
};

const waits = z.object({ requestId: z.uuid() });
const awaited = z.object({ personIds: z.array(z.uuid()) });

/** Whoever is asked agrees, and the step is taken; where nobody had to be asked there is nothing to do. */
const agree = async (telling: Telling, story: DemoStory): Promise<void> => {
  const { app } = telling;
  const asked = await app.db.read(everything, async (tx) => {
    const ticket = await ticketOf(telling, tx, story);
    const step = (await eventsOf(tx, ticket.id, 0, 200)).findLast((event) => event.name === 'resolve.step_waits');
    if (!step) return null;
    const { requestId } = waits.parse(step.data);
    const call = (await eventsOf(tx, requestId, 0, 50)).findLast((event) => event.name === 'approval.awaited');
    const [signer] = call ? awaited.parse(call.data).personIds : [];
    return signer === undefined ? null : { requestId, signer: await actorOf(telling, tx, signer) };
  });
  if (asked) await approveRequest(app, asked.signer, asked.requestId, { comment: '', attachmentIds: [] });
};

const everyNthIsCalled = 3;

/** Some of those who did not rate were phoned before their case was closed. */
const callSome = async (telling: Telling, story: DemoStory): Promise<void> => {
  const { app, clock, subscribers } = telling;
  const nth = [...story.id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  if (nth % everyNthIsCalled !== 0) return;
  await dispatchInline(app, subscribers);
  const { ticket, caller } = await app.db.read(everything, async (tx) => {
    const found = await ticketOf(telling, tx, story);
    return { ticket: found, caller: await speakerOf(telling, tx, found, false) };
  });
  await callCustomer({ app, clock, caller }, ticket, nth / everyNthIsCalled);
};

/** A few of those who have an answer and have not said whether it helped are to be phoned today. */
const planSome = async ({ app, company, ...telling }: Telling): Promise<void> => {
  const { awaiting, caller } = await app.db.read(everything, async (tx) => ({
    awaiting: (await ticketsByIds(tx, [...telling.tickets.values()])).filter((ticket) => ticket.state === 'awaiting'),
    caller: await actorOf({ app, company, ...telling }, tx, company.people.get('zhouyihang') ?? ''),
  }));
  await planCalls({ app, caller }, awaiting.slice(0, callsWaiting));
};

const act = async (telling: Telling, step: Step): Promise<void> => {
  const { app, subscribers } = telling;
  if (step.act.do === 'settle') await callSome(telling, step.story);
  if (step.act.do === 'survey') {
    await dispatchInline(app, subscribers);
    await survey(telling, step.story, step.act);
    return;
  }
  await app.db.write(everything, async (tx) => {
    if (step.act.do === 'arrive') await arrive(telling, tx, step.story);
    if (step.act.do === 'say') await say(telling, tx, step.story, step.act);
    if (step.act.do === 'step') await takeStep(telling, tx, step.story, step.act.action);
    if (step.act.do === 'settle') await settle(telling, tx, step.story);
    if (step.act.do === 'correct') await correct(telling, tx, step.story);
    if (step.act.do === 'quarantine') await quarantine(telling, tx, step.story);
    if (step.act.do === 'decline') await decline(telling, tx, step.story, step.act.reason);
  });
  if (step.act.do === 'decline') await agree(telling, step.story);
};

const dayMs = 86_400_000;
const callsWaiting = 8;

/** Lives through ninety days of the company in order of time, each thing by the operation that people use for it. */
export const tellStories = async (
  app: App,
  clock: DemoClock,
  company: LoadedCompany,
  subscribers: readonly Subscriber[],
  now: Date,
  onDay: (day: number, days: number) => void,
): Promise<void> => {
  const telling: Telling = { app, clock, company, subscribers, tickets: new Map(), actors: new Map() };
  const steps = demoStories
    .flatMap((story) => stepsOf(story, storyArrivedAt(story, now)))
    .filter((step) => step.at <= now)
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  const first = steps[0]?.at.getTime() ?? now.getTime();
  const days = Math.ceil((now.getTime() - first) / dayMs);
  let day = 0;
  for (const step of steps) {
    clock.set(step.at);
    const today = Math.floor((step.at.getTime() - first) / dayMs);
    if (today !== day) {
      day = today;
      onDay(day, days);
      await dispatchInline(app, subscribers);
    }
    await act(telling, step);
  }
  clock.set(now);
  await dispatchInline(app, subscribers);
  await planSome(telling);
  await startDemoFlow(app, [...telling.tickets.values()]);
  await dispatchInline(app, subscribers);
};
