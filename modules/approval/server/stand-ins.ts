import type { Tx } from '#platform/server/database/index.ts';
import type { RequestState, Voter } from './approval.state.ts';
import { readySeats } from './approval.state.ts';
import { absencesAt } from './delegation.queries.ts';
import { representedBy, seatsOpenTo, standInOf, type Absence } from './stand-in.rules.ts';
import type { Asked } from './list.queries.ts';

/** Who votes on this request: himself, and for whom he stands in just now. */
export const voterOn = (absences: readonly Absence[], personId: string, requesterId: string): Voter => ({
  personId,
  standsInFor: seatsOpenTo(representedBy(absences, personId), requesterId),
});

/** Everybody whose signature is awaited, with the stand-ins of the absent. */
export const awaitedPeople = (absences: readonly Absence[], state: RequestState): string[] => [
  ...new Set(
    readySeats(state).flatMap((seat) => {
      const standIn = standInOf(absences, seat.personId, state.requesterId);
      return standIn === null ? [seat.personId] : [seat.personId, standIn];
    }),
  ),
];

export const askedOf = async (tx: Tx, personId: string, now: Date): Promise<Asked> => {
  const represented = representedBy(await absencesAt(tx, now), personId);
  return {
    personId,
    people: [personId, ...represented.map((each) => each.personId)],
    barred: represented.flatMap((each) =>
      [...each.via, each.personId].map((requesterId) => ({ personId: each.personId, requesterId })),
    ),
  };
};

/** Who stands in for everybody who is out of office at this time, at the end of each chain. */
export const standInsAt = async (tx: Tx, now: Date): Promise<Map<string, string>> => {
  const absences = await absencesAt(tx, now);
  return new Map(
    absences.flatMap(({ from }): [string, string][] => {
      const standIn = standInOf(absences, from, '');
      return standIn === null ? [] : [[from, standIn]];
    }),
  );
};
