import {
  addFlow,
  approveRequest,
  bringInSigners,
  registerApprovalSubject,
  rejectRequest,
  requestApproval,
  resubmitRequestAgain,
  transferRequest,
  withdrawApproval,
} from '#modules/approval/server/index.ts';
import { createPerson, personActor } from '#modules/staff/server/index.ts';
import { startProcess } from '#app/server/assemble.ts';
import { authenticate, serverModules } from '#app/server/modules.ts';
import type { App } from '#platform/server/app.ts';
import { systemClock } from '#platform/server/clock/index.ts';
import { readConfig } from '#platform/server/config.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything } from '#platform/server/database/index.ts';
import { Problem } from '#platform/server/http/problem.ts';
import { openLog } from '#platform/server/log/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { examineApprovals, openSeats, type ApprovalVerdict } from './chaos-approvals.queries.ts';
import { openBenchInstance } from './instance.ts';

const kind = 'chaos_thing';
const lanes = 8;
/** How often the owner of each subject was told of an end. */
const told = new Map<string, number>();
registerApprovalSubject(kind, {
  onDecided: async (_tx, request) => {
    told.set(request.id, (told.get(request.id) ?? 0) + 1);
  },
});

const pick = <Item>(items: readonly Item[]): Item => {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};

/** Flows of every rule, one to three levels, over the same people, so that everybody meets everybody. */
const addFlows = async (app: App, admin: Actor, people: readonly Actor[]): Promise<number> => {
  const rules = [
    { kind: 'all' as const },
    { kind: 'any' as const },
    { kind: 'count' as const, count: 2 },
    { kind: 'percent' as const, percent: 60 },
  ];
  let count = 0;
  for (const rule of rules) {
    for (let levels = 1; levels <= 3; levels += 1) {
      await addFlow(app, admin, {
        kind,
        name: `chaos ${count}`,
        nameEn: '',
        sort: count,
        enabled: true,
        conditions: [{ fact: 'flow', is: 'eq', value: count }],
        levels: Array.from({ length: levels }, (_each, level) => ({
          name: `level ${level + 1}`,
          nameEn: '',
          rule: level % 2 === 0 ? rule : pick(rules),
          signers: people.slice(level * 3, level * 3 + 3).map((person) => ({
            kind: 'person' as const,
            personId: person.id ?? '',
          })),
          timeoutMinutes: null,
          timeoutIn: 'calendar' as const,
          onTimeout: 'remind' as const,
        })),
      });
      count += 1;
    }
  }
  return count;
};

type Tally = { runs: number; acts: number; done: number; refused: number; faults: number };

/** What somebody may try, wanted or not; most of it is refused. */
const randomAct = (app: App, people: readonly Actor[], requester: Actor, id: string): Promise<unknown> => {
  const who = Math.random() < 0.9 ? pick(people) : requester;
  const other = pick([...people, requester]).id ?? '';
  const comment = '';
  const dice = Math.random();
  if (dice < 0.55) return approveRequest(app, who, id, { comment, attachmentIds: [], round: undefined });
  if (dice < 0.7) {
    const to = pick([{ kind: 'end' as const }, { kind: 'start' as const }, { kind: 'level' as const, level: 1 }]);
    return rejectRequest(app, who, id, { reason: 'no', to, attachmentIds: [], round: undefined });
  }
  if (dice < 0.78) return transferRequest(app, who, id, { personId: other, comment });
  if (dice < 0.86)
    return bringInSigners(app, who, id, { personIds: [other], where: pick(['before', 'after'] as const), comment });
  if (dice < 0.92) return resubmitRequestAgain(app, requester, id, { comment, attachmentIds: [] });
  return withdrawApproval(app, requester, id, { comment });
};

const settled = async (tally: Tally, acts: readonly Promise<unknown>[]): Promise<void> => {
  for (const result of await Promise.allSettled(acts)) {
    tally.acts += 1;
    if (result.status === 'fulfilled') tally.done += 1;
    else if (result.reason instanceof Problem) tally.refused += 1;
    else {
      tally.faults += 1;
      process.stderr.write(`${String(result.reason)}\n`);
    }
  }
};

