import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { startTestApp, type TestApp } from '#test/app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp({ role: 'web' });
});
afterAll(() => test.stop());

const first = { username: 'boss', displayName: '老板', password: 'a long password', departmentName: '客服中心' };

it('the first start offers to create the administrator, and gives it to exactly one', async () => {
  expect((await test.anyone('GET', '/api/setup')).body).toEqual({ needed: true });
  const racing = await Promise.all(
    [1, 2, 3, 4].map((n) => test.anyone('POST', '/api/setup', { ...first, username: `boss${n}` })),
  );
  expect(racing.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409]);
  expect((await test.anyone('GET', '/api/setup')).body).toEqual({ needed: false });
  const winner = racing.find((answer) => answer.status === 201);
  const { token, permissions, reach } = z
    .object({ token: z.string(), permissions: z.array(z.string()), reach: z.string() })
    .parse(winner?.body);
  expect([permissions.includes('staff.manage'), reach]).toEqual([true, 'all']);
  const people = await test.anyone('GET', '/api/people', undefined, { authorization: `Bearer ${token}` });
  expect(z.object({ items: z.array(z.unknown()) }).parse(people.body).items).toHaveLength(1);
});
