import { accessTicket, canDoToTicket, completeTask, taskById, ticketsByIds } from '#modules/ticket/server/index.ts';
import type { ReplyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { Emergency, emergencyOf } from '../../contract.ts';
import { peopleNames } from '../people-names.ts';
import { resolveEvent } from '../resolve.events.ts';
import { callTeam } from './call-team.ts';
import {
  checksOf,
  emergencyById,
  insertLog,
  latestEmergency,
  logOf,
  membersOf,
  runningOf,
  setAnswered,
  setChecked,
  setStoodDown,
  type EmergencyRow,
  type MemberRow,
} from './emergency.queries.ts';

const lead = 'emergency.lead';

/** What the viewer is to this team: one of those called, one who works on the ticket, one who may send it home. */
type Standing = { readonly member: MemberRow | undefined; readonly reads: boolean; readonly leads: boolean };

const standingOf = async (tx: Tx, actor: Actor, row: EmergencyRow): Promise<Standing> => {
  const member = (await membersOf(tx, row.id)).find((one) => one.personId === actor.id);
  const [ticket] = await ticketsByIds(tx, [row.ticketId]);
  return {
    member,
    reads: ticket !== undefined && canDoToTicket(actor, 'ticket.read', ticket),
    leads: member?.leads === true || (ticket !== undefined && canDoToTicket(actor, lead, ticket)),
  };
};

const viewOf = async (tx: Tx, actor: Actor, row: EmergencyRow): Promise<Emergency> => {
  const [members, checks, log] = [await membersOf(tx, row.id), await checksOf(tx, row.id), await logOf(tx, row.id)];
  const { member, leads } = await standingOf(tx, actor, row);
  const nameOf = await peopleNames(tx, [
    ...members.map((one) => one.personId),
    ...checks.map((one) => one.doneBy),
    ...log.map((one) => one.personId),
  ]);
  const running = row.stoodDownAt === null;
  return {
    id: row.id,
    number: row.number,
    subject: row.subject,
    cause: row.cause,
    startedAt: row.startedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    assembledAt: row.assembledAt?.toISOString() ?? null,
    stoodDownAt: row.stoodDownAt?.toISOString() ?? null,
    standDownReason: row.standDownReason,
    members: members.map(({ personId, duty, leads: isLead, calledAt, answeredAt }) => ({
      person: { id: personId, name: nameOf(personId) },
      duty,
      leads: isLead,
      calledAt: calledAt.toISOString(),
      answeredAt: answeredAt?.toISOString() ?? null,
    })),
    checks: checks.map((one) => ({
      no: one.no,
      title: one.title,
      titleEn: one.titleEn,
      dueAt: one.dueAt.toISOString(),
      doneAt: one.doneAt?.toISOString() ?? null,
      doneBy: nameOf(one.doneBy),
    })),
    log: log.map(({ id, at, kind, body, personId }) => ({
      id,
      at: at.toISOString(),
      kind,
      body,
      by: nameOf(personId),
    })),
    abilities: {
      answer: running && member !== undefined && member.answeredAt === null,
      work: running && (member !== undefined || leads),
      standDown: running && leads,
    },
  };
};

export const readEmergencyOf = (app: App, actor: Actor, number: string): Promise<ReplyOf<typeof emergencyOf>> =>
  app.db.read(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, 'ticket.read');
    const row = await latestEmergency(tx, ticket.id);
    const idle = row === null || row.stoodDownAt !== null;
    return {
      emergency: row && (await viewOf(tx, actor, row)),
      canCall: idle && ticket.closedAt === null && ticket.state !== 'spam' && canDoToTicket(actor, lead, ticket),
    };
  });

export const callByHand = (app: App, actor: Actor, number: string): Promise<Emergency> =>
  app.db.write(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, lead);
    if (ticket.closedAt !== null) throw new Problem('ticket.not_open', 409, { state: ticket.state });
    const id = await callTeam(tx, app, actor, ticket, 'called');
    const row = id === null ? null : await emergencyById(tx, id);
    if (!row) throw new Problem('resolve.team_is_called', 409);
    return viewOf(tx, actor, row);
  });

