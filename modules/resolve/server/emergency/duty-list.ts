import { departmentDirectory, peopleByIds } from '#modules/staff/server/index.ts';
import type { BodyOf, ReplyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { changeDutyList, readDutyList } from '../../contract.ts';
import { findDuty, findPlan, replaceDuty, type DutyRow } from './duty.queries.ts';

const viewOf = async (tx: Tx): Promise<ReplyOf<typeof readDutyList>> => {
  const duty = await findDuty(tx);
  const people = new Map(
    (
      await peopleByIds(
        tx,
        duty.map((one) => one.personId),
      )
    ).map((one) => [one.id, one]),
  );
  return {
    people: duty.map((one) => ({
      ...one,
      name: people.get(one.personId)?.displayName ?? '',
      active: people.get(one.personId)?.active ?? false,
    })),
    plan: await findPlan(tx),
  };
};

export const dutyListFor = (app: App): Promise<ReplyOf<typeof readDutyList>> => app.db.read(everything, viewOf);

export const saveDutyList = (app: App, wished: BodyOf<typeof changeDutyList>): Promise<ReplyOf<typeof readDutyList>> =>
  app.db.write(everything, async (tx) => {
    const ids = [...new Set(wished.people.map((one) => one.personId))];
    const active = (await peopleByIds(tx, ids)).filter((person) => person.active);
    if (active.length !== ids.length) throw new Problem('ticket.unknown_person', 422);
    const places = new Set(wished.people.map((one) => `${one.personId} ${one.departmentId}`));
    if (places.size !== wished.people.length) throw new Problem('resolve.duty_twice', 422);
    const directory = departmentDirectory(app);
    for (const { departmentId } of wished.people)
      if (departmentId !== null && !directory.department(departmentId))
        throw new Problem('ticket.unknown_department', 422);
    await replaceDuty(tx, wished, app.clock.now());
    return viewOf(tx);
  });

/** Who is called for a ticket of this department: each once, in the most special of his duties. */
export const calledFor = (
  duty: readonly DutyRow[],
  departmentId: string,
  parentOf: (id: string) => string | null,
): DutyRow[] => {
  const distance = new Map<string | null, number>();
  for (let at: string | null = departmentId; at !== null && !distance.has(at); at = parentOf(at))
    distance.set(at, distance.size);
  distance.set(null, distance.size);
  const nearest = new Map<string, DutyRow>();
  for (const one of duty) {
    const far = distance.get(one.departmentId);
    const known = nearest.get(one.personId);
    if (far === undefined || (known && (distance.get(known.departmentId) ?? 0) <= far)) continue;
    nearest.set(one.personId, one);
  }
  return [...nearest.values()];
};
