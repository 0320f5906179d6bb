import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';

export type ViewRow = {
  id: string;
  ownerId: string | null;
  name: string;
  query: unknown;
  shared: boolean;
  sort: number;
};

const columns = sql`id, owner_id as "ownerId", name, query, shared, sort`;

export const findViews = async (tx: Tx, personId: string | null): Promise<ViewRow[]> => {
  const found =
    await sql<ViewRow>`select ${columns} from ticket_view where owner_id = ${personId} or shared order by sort, name, id limit 200`.execute(
      tx,
    );
  return found.rows;
};

export const viewById = async (tx: Tx, id: string): Promise<ViewRow | null> => {
  const found = await sql<ViewRow>`select ${columns} from ticket_view where id = ${id}`.execute(tx);
  return found.rows[0] ?? null;
};

export const insertView = async (tx: Tx, row: ViewRow): Promise<void> => {
  await sql`insert into ticket_view (id, owner_id, name, query, shared, sort)
    values (${row.id}, ${row.ownerId}, ${row.name}, ${JSON.stringify(row.query)}::jsonb, ${row.shared}, ${row.sort})`.execute(
    tx,
  );
};

export const updateView = async (tx: Tx, row: ViewRow): Promise<void> => {
  await sql`update ticket_view set name = ${row.name}, query = ${JSON.stringify(row.query)}::jsonb, shared = ${row.shared}, sort = ${row.sort}
    where id = ${row.id}`.execute(tx);
};

export const deleteView = async (tx: Tx, id: string): Promise<void> => {
  await sql`delete from ticket_view where id = ${id}`.execute(tx);
};
