import { sql } from 'kysely';
import type { StoredFileView } from '#platform/contract/stored-file.ts';
import type { Tx } from '#platform/server/database/index.ts';

export type FileRecord = StoredFileView & {
  requestId: string | null;
  uploadedBy: string;
  sha256: string;
  createdAt: Date;
};

const columns = sql`id, request_id as "requestId", uploaded_by as "uploadedBy", sha256, name, mime, kind,
  bytes::int as bytes, scanned, created_at as "createdAt"`;

export const fileView = ({ id, name, mime, kind, bytes, scanned }: FileRecord): StoredFileView => ({
  id,
  name,
  mime,
  kind,
  bytes,
  scanned,
});

export const insertFile = async (tx: Tx, row: FileRecord): Promise<void> => {
  await sql`insert into approval_file (id, request_id, uploaded_by, sha256, name, mime, kind, bytes, scanned, created_at)
    values (${row.id}, ${row.requestId}, ${row.uploadedBy}, ${row.sha256}, ${row.name}, ${row.mime}, ${row.kind},
      ${row.bytes}, ${row.scanned}, ${row.createdAt})`.execute(tx);
};

/** Gives uploads of this person to a request; how many of them went. A file of another request stays there. */
export const claimFiles = async (
  tx: Tx,
  claim: { requestId: string; personId: string; ids: readonly string[] },
): Promise<number> => {
  const done = await sql`update approval_file set request_id = ${claim.requestId}
    where id = any(${[...claim.ids]}) and uploaded_by = ${claim.personId} and request_id is null`.execute(tx);
  return Number(done.numAffectedRows ?? 0n);
};

export const filesOfRequest = async (tx: Tx, requestId: string): Promise<FileRecord[]> => {
  const found = await sql<FileRecord>`
    select ${columns} from approval_file where request_id = ${requestId} order by id`.execute(tx);
  return found.rows;
};

export const fileById = async (tx: Tx, id: string): Promise<FileRecord | null> => {
  const found = await sql<FileRecord>`select ${columns} from approval_file where id = ${id}`.execute(tx);
  return found.rows[0] ?? null;
};

/** One at a time per content: who notes a file and who clears it away must not overlap. Held until the transaction ends. */
export const lockContent = async (tx: Tx, sha256: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${sha256}, 31))`.execute(tx);
};

export const forgottenContents = async (tx: Tx, before: Date, limit: number): Promise<string[]> => {
  const found = await sql<{ sha256: string }>`select distinct sha256 from approval_file
    where request_id is null and created_at < ${before} limit ${limit}`.execute(tx);
  return found.rows.map((row) => row.sha256);
};

/** Drops the forgotten rows of a content; true when no row names it any more. */
export const dropForgotten = async (tx: Tx, sha256: string, before: Date): Promise<boolean> => {
  await sql`delete from approval_file where sha256 = ${sha256} and request_id is null and created_at < ${before}`.execute(
    tx,
  );
  const left = await sql`select 1 from approval_file where sha256 = ${sha256} limit 1`.execute(tx);
  return left.rows.length === 0;
};
