import type { Tx } from '#platform/server/database/index.ts';
import { requestsByIds, type RequestRecord } from './approval.queries.ts';

export type RequestTitle = Pick<RequestRecord, 'id' | 'kind' | 'subjectId' | 'title' | 'status'>;

/** What signers read first, for those who remind them. */
export const requestTitles = async (tx: Tx, ids: readonly string[]): Promise<RequestTitle[]> =>
  (await requestsByIds(tx, ids)).map(({ id, kind, subjectId, title, status }) => ({
    id,
    kind,
    subjectId,
    title,
    status,
  }));
