import { readCompanyName } from '#platform/server/database/instance.queries.ts';
import { serve } from '#platform/server/http/serve.ts';
import type { ServerModule } from '#platform/server/module.ts';
import { may } from '#platform/server/session/actor.ts';
import { changeTemplate, createTemplate, deleteTemplate, listTemplates } from '../contract.ts';
import { replyTemplateById, selectTemplates } from './knowledge.queries.ts';
import { addTemplate, dropTemplate, editTemplate, templateView } from './manage-template.ts';

export { addTemplate } from './manage-template.ts';
export { countMacroUse, macroById, selectMacros, type MacroRow } from './macro.queries.ts';
export { addMacro, changeMacro, dropMacro, macroForChange, type MacroText } from './macros.ts';
export { noticeText, openNoticeBook, type NoticeBook, type NoticeText } from './notice-text.ts';

/** The words of a reply template that is in use; null when it was deleted or switched off. */
export const replyTemplate = replyTemplateById;

export const knowledgeModule: ServerModule = {
  name: 'knowledge',
  permissions: ['template.read', 'template.manage'],
  routes: [
    serve(listTemplates, 'template.read', ({ app, actor, query }) =>
      app.db.read(actor.reach, async (tx) => ({
        items: (await selectTemplates(tx, query)).map(templateView),
        companyName: await readCompanyName(tx),
      })),
    ),
    serve(createTemplate, 'template.manage', ({ app, actor, body }) => addTemplate(app, actor, body)),
    serve(changeTemplate, 'template.manage', ({ app, actor, params, body }) =>
      editTemplate(app, actor, params.id, body),
    ),
    serve(deleteTemplate, 'template.manage', async ({ app, actor, params }) => {
      await dropTemplate(app, actor, params.id);
      return undefined;
    }),
  ],
  live: [
    {
      topic: 'template',
      events: ['template.changed'],
      visible: (_app, actor, ids) => Promise.resolve(may(actor, 'template.read') ? ids : []),
    },
    {
      topic: 'macro',
      events: ['macro.changed'],
      visible: (_app, actor, ids) => Promise.resolve(may(actor, 'ticket.read') ? ids : []),
    },
  ],
};
