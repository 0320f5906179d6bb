import { everything } from '#platform/server/database/index.ts';
import { serve } from '#platform/server/http/serve.ts';
import type { ServerModule } from '#platform/server/module.ts';
import * as contract from '../contract.ts';
import {
  approveRequest,
  bringInSigners,
  commentOnRequest,
  rejectRequest,
  resubmitRequestAgain,
  transferRequest,
  urgeRequest,
  withdrawApproval,
} from './act-on-request.ts';
import { visibleRequests } from './approval.access.ts';
import { approvalEventNames } from './approval.events.ts';
import { comeBack, delegate, listOwnDelegations } from './delegate.ts';
import { sendRequestFile, uploadFiles } from './files.ts';
import { countRequests, listRequests, readRequest } from './list-requests.ts';
import { addFlow, editFlow, listFlowsFor, removeFlow, tryFlow } from './manage-flow.ts';
import { releaseSeatsOf, settleLateJob } from './settle-late.job.ts';
import { askedOf } from './stand-ins.ts';
import { sweepFilesJob } from './sweep-files.job.ts';

export {
  approveRequest,
  bringInSigners,
  rejectRequest,
  resubmitRequestAgain,
  transferRequest,
  withdrawApproval,
} from './act-on-request.ts';
export { approvalEventNames, type ApprovalEventData, type ApprovalEventName } from './approval.events.ts';
export { addFlow } from './manage-flow.ts';
export { requestApproval, resubmitApproval } from './request-approval.ts';
export type { Answered, ApprovalWish, NewAsking, Subject } from './request-approval.ts';
export { requestTitles, type RequestTitle } from './request-titles.ts';
export { approvalsOfWhole, eraseApprovalsOf, type WholeApproval } from './approvals-of-whole.ts';
export { filesDir as approvalFilesDir } from './files.ts';
export { settleLate } from './settle-late.job.ts';
export { standInsAt } from './stand-ins.ts';
export { registerApprovalSubject } from './subjects.ts';
export { registerWorkingTime, type WorkingTime } from './working-time.ts';
export type { ApprovalSubject, DecidedRequest, Decision, Outcome } from './subjects.ts';

const requestRoutes = [
  serve(contract.listApprovals, 'approval.read', ({ app, actor, query }) => listRequests(app, actor, query)),
  serve(contract.countApprovals, 'approval.read', ({ app, actor }) => countRequests(app, actor)),
  serve(contract.readApproval, 'approval.read', ({ app, actor, params }) => readRequest(app, actor, params.id)),
  serve(contract.approve, 'approval.decide', ({ app, actor, params, body }) =>
    approveRequest(app, actor, params.id, body),
  ),
  serve(contract.reject, 'approval.decide', ({ app, actor, params, body }) =>
    rejectRequest(app, actor, params.id, body),
  ),
  serve(contract.addSigners, 'approval.decide', ({ app, actor, params, body }) =>
    bringInSigners(app, actor, params.id, body),
  ),
  serve(contract.transfer, 'approval.decide', ({ app, actor, params, body }) =>
    transferRequest(app, actor, params.id, body),
  ),
  serve(contract.withdraw, 'approval.decide', ({ app, actor, params, body }) =>
    withdrawApproval(app, actor, params.id, body),
  ),
  serve(contract.resubmit, 'approval.decide', ({ app, actor, params, body }) =>
    resubmitRequestAgain(app, actor, params.id, body),
  ),
  serve(contract.addComment, 'approval.decide', ({ app, actor, params, body }) =>
    commentOnRequest(app, actor, params.id, body),
  ),
  serve(contract.urge, 'approval.decide', ({ app, actor, params }) => urgeRequest(app, actor, params.id)),
];

const fileRoutes = [
  serve(contract.uploadApprovalFiles, 'approval.decide', async ({ app, actor, request }) => ({
    items: await uploadFiles(app, actor, request),
  })),
  serve(contract.readApprovalFile, 'approval.read', ({ app, actor, params, request, reply }) =>
    sendRequestFile(app, actor, params, request, reply),
  ),
];

const flowRoutes = [
  serve(contract.listFlows, 'approval.manage', ({ app }) => listFlowsFor(app)),
  serve(contract.createFlow, 'approval.manage', ({ app, actor, body }) => addFlow(app, actor, body)),
  serve(contract.changeFlow, 'approval.manage', ({ app, actor, params, body }) =>
    editFlow(app, actor, params.id, body),
  ),
  serve(contract.dropFlow, 'approval.manage', ({ app, actor, params }) => removeFlow(app, actor, params.id)),
  serve(contract.tryFlows, 'approval.manage', ({ app, actor, body }) => tryFlow(app, actor, body)),
];

const delegationRoutes = [
  serve(contract.listDelegations, 'approval.decide', ({ app, actor }) => listOwnDelegations(app, actor)),
  serve(contract.createDelegation, 'approval.decide', ({ app, actor, body }) => delegate(app, actor, body)),
  serve(contract.endDelegation, 'approval.decide', ({ app, actor, params }) => comeBack(app, actor, params.id)),
];

export const approvalModule: ServerModule = {
  name: 'approval',
  permissions: ['approval.read', 'approval.decide', 'approval.lead', 'approval.manage'],
  routes: [...requestRoutes, ...fileRoutes, ...flowRoutes, ...delegationRoutes],
  jobs: [settleLateJob, sweepFilesJob],
  subscribers: [
    {
      name: 'approval.release_seats',
      events: ['person.deactivated'],
      async handle(app, tx, events) {
        for (const event of events) await releaseSeatsOf(tx, app, event.subjectId);
      },
    },
  ],
  live: [
    {
      topic: 'approvals',
      events: approvalEventNames,
      visible: (app, actor, ids) =>
        app.db.read(everything, async (tx) =>
          visibleRequests(tx, actor, await askedOf(tx, actor.id ?? '', app.clock.now()), ids),
        ),
    },
    {
      topic: 'delegations',
      events: ['approval_delegation.changed'],
      visible: async (_app, actor, ids) => ids.filter((id) => id === actor.id),
    },
  ],
};
