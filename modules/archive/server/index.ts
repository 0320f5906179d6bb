import { serve } from '#platform/server/http/serve.ts';
import type { ServerModule } from '#platform/server/module.ts';
import { archiveTickets, readCasePdf, readCaseZip, readClosingFile } from '../contract.ts';
import { archiveOldJob } from './archive-old.job.ts';
import { archiveMany } from './archive-tickets.ts';
import { sendCasePdf, sendCaseZip } from './case-file/send-case-file.ts';
import { gatherCase } from './closing-file.ts';
import { watchEnded } from './watch-ended.ts';

export { archiveOld } from './archive-old.job.ts';

export const archiveModule: ServerModule = {
  name: 'archive',
  permissions: ['ticket.archive'],
  routes: [
    serve(archiveTickets, 'ticket.archive', ({ app, actor, body }) => archiveMany(app, actor, body)),
    serve(readClosingFile, 'ticket.read', async ({ app, actor, params, reply }) => {
      const { file } = await gatherCase(app, actor, params.number);
      const name = `huiyin-${String(file.ticket['number'])}.json`;
      await reply
        .type('application/json; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('cache-control', 'no-store')
        .send(JSON.stringify(file, null, 2));
      return file;
    }),
    serve(readCasePdf, 'ticket.read', ({ app, actor, params, query, reply }) =>
      sendCasePdf(app, actor, { ...params, ...query }, reply),
    ),
    serve(readCaseZip, 'ticket.read', ({ app, actor, params, query, reply }) =>
      sendCaseZip(app, actor, { ...params, ...query }, reply),
    ),
  ],
  subscribers: [watchEnded],
  jobs: [archiveOldJob],
};
