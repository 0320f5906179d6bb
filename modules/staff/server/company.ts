import type { BodyOf, ReplyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { readCompanyName, renameCompany } from '#platform/server/database/instance.queries.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { changeCompany, readCompany } from '../contract.ts';

export const readCompanyFor = (app: App, actor: Actor): Promise<ReplyOf<typeof readCompany>> =>
  app.db.read(actor.reach, async (tx) => ({ name: await readCompanyName(tx) }));

export const changeCompanyName = (
  app: App,
  actor: Actor,
  { name }: BodyOf<typeof changeCompany>,
): Promise<ReplyOf<typeof readCompany>> =>
  app.db.write(actor.reach, async (tx) => {
    await renameCompany(tx, name);
    return { name };
  });
