import { expect } from 'vitest';
import { z } from 'zod';
import type { Caller, TestApp } from '#test/app.ts';
import { eventually } from '#test/eventually.ts';

const receipt = z.object({ number: z.string(), trackingUrl: z.string() });

export type Case = { number: string; token: string; path: string };

const tokenOf = (url: string): string => new URL(url).pathname.split('/').at(-1) ?? '';

/** A complaint by the public form. */
export const openCase = async (test: TestApp, contact: object = {}, language = 'zh-CN'): Promise<Case> => {
  const reply = await test.anyone(
    'POST',
    '/api/public/feedback',
    { content: '除湿机三天没动，家里等着用。', kind: 'complaint', contact },
    { 'accept-language': language },
  );
  expect(reply.status, reply.text).toBe(201);
  const { number, trackingUrl } = receipt.parse(reply.body);
  const token = tokenOf(trackingUrl);
  return { number, token, path: `/api/public/tracking/${token}` };
};

/** An agent replies and declares it answered. */
export const answerCase = async (
  agent: Caller,
  number: string,
  body = '新机今天发出，预计后天送到。',
): Promise<void> => {
  const said = await agent('POST', `/api/tickets/${number}/messages`, {
    direction: 'out',
    body,
  });
  expect(said.status, said.text).toBe(201);
  const step = await agent('POST', `/api/tickets/${number}/transitions`, { action: 'answer' });
  expect(step.status, step.text).toBe(200);
};

const tracking = z.object({ surveyPath: z.string().nullable() });

/** The token of the survey once the invitation has been written. */
export const surveyTokenOf = (test: TestApp, path: string): Promise<string> =>
  eventually(async () => {
    const { surveyPath } = tracking.parse((await test.anyone('GET', path)).body);
    if (surveyPath === null) throw new Error('no survey yet');
    return surveyPath.split('/').at(-1) ?? '';
  });

const state = z.object({ state: z.string() });

export const stateOf = async (someone: Caller, number: string): Promise<string> =>
  state.parse((await someone('GET', `/api/tickets/${number}`)).body).state;
