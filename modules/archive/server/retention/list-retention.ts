import { z } from 'zod';
import { profileName } from '#modules/sla/server/index.ts';
import { peopleByIds } from '#modules/staff/server/index.ts';
import type { QueryOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { listRetention, retentionRow } from '../../contract.ts';
import { lockRetained } from './erase-retained.ts';
import { demandKeeper } from './retention.access.ts';
import {
  pageOfRetention,
  readEraseByJob,
  saveEraseByJob,
  saveRetention,
  type Place,
  type RetentionRecord,
} from './retention.queries.ts';

type View = z.input<typeof retentionRow>;

const cursorSchema = z.tuple([z.iso.datetime(), z.uuid()]);

const placeIn = (cursor: string | undefined): Place | null => {
  const [at, ticketId] = cursorSchema.safeParse(cursor?.split(' ')).data ?? [];
  return at === undefined || ticketId === undefined ? null : { at: new Date(at), ticketId };
};

const viewsOf = async (tx: Tx, app: App, rows: readonly RetentionRecord[]): Promise<View[]> => {
  const ids = rows.flatMap((row) => [row.heldBy, row.erasedBy]).filter((id) => id !== null);
  const names = new Map((await peopleByIds(tx, [...new Set(ids)])).map((one) => [one.id, one.displayName]));
  return rows.map((row) => ({
    ticketId: row.ticketId,
    number: row.number,
    endedAt: row.endedAt.toISOString(),
    keepUntil: row.keepUntil?.toISOString() ?? null,
    months: row.months,
    rule: row.rule === '' ? null : (profileName(app, row.rule) ?? { name: row.rule, nameEn: '' }),
    hold: row.heldAt && {
      at: row.heldAt.toISOString(),
      by: names.get(row.heldBy ?? '') ?? '',
      reason: row.holdReason,
    },
    erased: row.erasedAt && {
      at: row.erasedAt.toISOString(),
      by: row.erasedBy === null ? null : (names.get(row.erasedBy) ?? ''),
      reason: row.eraseReason,
    },
  }));
};

const placeOf = (row: RetentionRecord, view: QueryOf<typeof listRetention>['view']): Date | null =>
  view === 'held' ? row.heldAt : view === 'erased' ? row.erasedAt : row.keepUntil;

export const listRetentionFor = (app: App, actor: Actor, { view, cursor, limit }: QueryOf<typeof listRetention>) =>
  app.db.read(everything, async (tx) => {
    demandKeeper(actor);
    const rows = await pageOfRetention(tx, view, app.clock.now(), placeIn(cursor), limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const at = last && placeOf(last, view);
    return {
      items: await viewsOf(tx, app, page),
      nextCursor: rows.length > limit && last && at ? `${at.toISOString()} ${last.ticketId}` : null,
    };
  });

/** With a reason it is held back, without one no longer. */
export const setHold = (app: App, actor: Actor, number: string, reason: string | null): Promise<View> =>
  app.db.write(everything, async (tx) => {
    demandKeeper(actor);
    const row = await lockRetained(tx, app, number);
    if (row.erasedAt !== null) throw new Problem('archive.retention_erased', 409);
    const at = app.clock.now();
    const held =
      reason === null
        ? { heldAt: null, heldBy: null, holdReason: '' }
        : { heldAt: at, heldBy: actor.id, holdReason: reason };
    const next = { ...row, ...held };
    await saveRetention(tx, next);
    const name = reason === null ? 'archive.released' : 'archive.held';
    await emit(tx, [{ name, subjectId: row.ticketId, actor, at, data: { number: row.number } }]);
    const [view] = await viewsOf(tx, app, [next]);
    if (!view) throw new Error('a row has a view');
    return view;
  });

export const readSetting = (app: App, actor: Actor) =>
  app.db.read(everything, async (tx) => {
    demandKeeper(actor);
    return { eraseByJob: await readEraseByJob(tx) };
  });

export const changeSetting = (app: App, actor: Actor, { eraseByJob }: { eraseByJob: boolean }) =>
  app.db.write(everything, async (tx) => {
    demandKeeper(actor);
    await saveEraseByJob(tx, eraseByJob, actor.id, app.clock.now());
    return { eraseByJob };
  });