/** With the reach of the system: members are called across departments, and see this and not the ticket. */
export const readOneEmergency = (app: App, actor: Actor, id: string): Promise<Emergency> =>
  app.db.read(everything, async (tx) => {
    const row = await emergencyById(tx, id);
    const standing = row && (await standingOf(tx, actor, row));
    if (!row || !standing || (!standing.member && !standing.reads)) throw notFound('emergency');
    return viewOf(tx, actor, row);
  });

export const emergenciesOf = (app: App, actor: Actor): Promise<{ items: Emergency[] }> =>
  app.db.read(everything, async (tx) => {
    const items: Emergency[] = [];
    for (const row of actor.id === null ? [] : await runningOf(tx, actor.id)) items.push(await viewOf(tx, actor, row));
    return { items };
  });

type Act = { readonly row: EmergencyRow; readonly standing: Standing; readonly at: Date };

const act = (app: App, actor: Actor, id: string, change: (tx: Tx, act: Act) => Promise<void>): Promise<Emergency> =>
  app.db.write(everything, async (tx) => {
    const row = await emergencyById(tx, id, true);
    const standing = row && (await standingOf(tx, actor, row));
    if (!row || !standing || (!standing.member && !standing.leads)) throw notFound('emergency');
    if (row.stoodDownAt !== null) throw new Problem('resolve.team_stood_down', 409);
    await change(tx, { row, standing, at: app.clock.now() });
    const after = await emergencyById(tx, id);
    if (!after) throw notFound('emergency');
    return viewOf(tx, actor, after);
  });

const tell = (tx: Tx, actor: Actor, { row, at }: Act, ended = false): Promise<void> =>
  emit(tx, [
    resolveEvent(ended ? 'resolve.emergency_ended' : 'resolve.emergency_changed', row.ticketId, actor, at, {
      emergencyId: row.id,
    }),
  ]);

const logLine = (
  tx: Tx,
  actor: Actor,
  { row, at }: Act,
  kind: 'answered' | 'checked' | 'said' | 'stood_down',
  body: string,
) => insertLog(tx, row.id, { id: newId(at), at, personId: actor.id, kind, body });

const endCall = async (tx: Tx, app: App, actor: Actor, taskId: string | null): Promise<void> => {
  const task = taskId === null ? null : await taskById(tx, taskId);
  if (task) await completeTask(tx, app, actor, task);
};

export const answerAsMember = (app: App, actor: Actor, id: string): Promise<Emergency> =>
  act(app, actor, id, async (tx, given) => {
    const { member } = given.standing;
    if (!member) throw notFound('emergency');
    if (member.answeredAt !== null) return;
    await setAnswered(tx, id, member.personId, given.at);
    await endCall(tx, app, actor, member.taskId);
    await logLine(tx, actor, given, 'answered', '');
    await tell(tx, actor, given);
  });

export const say = (app: App, actor: Actor, id: string, body: string): Promise<Emergency> =>
  act(app, actor, id, async (tx, given) => {
    await logLine(tx, actor, given, 'said', body);
    await tell(tx, actor, given);
  });

export const tick = (app: App, actor: Actor, id: string, no: number): Promise<Emergency> =>
  act(app, actor, id, async (tx, given) => {
    const title = await setChecked(tx, { id, no, by: actor.id, at: given.at });
    if (title === null) return;
    await logLine(tx, actor, given, 'checked', title);
    await tell(tx, actor, given);
  });

/** The calls that nobody answered end with it. */
export const sendHome = (app: App, actor: Actor, id: string, reason: string): Promise<Emergency> =>
  act(app, actor, id, async (tx, given) => {
    if (!given.standing.leads) throw notFound('emergency');
    await setStoodDown(tx, id, { by: actor.id, at: given.at, reason });
    for (const member of await membersOf(tx, id)) await endCall(tx, app, actor, member.taskId);
    await logLine(tx, actor, given, 'stood_down', reason);
    await tell(tx, actor, given, true);
  });
