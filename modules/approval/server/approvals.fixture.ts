import { expect } from 'vitest';
import { personActor } from '#modules/staff/server/index.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything } from '#platform/server/database/index.ts';
import type { Caller, TestApp } from '#test/app.ts';
import {
  createFlow,
  listApprovals,
  readApproval,
  type FlowLevel,
  type LevelRule,
  type RequestView,
  type SignerSpec,
} from '../contract.ts';
import { registerApprovalSubject, requestApproval, type Answered, type Outcome } from './index.ts';

/** What the owner of the subjects was told, by subject. */
export const told = new Map<string, (Outcome | 'returned')[]>();
const note = (subjectId: string, outcome: Outcome | 'returned'): void => {
  told.set(subjectId, [...(told.get(subjectId) ?? []), outcome]);
};

/** Subjects that everybody who holds these ids may read. */
export const readable = new Set<string>();

export const testKind = 'test_thing';
registerApprovalSubject(testKind, {
  onDecided: async (_tx, request, outcome) => note(request.subjectId, outcome),
  onReturned: async (_tx, request) => note(request.subjectId, 'returned'),
  canSee: async (_tx, _actor, subjectId) => readable.has(subjectId),
});

export const idOf = (caller: Caller): string => {
  if (caller.personId === null) throw new Error('nobody');
  return caller.personId;
};

export const person = (caller: Caller): SignerSpec => ({ kind: 'person', personId: idOf(caller) });

type LevelWish = Partial<Omit<FlowLevel, 'signers' | 'rule'>> & {
  readonly rule?: LevelRule;
  readonly signers: readonly SignerSpec[];
};

export const levelOf = ({ signers, ...more }: LevelWish): FlowLevel => ({
  name: '复核',
  nameEn: 'Review',
  rule: { kind: 'all' },
  timeoutMinutes: null,
  timeoutIn: 'calendar',
  onTimeout: 'remind',
  ...more,
  signers: [...signers],
});

let flows = 0;

/** A flow that only requests with its own number meet. */
export const addTestFlow = async (admin: Caller, levels: readonly LevelWish[]): Promise<number> => {
  flows += 1;
  const body = {
    kind: testKind,
    name: `第 ${flows} 个流程`,
    conditions: [{ fact: 'flow', is: 'eq', value: flows }],
    levels: levels.map(levelOf),
  };
  const answer = await admin('POST', '/api/approval-flows', body);
  expect(answer.status, answer.text).toBe(201);
  createFlow.reply.parse(answer.body);
  return flows;
};

export const askFor = async (
  { app }: Pick<TestApp, 'app'>,
  requester: Caller,
  facts: Record<string, string | number | boolean>,
  kind = testKind,
  subjectId = newId(app.clock.now()),
): Promise<Answered & { subjectId: string }> => {
  const now = app.clock.now();
  const answered = await app.db.write(everything, async (tx) => {
    const actor = await personActor(tx, idOf(requester));
    if (!actor) throw new Error('the requester is not there');
    const subject = { kind, id: subjectId, title: '补偿 ¥800', link: '/tickets/38274165' };
    return requestApproval(tx, { subject, facts, requestedBy: actor, now, reason: '客户等了三天' });
  });
  return { ...answered, subjectId };
};

/** A request under way, by levels that are its own. */
export const openRequest = async (
  test: TestApp,
  admin: Caller,
  requester: Caller,
  levels: readonly LevelWish[],
): Promise<{ id: string; subjectId: string; url: string; flow: number }> => {
  const flow = await addTestFlow(admin, levels);
  const { requestId, subjectId } = await askFor(test, requester, { flow });
  if (requestId === null) throw new Error('approved at once');
  return { id: requestId, subjectId, url: `/api/approvals/${requestId}`, flow };
};

export const look = async (caller: Caller, id: string): Promise<RequestView> => {
  const answer = await caller('GET', `/api/approvals/${id}`);
  expect(answer.status, answer.text).toBe(200);
  return readApproval.reply.parse(answer.body);
};

export const listed = async (caller: Caller, view = 'mine'): Promise<string[]> => {
  const answer = await caller('GET', `/api/approvals?view=${view}&limit=200`);
  expect(answer.status, answer.text).toBe(200);
  return listApprovals.reply.parse(answer.body).items.map((item) => item.id);
};