const agree = { comment: '', attachmentIds: [], round: undefined };

/** One request: bursts of acts at once, then everybody who is asked agrees, until it ends. */
const run = async (
  app: App,
  people: readonly Actor[],
  requester: Actor,
  flows: number,
  tally: Tally,
): Promise<void> => {
  const now = app.clock.now();
  const answered = await app.db.write(everything, (tx) =>
    requestApproval(tx, {
      subject: { kind, id: newId(now), title: 'chaos', link: '' },
      facts: { flow: Math.floor(Math.random() * flows) },
      requestedBy: requester,
      now,
    }),
  );
  if (answered.outcome === 'approved') throw new Error('no flow fits');
  const id = answered.requestId;
  await settled(
    tally,
    Array.from({ length: 5 }, () => randomAct(app, people, requester, id)),
  );
  for (let turn = 0; turn < 60; turn += 1) {
    const { status, personIds } = await app.db.read(everything, (tx) => openSeats(tx, id));
    if (status !== 'open' && status !== 'returned') break;
    const asked = people.filter((person) => personIds.includes(person.id ?? ''));
    // Twice each: of two clicks one counts.
    const acts =
      status === 'returned'
        ? [resubmitRequestAgain(app, requester, id, { comment: '', attachmentIds: [] })]
        : [...asked, ...asked].map((person) => approveRequest(app, person, id, agree));
    await settled(tally, acts);
  }
  tally.runs += 1;
};

const hire = async (app: App, count: number): Promise<Actor[]> => {
  const people: Actor[] = [];
  for (let n = 0; n < count; n += 1) {
    const at = app.clock.now();
    const actor = await app.db.write(everything, async (tx) => {
      const names = { username: `chaos-${n}`, displayName: `chaos ${n}` };
      const { id } = await createPerson(tx, {
        ...names,
        roleKey: n === 0 ? 'admin' : 'agent',
        departmentId: null,
        password: null,
        at,
      });
      return personActor(tx, id);
    });
    if (actor) people.push(actor);
  }
  return people;
};

export type ApprovalChaos = Tally & ApprovalVerdict & { toldTwice: number; untold: number; seconds: number };

/** Random people do random things to the same requests at once; none may be decided twice, or hang. */
export const chaosApprovals = async (runs: number, say: (line: string) => void): Promise<ApprovalChaos> => {
  const instance = await openBenchInstance(say);
  const config = readConfig({ PORT: '0', HUIYIN_DATA: instance.dataDir, LOG_LEVEL: 'silent', HUIYIN_ROLE: 'web' });
  const { databaseUrl } = instance;
  const log = openLog('silent');
  const parts = { config, databaseUrl, clock: systemClock, log, modules: serverModules, authenticate, idle: true };
  const running = await startProcess(parts);
  const { app } = running;
  const tally: Tally = { runs: 0, acts: 0, done: 0, refused: 0, faults: 0 };
  try {
    const [admin, requester, ...people] = await hire(app, 12);
    if (!admin || !requester) throw new Error('nobody to ask');
    const flows = await addFlows(app, admin, people);
    const began = performance.now();
    let begun = 0;
    const lane = async (): Promise<void> => {
      while (begun < runs) {
        begun += 1;
        if (begun % 500 === 0) say(`${begun} of ${runs} requests, ${tally.acts} acts, ${tally.faults} faults`);
        await run(app, people, requester, flows, tally);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    const verdict = await app.db.read(everything, (tx) => examineApprovals(tx, kind), 120_000);
    const seconds = Math.round((performance.now() - began) / 1000);
    const toldTwice = [...told.values()].filter((times) => times > 1).length;
    return { ...tally, ...verdict, toldTwice, untold: verdict.ended - told.size, seconds };
  } finally {
    await running.stop();
    await instance.stop();
  }
};
