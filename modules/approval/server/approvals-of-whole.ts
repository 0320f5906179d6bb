import type { App } from '#platform/server/app.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { canSeeRequest } from './approval.access.ts';
import { requestsByIds } from './approval.queries.ts';
import { eraseRequestWords } from './erase.queries.ts';
import { filesOfRequest, type FileRecord } from './file.queries.ts';
import { idsOfSubjects } from './list.queries.ts';
import { askedOf } from './stand-ins.ts';
import { subjectsOfWhole } from './subjects.ts';
import { viewRequest } from './view-request.ts';

export type WholeApproval = {
  readonly view: Awaited<ReturnType<typeof viewRequest>>;
  /** In the order of uploading; what they hold lies in `approvalFilesDir`. */
  readonly files: readonly FileRecord[];
};

/** Nobody asks more often about one ticket; the bound keeps a file of it printable. */
const most = 200;

/** All that was asked about one whole (a ticket) and that this person may read, oldest first. */
export const approvalsOfWhole = (app: App, actor: Actor, wholeId: string): Promise<WholeApproval[]> =>
  app.db.read(everything, async (tx) => {
    const asked = await askedOf(tx, actor.id ?? '', app.clock.now());
    const ids = await idsOfSubjects(tx, await subjectsOfWhole(tx, wholeId), most);
    const rows = new Map((await requestsByIds(tx, ids)).map((row) => [row.id, row]));
    const found: WholeApproval[] = [];
    for (const id of ids) {
      const row = rows.get(id);
      if (row && (await canSeeRequest(tx, actor, asked, row)))
        found.push({ view: await viewRequest(tx, app, actor, id), files: await filesOfRequest(tx, id) });
    }
    return found;
  });

/** Takes the words out of all that was asked about one whole, whose own words end now. */
export const eraseApprovalsOf = async (tx: Tx, wholeId: string): Promise<void> => {
  const ids = await idsOfSubjects(tx, await subjectsOfWhole(tx, wholeId), most);
  if (ids.length > 0) await eraseRequestWords(tx, ids);
};
