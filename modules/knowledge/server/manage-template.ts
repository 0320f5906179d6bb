import type { z } from 'zod';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { Template, templateInput } from '../contract.ts';
import { insertTemplate, removeTemplate, templateById, updateTemplate, type TemplateRow } from './knowledge.queries.ts';

type Input = z.output<typeof templateInput>;

export const templateView = (row: TemplateRow): Template => ({ ...row, updatedAt: row.updatedAt.toISOString() });

const noteChange = (tx: Tx, actor: Actor, id: string, at: Date): Promise<void> =>
  emit(tx, [{ name: 'template.changed', subjectId: id, actor, at, data: {} }]);

/** Only replies can be added: which notices there are is decided by the steps that send them. */
export const addTemplate = (app: App, actor: Actor, input: Input): Promise<Template> =>
  app.db.write(actor.reach, async (tx) => {
    const at = app.clock.now();
    const id = newId(at);
    const row: TemplateRow = {
      ...input,
      id,
      key: `reply_${id.slice(-12)}`,
      purpose: 'reply',
      version: 1,
      updatedAt: at,
    };
    await insertTemplate(tx, row);
    await noteChange(tx, actor, id, at);
    return templateView(row);
  });

export const editTemplate = (
  app: App,
  actor: Actor,
  id: string,
  { version, ...input }: Input & { version?: number | undefined },
): Promise<Template> =>
  app.db.write(actor.reach, async (tx) => {
    const found = await templateById(tx, id);
    if (!found) throw notFound('template');
    if (version !== undefined && version !== found.version)
      throw new Problem('knowledge.changed', 409, { version: found.version });
    const at = app.clock.now();
    const row: TemplateRow = { ...found, ...input, version: found.version + 1, updatedAt: at };
    await updateTemplate(tx, row);
    await noteChange(tx, actor, id, at);
    return templateView(row);
  });

export const dropTemplate = (app: App, actor: Actor, id: string): Promise<void> =>
  app.db.write(actor.reach, async (tx) => {
    const found = await templateById(tx, id);
    if (!found) throw notFound('template');
    if (found.purpose === 'notice') throw new Problem('knowledge.notice_stays', 409, { title: found.title });
    await removeTemplate(tx, id);
    await noteChange(tx, actor, id, app.clock.now());
  });
