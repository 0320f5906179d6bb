import { peopleByIds } from '#modules/staff/server/index.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { seatsOf, stateOf, type RequestRecord } from './approval.queries.ts';
import type { RequestState } from './approval.state.ts';
import { renewSigners } from './signers.ts';

export type Loaded = { readonly row: RequestRecord; readonly state: RequestState };

/**
 * The request as an act or a time-out finds it. Planned signers of levels to come may have left since they were named:
 * somebody stands in their place before they are asked, or the level would wait for nobody.
 */
export const loadRequest = async (tx: Tx, row: RequestRecord): Promise<Loaded> => {
  const state = stateOf(row, await seatsOf(tx, [row.id]));
  const planned = [...new Set(row.levels.flatMap((level) => level.people))];
  const gone = (await peopleByIds(tx, planned)).some((person) => !person.active);
  if (!gone) return { row, state };
  const place = { requesterId: row.requestedBy, subjectDepartmentId: row.departmentId };
  const levels = await renewSigners(tx, row.levels, place);
  return { row: { ...row, levels }, state: { ...state, levels } };
};
