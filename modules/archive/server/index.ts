import { serve } from '#platform/server/http/serve.ts';
import type { ServerModule } from '#platform/server/module.ts';
import * as contract from '../contract.ts';
import { archiveTickets, readCasePdf, readCaseZip, readClosingFile } from '../contract.ts';
import { archiveOldJob } from './archive-old.job.ts';
import { archiveMany } from './archive-tickets.ts';
import { sendCasePdf, sendCaseZip } from './case-file/send-case-file.ts';
import { gatherCase } from './closing-file.ts';
import { eraseMany } from './retention/erase-retained.ts';
import { changeSetting, listRetentionFor, readSetting, setHold } from './retention/list-retention.ts';
import { retentionJob } from './retention/retention.job.ts';
import { keepArchived } from './retention/work-out.ts';
import { watchEnded } from './watch-ended.ts';

export { archiveOld } from './archive-old.job.ts';

const retentionRoutes = [
  serve(contract.listRetention, 'retention.manage', ({ app, actor, query }) => listRetentionFor(app, actor, query)),
  serve(contract.eraseRetained, 'retention.manage', ({ app, actor, body }) => eraseMany(app, actor, body)),
  serve(contract.holdRetained, 'retention.manage', ({ app, actor, params, body }) =>
    setHold(app, actor, params.number, body.reason),
  ),
  serve(contract.releaseRetained, 'retention.manage', ({ app, actor, params }) =>
    setHold(app, actor, params.number, null),
  ),
  serve(contract.readRetentionSetting, 'retention.manage', ({ app, actor }) => readSetting(app, actor)),
  serve(contract.changeRetentionSetting, 'retention.manage', ({ app, actor, body }) => changeSetting(app, actor, body)),
];

export const archiveModule: ServerModule = {
  name: 'archive',
  permissions: ['retention.manage'],
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
    ...retentionRoutes,
  ],
  subscribers: [watchEnded, keepArchived],
  jobs: [archiveOldJob, retentionJob],
};
