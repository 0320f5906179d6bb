import { expect } from 'vitest';
import { listFlows } from '#modules/approval/contract.ts';
import type { Caller } from './app.ts';

/** A company that asks nobody for this: what is under test is the step and not its approval. */
export const dropFlows = async (admin: Caller, kind: string): Promise<void> => {
  const flows = listFlows.reply.parse((await admin('GET', '/api/approval-flows')).body);
  for (const flow of flows.items)
    if (flow.kind === kind) expect((await admin('DELETE', `/api/approval-flows/${flow.id}`)).status).toBeLessThan(300);
};
