import type { FastifyReply } from 'fastify';
import { serve, type ServedRoute } from '#platform/server/http/serve.ts';
import * as contract from '../../contract/report.ts';
import { exportVerdicts, scoreVerdicts } from './score-verdicts.ts';
import { exportCompensation, reportCompensation } from './sum-compensation.ts';

const sendCsv = async (reply: FastifyReply, name: string, text: string): Promise<string> => {
  await reply
    .headers({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
    })
    .send(text);
  return text;
};

export const reportRoutes: readonly ServedRoute[] = [
  serve(contract.readCompensationReport, 'ticket.read', ({ app, actor, query }) =>
    reportCompensation(app, actor, query),
  ),
  serve(contract.downloadCompensationReport, 'ticket.read', async ({ app, actor, query, reply }) =>
    sendCsv(reply, `compensation-${query.from}-${query.to}.csv`, await exportCompensation(app, actor, query)),
  ),
  serve(contract.readScores, 'verdict.give', ({ app, actor, query }) => scoreVerdicts(app, actor, query)),
  serve(contract.downloadScores, 'verdict.give', async ({ app, actor, query, reply }) =>
    sendCsv(reply, `verdicts-${query.from}-${query.to}.csv`, await exportVerdicts(app, actor, query)),
  ),
];
