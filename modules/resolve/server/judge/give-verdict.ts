import { departmentDirectory, peopleByIds } from '#modules/staff/server/index.ts';
import { accessTicket, canDoToTicket, type TicketRow } from '#modules/ticket/server/index.ts';
import type { BodyOf, ReplyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { giveVerdict, listVerdicts } from '../../contract.ts';
import { peopleNames } from '../people-names.ts';
import { resolveEvent, type ResolveEventName } from '../resolve.events.ts';
import { insertVerdict, setAnswer, setAppeal, verdictById, verdictsOf, type VerdictRow } from './judge.queries.ts';

type Reply = ReplyOf<typeof listVerdicts>;
type Wish = BodyOf<typeof giveVerdict>;
const give = 'verdict.give';

/** Whoever gave the verdict, or objected to it, does not decide about the objection. */
const mayAnswer = (actor: Actor, row: VerdictRow): boolean =>
  row.state === 'appealed' && row.givenBy !== actor.id && row.appealedBy !== actor.id;

const viewOf = async (tx: Tx, app: App, actor: Actor, ticket: TicketRow): Promise<Reply> => {
  const rows = await verdictsOf(tx, ticket.id);
  const nameOf = await peopleNames(
    tx,
    rows.flatMap((row) => [row.personId, row.givenBy, row.appealedBy, row.answeredBy]),
  );
  const departmentOf = (id: string | null): string => {
    const found = id === null ? undefined : departmentDirectory(app).department(id);
    if (!found) return '';
    return actor.locale === 'en' && found.nameEn !== '' ? found.nameEn : found.name;
  };
  const standing = rows.find((row) => row.state !== 'lifted');
  const canGive = canDoToTicket(actor, give, ticket);
  return {
    items: rows.map((row) => ({
      id: row.id,
      party: row.party,
      name: row.supplier || departmentOf(row.departmentId) || nameOf(row.personId),
      departmentId: row.departmentId,
      reason: row.reason,
      state: row.state,
      givenBy: nameOf(row.givenBy),
      givenAt: row.givenAt.toISOString(),
      appeal: row.appeal,
      appealedBy: nameOf(row.appealedBy),
      answer: row.answer,
      answeredBy: nameOf(row.answeredBy),
    })),
    abilities: {
      give: canGive && standing === undefined,
      appeal: standing?.state === 'given' && canDoToTicket(actor, 'ticket.note', ticket),
      answer: standing !== undefined && canGive && mayAnswer(actor, standing),
    },
  };
};

export const readVerdicts = (app: App, actor: Actor, number: string): Promise<Reply> =>
  app.db.read(actor.reach, async (tx) => viewOf(tx, app, actor, await accessTicket(tx, actor, number, 'ticket.read')));

const partyOf = async (
  tx: Tx,
  app: App,
  wish: Wish,
): Promise<Pick<VerdictRow, 'departmentId' | 'personId' | 'supplier'>> => {
  const nobody = { departmentId: null, personId: null, supplier: '' };
  if (wish.party === 'supplier') return { ...nobody, supplier: wish.supplier };
  if (wish.party === 'department') {
    if (!departmentDirectory(app).department(wish.departmentId)) throw new Problem('ticket.unknown_department', 422);
    return { ...nobody, departmentId: wish.departmentId };
  }
  if (wish.party === 'none') return nobody;
  const [person] = await peopleByIds(tx, [wish.personId]);
  if (!person) throw new Problem('ticket.unknown_person', 422);
  return { ...nobody, personId: person.id };
};

export const holdResponsible = (app: App, actor: Actor, number: string, wish: Wish): Promise<Reply> =>
  app.db.write(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, give);
    const at = app.clock.now();
    const { party, reason } = wish;
    const row = { id: newId(at), ticketId: ticket.id, party, reason, givenBy: actor.id, givenAt: at };
    if (!(await insertVerdict(tx, { ...row, ...(await partyOf(tx, app, wish)) })))
      throw new Problem('resolve.verdict_stands', 409);
    await emit(tx, [resolveEvent('resolve.verdict_given', ticket.id, actor, at, { party })]);
    return viewOf(tx, app, actor, ticket);
  });

const onVerdict = (
  app: App,
  actor: Actor,
  id: string,
  { permission, event }: { permission: string; event: ResolveEventName },
  change: (tx: Tx, row: VerdictRow, at: Date) => Promise<void>,
): Promise<Reply> =>
  app.db.write(actor.reach, async (tx) => {
    const row = await verdictById(tx, id);
    if (!row) throw notFound('verdict');
    const ticket = await accessTicket(tx, actor, row.ticketId, permission);
    const at = app.clock.now();
    await change(tx, row, at);
    await emit(tx, [resolveEvent(event, ticket.id, actor, at, { verdictId: id })]);
    return viewOf(tx, app, actor, ticket);
  });

export const objectTo = (app: App, actor: Actor, id: string, appeal: string): Promise<Reply> =>
  onVerdict(app, actor, id, { permission: 'ticket.note', event: 'resolve.verdict_appealed' }, async (tx, row, at) => {
    if (row.state !== 'given') throw new Problem('resolve.appeal_not_now', 409, { state: row.state });
    await setAppeal(tx, { id, appeal, by: actor.id, at });
  });

export const answerTo = (
  app: App,
  actor: Actor,
  id: string,
  { upheld, answer }: { upheld: boolean; answer: string },
): Promise<Reply> =>
  onVerdict(app, actor, id, { permission: give, event: 'resolve.verdict_answered' }, async (tx, row, at) => {
    if (row.state !== 'appealed') throw new Problem('resolve.appeal_not_now', 409, { state: row.state });
    if (!mayAnswer(actor, row)) throw new Problem('resolve.own_verdict', 403);
    await setAnswer(tx, { id, state: upheld ? 'upheld' : 'lifted', answer, by: actor.id, at });
  });
