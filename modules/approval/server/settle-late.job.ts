import { z } from 'zod';
import type { App } from '#platform/server/app.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { defineJob } from '#platform/server/jobs/index.ts';
import { systemActor } from '#platform/server/session/actor.ts';
import { approvalEvent } from './approval.events.ts';
import { lockRequest, takeLateRequest } from './approval.queries.ts';
import { handUp, timeOut } from './approval.rules.ts';
import { readySeats, type RequestState, type Seat } from './approval.state.ts';
import { absencesAt } from './delegation.queries.ts';
import { idsAwaiting } from './list.queries.ts';
import { headsOf } from './signers.ts';
import { awaitedPeople } from './stand-ins.ts';
import { loadRequest, type Loaded } from './working-signers.ts';
import { applyChange, dueOf, type Change, type Deed } from './write-act.ts';

type Late = Loaded & { readonly at: Date };
type Told = Pick<Change, 'absences' | 'actor' | 'at'>;

const write = async (
  tx: Tx,
  app: App,
  { row, state }: Late,
  after: RequestState,
  deed: Deed,
  name: 'approval.reminded' | 'approval.escalated' | null,
  told: Told,
): Promise<void> => {
  const personIds = awaitedPeople(told.absences, after);
  const data = { kind: row.kind, subjectId: row.subjectId, personIds };
  const events = name === null ? [] : [approvalEvent(name, row.id, told.actor, told.at, data)];
  // The level's time begins anew: who was reminded in vain is reminded again.
  const dueAt = await dueOf(tx, after, row.levels, told.at);
  await applyChange(tx, app, { row, state }, { ...told, after, deed, events, row: { dueAt } });
};

/** Each open seat goes to the head of its holder; what has no such head stays and is reminded of. */
const escalate = async (tx: Tx, app: App, late: Late, seats: readonly Seat[], told: Told): Promise<void> => {
  const { row, state } = late;
  const heads = await headsOf(
    tx,
    seats.map((seat) => seat.personId),
    [row.requestedBy],
  );
  const heirs = new Map(
    seats.flatMap((seat) => {
      const above = heads.get(seat.personId) ?? [];
      return above.length === 0 ? [] : [[seat.no, above] as const];
    }),
  );
  const after = handUp(state, heirs);
  const toPeople = after.seats.flatMap((seat) => {
    const was = state.seats.find((each) => each.no === seat.no);
    return was && was.personId !== seat.personId ? [seat.personId] : [];
  });
  const went = toPeople.length > 0;
  const deed: Deed = {
    kind: went ? 'escalated' : 'reminded',
    toPeople: went ? toPeople : seats.map((s) => s.personId),
  };
  await write(tx, app, late, after, deed, went ? 'approval.escalated' : 'approval.reminded', told);
};

const settle = async (tx: Tx, app: App, late: Late): Promise<void> => {
  const { row, state, at } = late;
  const told: Told = { absences: await absencesAt(tx, at), actor: systemActor, at };
  const action = row.levels[row.level - 1]?.onTimeout ?? 'remind';
  const seats = readySeats(state);
  switch (action) {
    case 'remind': {
      const deed: Deed = { kind: 'reminded', toPeople: seats.map((seat) => seat.personId) };
      return write(tx, app, late, state, deed, 'approval.reminded', told);
    }
    case 'escalate':
      return escalate(tx, app, late, seats, told);
    case 'approve':
      return write(tx, app, late, timeOut(state, 'approve', at), { kind: 'timed_out' }, null, told);
    case 'reject': {
      const deed: Deed = { kind: 'timed_out', target: { kind: 'end' } };
      return write(tx, app, late, timeOut(state, 'reject', at), deed, null, told);
    }
  }
};

/** Does what the flow says for every level whose time is over; one transaction each. Returns how many. */
export const settleLate = async (app: App): Promise<number> => {
  for (let count = 0; ; count += 1) {
    const found = await app.db.write(everything, async (tx) => {
      const at = app.clock.now();
      const row = await takeLateRequest(tx, at);
      if (!row) return false;
      await settle(tx, app, { ...(await loadRequest(tx, row)), at });
      return true;
    });
    if (!found) return count;
  }
};

/** Whoever leaves waits nowhere: his open seats go to his head, so that no request is stuck with him. */
export const releaseSeatsOf = async (tx: Tx, app: App, personId: string): Promise<void> => {
  const at = app.clock.now();
  const told: Told = { absences: await absencesAt(tx, at), actor: systemActor, at };
  for (const id of await idsAwaiting(tx, personId)) {
    const row = await lockRequest(tx, id);
    if (row?.status !== 'open') continue;
    const loaded = await loadRequest(tx, row);
    const seats = loaded.state.seats.filter((seat) => seat.state === 'waiting' && seat.personId === personId);
    if (seats.length > 0) await escalate(tx, app, { ...loaded, at }, seats, told);
  }
};

export const settleLateJob = defineJob({
  name: 'approval.settle_late',
  payload: z.object({}),
  retry: { limit: 3, delaySeconds: 30, maxDelaySeconds: 300 },
  cron: '* * * * *',
  timeoutSeconds: 300,
  async run(app) {
    await settleLate(app);
  },
});
