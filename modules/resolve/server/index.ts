import { startClocks } from '#modules/sla/server/index.ts';
import { splitTicket, ticketsByIds } from '#modules/ticket/server/index.ts';
import { serve } from '#platform/server/http/serve.ts';
import type { ServerModule } from '#platform/server/module.ts';
import { may } from '#platform/server/session/actor.ts';
import * as contract from '../contract.ts';
import './erase.queries.ts';
import { addLine, changeLine, dropLine, markPaid, readCompensation, submitLine } from './compensation/compensate.ts';
import { callForLevelOne } from './emergency/call-team.ts';
import { dutyListFor, saveDutyList } from './emergency/duty-list.ts';
import {
  answerAsMember,
  callByHand,
  emergenciesOf,
  readEmergencyOf,
  readOneEmergency,
  say,
  sendHome,
  tick,
} from './emergency/run-emergency.ts';
import { followPauses } from './flow/follow-pauses.ts';
import { followTickets } from './flow/follow-tickets.ts';
import { lateStepsJob } from './flow/late-steps.job.ts';
import { flowRoutes } from './flow/routes.ts';
import { answerLight, handOverUnsolved } from './auto-answer/answer-light.ts';
import { autoRoutes } from './auto-answer/routes.ts';
import { watchTeamsJob } from './emergency/watch-teams.job.ts';
import { reportRoutes } from './report/routes.ts';
import { resolveEventNames } from './resolve.events.ts';
import { askForHelp, giveResult, readHelpOf, readOneHelp } from './help/ask-help.ts';
import { answerTo, holdResponsible, objectTo, readVerdicts } from './judge/give-verdict.ts';
import { choose, readOptions, readRiskOf, writeOption } from './judge/weigh-options.ts';
import { readWaiting } from './steps/ask-first.ts';
import { findSimilar } from './similar/find-similar.ts';

export { bindByHand } from './flow/act-on-run.ts';
export { listFlows, publishDraft } from './flow/manage-flows.ts';

const helpRoutes = [
  serve(contract.listHelp, 'ticket.read', ({ app, actor, params }) => readHelpOf(app, actor, params.number)),
  serve(contract.askHelp, 'ticket.note', ({ app, actor, params, body }) => askForHelp(app, actor, params.number, body)),
  serve(contract.readHelp, 'ticket.read', ({ app, actor, params }) => readOneHelp(app, actor, params.id)),
  serve(contract.answerHelp, 'ticket.note', ({ app, actor, params, body }) =>
    giveResult(app, actor, params.id, body.result),
  ),
];

const compensationRoutes = [
  serve(contract.listCompensation, 'ticket.read', ({ app, actor, params }) =>
    readCompensation(app, actor, params.number),
  ),
  serve(contract.addCompensation, 'compensation.write', ({ app, actor, params, body }) =>
    addLine(app, actor, params.number, body),
  ),
  serve(contract.changeCompensation, 'compensation.write', ({ app, actor, params, body }) =>
    changeLine(app, actor, params.id, body),
  ),
  serve(contract.dropCompensation, 'compensation.write', ({ app, actor, params }) => dropLine(app, actor, params.id)),
  serve(contract.submitCompensation, 'compensation.write', ({ app, actor, params, body }) =>
    submitLine(app, actor, params.id, body.reason),
  ),
  serve(contract.payCompensation, 'compensation.pay', ({ app, actor, params, body }) =>
    markPaid(app, actor, params.id, body.reference),
  ),
];

const emergencyRoutes = [
  serve(contract.emergencyOf, 'ticket.read', ({ app, actor, params }) => readEmergencyOf(app, actor, params.number)),
  serve(contract.callEmergency, 'emergency.lead', ({ app, actor, params }) => callByHand(app, actor, params.number)),
  serve(contract.myEmergencies, 'ticket.read', ({ app, actor }) => emergenciesOf(app, actor)),
  serve(contract.readEmergency, 'ticket.read', ({ app, actor, params }) => readOneEmergency(app, actor, params.id)),
  serve(contract.answerCall, 'ticket.read', ({ app, actor, params }) => answerAsMember(app, actor, params.id)),
  serve(contract.writeLog, 'ticket.read', ({ app, actor, params, body }) => say(app, actor, params.id, body.body)),
  serve(contract.tickCheck, 'ticket.read', ({ app, actor, params }) => tick(app, actor, params.id, params.no)),
  serve(contract.standDown, 'ticket.read', ({ app, actor, params, body }) =>
    sendHome(app, actor, params.id, body.reason),
  ),
  serve(contract.readDutyList, 'emergency.manage', ({ app }) => dutyListFor(app)),
  serve(contract.changeDutyList, 'emergency.manage', ({ app, body }) => saveDutyList(app, body)),
];

const judgeRoutes = [
  serve(contract.listOptions, 'ticket.read', ({ app, actor, params }) => readOptions(app, actor, params.number)),
  serve(contract.addOption, 'ticket.note', ({ app, actor, params, body }) =>
    writeOption(app, actor, params.number, body),
  ),
  serve(contract.chooseOption, 'ticket.transition', ({ app, actor, params, body }) =>
    choose(app, actor, params.id, body.reason),
  ),
  serve(contract.readRisk, 'ticket.read', ({ app, actor, params }) => readRiskOf(app, actor, params.number)),
  serve(contract.listVerdicts, 'ticket.read', ({ app, actor, params }) => readVerdicts(app, actor, params.number)),
  serve(contract.giveVerdict, 'verdict.give', ({ app, actor, params, body }) =>
    holdResponsible(app, actor, params.number, body),
  ),
  serve(contract.appealVerdict, 'ticket.note', ({ app, actor, params, body }) =>
    objectTo(app, actor, params.id, body.appeal),
  ),
  serve(contract.answerAppeal, 'verdict.give', ({ app, actor, params, body }) => answerTo(app, actor, params.id, body)),
];

export const resolveModule: ServerModule = {
  name: 'resolve',
  permissions: [
    'compensation.write',
    'compensation.pay',
    'emergency.lead',
    'emergency.manage',
    'verdict.give',
    'flow.manage',
    'flow.lead',
    'auto_answer.manage',
    'auto_answer.review',
  ],
  routes: [
    serve(contract.readSimilar, 'ticket.read', ({ app, actor, params, query }) =>
      findSimilar(app, actor, params.number, query.limit),
    ),
    serve(contract.splitOff, 'ticket.transition', ({ app, actor, params, body }) =>
      app.db.write(actor.reach, (tx) => splitTicket(tx, app, actor, params.number, body, startClocks)),
    ),
    serve(contract.readWaitingStep, 'ticket.read', ({ app, actor, params }) => readWaiting(app, actor, params.number)),
    ...helpRoutes,
    ...compensationRoutes,
    ...emergencyRoutes,
    ...judgeRoutes,
    ...flowRoutes,
    ...autoRoutes,
    ...reportRoutes,
  ],
  subscribers: [callForLevelOne, followTickets, followPauses, answerLight, handOverUnsolved],
  jobs: [lateStepsJob, watchTeamsJob],
  live: [
    {
      topic: 'resolve',
      events: resolveEventNames,
      visible: async (app, actor, ids) =>
        may(actor, 'ticket.read')
          ? app.db.read(actor.reach, async (tx) => (await ticketsByIds(tx, ids)).map((ticket) => ticket.id))
          : [],
    },
    {
      topic: 'workflows',
      events: ['workflow.changed'],
      visible: (_app, actor, ids) => Promise.resolve(may(actor, 'flow.manage') ? ids : []),
    },
  ],
};
