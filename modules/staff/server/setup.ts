import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BodyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import { renameCompany } from '#platform/server/database/instance.queries.ts';
import { Problem } from '#platform/server/http/problem.ts';
import { setSessionCookie } from '#platform/server/session/session.ts';
import type { runSetup } from '../contract.ts';
import { personActor } from './authenticate.ts';
import { createPerson } from './create-person.ts';
import { refreshDirectory } from './directory.ts';
import { nameFirstDepartment } from './first-department.ts';
import { lockSetup, somebodyExists } from './person.queries.ts';
import { enter } from './sign-in.ts';
import type { SessionView } from './session-view.ts';

export const setupNeeded = async (app: App): Promise<{ needed: boolean }> => ({
  needed: !(await app.db.read(everything, somebodyExists)),
});

/** The first administrator and the first department: a ticket without a department cannot exist. */
export const setUp = async (
  app: App,
  input: BodyOf<typeof runSetup>,
  wire: { request: FastifyRequest; reply: FastifyReply },
): Promise<SessionView & { token: string }> => {
  const at = app.clock.now();
  const { token, view } = await app.db.write(everything, async (tx) => {
    await lockSetup(tx);
    if (await somebodyExists(tx)) throw new Problem('staff.already_set_up', 409);
    const department = await nameFirstDepartment(tx, input.departmentName, at);
    if (input.companyName !== '') await renameCompany(tx, input.companyName);
    const { username, displayName, password, locale } = input;
    const person = { username, displayName, password, locale, roleKey: 'admin', departmentId: department.id, at };
    const { id } = await createPerson(tx, person);
    const actor = await personActor(tx, id);
    if (!actor) throw new Problem('system.unexpected', 500);
    return enter(tx, app, { ...actor, id }, wire);
  });
  await refreshDirectory(app);
  setSessionCookie(app, wire.reply, token);
  return { ...view, token };
};
