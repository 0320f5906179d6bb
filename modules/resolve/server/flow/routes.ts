import './decide-approval.ts';
import { serve } from '#platform/server/http/serve.ts';
import * as contract from '../../contract/flow.ts';
import { finishStep, moveRun, tickCheck } from './act-on-run.ts';
import {
  beginDraft,
  checkSpec,
  dropDraft,
  listFlows,
  publishDraft,
  readFlow,
  retireFlow,
  reviveVersion,
  saveDraft,
} from './manage-flows.ts';
import { tryFlow } from './try-flow.ts';
import { readRun } from './view-run.ts';

export const flowRoutes = [
  serve(contract.listWorkflows, 'flow.manage', ({ app }) => listFlows(app)),
  serve(contract.createWorkflow, 'flow.manage', ({ app, actor, body }) => beginDraft(app, actor, body.spec)),
  serve(contract.checkWorkflow, 'flow.manage', ({ app, body }) => checkSpec(app, body)),
  serve(contract.tryWorkflow, 'flow.manage', ({ app, actor, body }) => tryFlow(app, actor, body)),
  serve(contract.readWorkflow, 'flow.manage', ({ app, params, query }) => readFlow(app, params.id, query.no)),
  serve(contract.saveWorkflow, 'flow.manage', ({ app, actor, params, body }) => saveDraft(app, actor, params.id, body)),
  serve(contract.dropWorkflowDraft, 'flow.manage', ({ app, actor, params }) => dropDraft(app, actor, params.id)),
  serve(contract.publishWorkflow, 'flow.manage', ({ app, actor, params, body }) =>
    publishDraft(app, actor, params.id, body),
  ),
  serve(contract.retireWorkflow, 'flow.manage', ({ app, actor, params }) => retireFlow(app, actor, params.id)),
  serve(contract.reviveWorkflow, 'flow.manage', ({ app, actor, params }) =>
    reviveVersion(app, actor, params.id, params.no),
  ),
  serve(contract.readFlowRun, 'ticket.read', ({ app, actor, params }) => readRun(app, actor, params.number)),
  serve(contract.tickFlowCheck, 'ticket.transition', ({ app, actor, params, body }) =>
    tickCheck(app, actor, params.number, body),
  ),
  serve(contract.finishFlowStep, 'ticket.transition', ({ app, actor, params, body }) =>
    finishStep(app, actor, params.number, body),
  ),
  serve(contract.moveFlowRun, 'flow.manage', ({ app, actor, params, body }) =>
    moveRun(app, actor, params.number, body),
  ),
];
