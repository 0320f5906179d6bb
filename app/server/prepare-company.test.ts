import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { openTestInstance, type TestInstance } from '#test/app.ts';
import { ensureFirstDepartment, findDepartments } from '#modules/staff/server/index.ts';
import { everything } from '#platform/server/database/index.ts';
import { prepareCompany } from './prepare-company.ts';

let fresh: TestInstance;
beforeAll(async () => {
  fresh = await openTestInstance({ role: 'web' });
});
afterAll(() => fresh.stop());

const send = (): Promise<Response> =>
  fetch(`${fresh.url}/api/public/feedback`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ content: '快递三天没动，要求退款' }),
  });

const departments = () => fresh.app.db.read(everything, findDepartments);

it('a new instance takes feedback in before anybody has signed in', async () => {
  expect((await send()).status).toBe(503);
  await prepareCompany(fresh.app);
  const answer = await send();
  expect(answer.status).toBe(201);
  expect(z.object({ number: z.string() }).parse(await answer.json()).number).not.toBe('');
});

it('the first department is made once, also by several processes at once', async () => {
  const made = await Promise.all(
    [1, 2, 3].map(() => fresh.app.db.write(everything, (tx) => ensureFirstDepartment(tx, fresh.app.clock.now()))),
  );
  await prepareCompany(fresh.app);
  expect(new Set(made.map((each) => each.id)).size).toBe(1);
  expect(await departments()).toHaveLength(1);
});

it('the first administrator names the department and the company', async () => {
  const setup = await fetch(`${fresh.url}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      username: 'boss',
      displayName: '老板',
      password: 'a long password',
      departmentName: '客户之家',
      companyName: '远岚家居',
    }),
  });
  const { token } = z.object({ token: z.string() }).parse(await setup.json());
  expect((await departments()).map((each) => each.name)).toEqual(['客户之家']);
  const company = await fetch(`${fresh.url}/api/company`, { headers: { authorization: `Bearer ${token}` } });
  expect(await company.json()).toEqual({ name: '远岚家居' });
  const form = await fetch(`${fresh.url}/api/public/forms/default`);
  expect(z.object({ companyName: z.string() }).parse(await form.json()).companyName).toBe('远岚家居');
});
