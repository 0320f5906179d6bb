import { expect } from 'vitest';
import { eventually } from '#test/eventually.ts';
import type { Caller } from '#test/app.ts';
import {
  flowSpecSchema,
  flowView,
  readFlowRun,
  type FlowRunReply,
  type FlowRunView,
  type FlowSpec,
  type FlowStep,
  type FlowView,
} from '../../contract/flow.ts';

/** For tests of flows only. */

type StepWish = Partial<FlowStep> & Pick<FlowStep, 'key' | 'state'>;

export const makeStep = (wish: StepWish): object => ({ name: `步骤 ${wish.key}`, nameEn: `Step ${wish.key}`, ...wish });

export const makeWay = (to: string, more: object = {}): FlowStep['ways'][number] => ({
  key: `to_${to}`,
  to,
  name: `去 ${to}`,
  nameEn: `To ${to}`,
  when: [],
  ...more,
});

export const makeSpec = (steps: readonly StepWish[], more: object = {}): FlowSpec =>
  flowSpecSchema.parse({ name: '测试流程', nameEn: 'Test flow', steps: steps.map(makeStep), ...more });

/** Accept, verify, solve, wait for the customer: one step each. */
export const plainSteps = (
  more: Partial<Record<'accept' | 'verify' | 'solve' | 'confirm', Partial<FlowStep>>> = {},
) => [
  { key: 'accept', state: 'new' as const, ways: [makeWay('verify')], ...more.accept },
  { key: 'verify', state: 'verifying' as const, ways: [makeWay('solve')], ...more.verify },
  { key: 'solve', state: 'resolving' as const, ways: [makeWay('confirm')], ...more.solve },
  { key: 'confirm', state: 'awaiting' as const, ...more.confirm },
];

export const draftOf = async (admin: Caller, spec: FlowSpec): Promise<FlowView> => {
  const answer = await admin('POST', '/api/workflows', { spec });
  expect(answer.status, answer.text).toBe(201);
  return flowView.parse(answer.body);
};

export const publish = async (admin: Caller, draft: Pick<FlowView, 'id' | 'no' | 'edit'>): Promise<FlowView> => {
  const answer = await admin('POST', `/api/workflows/${draft.id}/publish`, { no: draft.no, edit: draft.edit });
  expect(answer.status, answer.text).toBe(200);
  return flowView.parse(answer.body);
};

export const published = async (admin: Caller, spec: FlowSpec): Promise<FlowView> =>
  publish(admin, await draftOf(admin, spec));

export const retireAll = async (admin: Caller, ids: readonly string[]): Promise<void> => {
  for (const id of ids) expect((await admin('POST', `/api/workflows/${id}/retire`)).status).toBe(200);
};

export const replyOf = async (by: Caller, number: string): Promise<FlowRunReply> => {
  const answer = await by('GET', `/api/workflow-runs/${number}`);
  expect(answer.status, answer.text).toBe(200);
  return readFlowRun.reply.parse(answer.body);
};

/** The run as soon as the event that binds or moves it was handled. */
export const runAt = (by: Caller, number: string, stepKey: string): Promise<FlowRunView> =>
  eventually(async () => {
    const { run } = await replyOf(by, number);
    if (run?.step.key !== stepKey) throw new Error(`stands at ${run?.step.key ?? 'nothing'}`);
    return run;
  });

export const finish = (by: Caller, number: string, visit: number, way: string | null, more: object = {}) =>
  by('POST', `/api/workflow-runs/${number}/finish`, { visit, way, ...more });

export const tick = (by: Caller, number: string, visit: number, check: string, done = true) =>
  by('POST', `/api/workflow-runs/${number}/checks`, { visit, check, done });
