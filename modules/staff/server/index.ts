import type { Tx } from '#platform/server/database/index.ts';
import { serve } from '#platform/server/http/serve.ts';
import type { ServerModule } from '#platform/server/module.ts';
import { may } from '#platform/server/session/actor.ts';
import * as contract from '../contract.ts';
import { createToken, endToken, listTokensFor } from './api-token.ts';
import { changeCompanyName, readCompanyFor } from './company.ts';
import { addDepartment, listDepartmentsFor, updateDepartment } from './department.ts';
import { unitsOf } from './department-tree.ts';
import { findDepartments } from './department.queries.ts';
import { refreshDirectory, startDirectory, stopDirectory } from './directory.ts';
import { listPeopleFor } from './find-people.ts';
import { listRolesFor } from './list-roles.ts';
import { addPerson, deactivatePerson, reactivatePerson, setPassword, updatePerson } from './manage-person.ts';
import { addOutlet, listOutletsFor, updateOutlet } from './outlet.ts';
import { changeOwnPassword, readOwnSession, updateOwnSession } from './own-session.ts';
import { setUp, setupNeeded } from './setup.ts';
import { signIn, signOut } from './sign-in.ts';

/** The department and all below it. */
export const unitsBelow = async (tx: Tx, departmentId: string): Promise<string[]> =>
  unitsOf(await findDepartments(tx), departmentId);

export { authenticate, personActor } from './authenticate.ts';
export { createPerson, type NewPerson } from './create-person.ts';
export { createDepartment, type NewDepartment } from './department.ts';
export { ensureFirstDepartment } from './first-department.ts';
export { findDepartments, findOutlets } from './department.queries.ts';
export type { DepartmentRow as Department, OutletRow as Outlet } from './department.queries.ts';
export { departmentDirectory, refreshDirectory, type Directory } from './directory.ts';
export { findPeople } from './find-people.ts';
export { registerLoadCounter, type LoadCounter } from './load-counter.ts';
export { registerOpenWork, type OpenWorkCounter } from './open-work.ts';
export { createOutlet, type NewOutlet } from './outlet.ts';
export { findRoles, peopleByIds, selectPeople, type PersonRow as Person } from './person.queries.ts';

const sessionRoutes = [
  serve(contract.createSession, 'public', ({ app, body, request, reply }) => signIn(app, body, { request, reply })),
  serve(contract.readSession, 'signed-in', ({ app, actor }) => readOwnSession(app, actor)),
  serve(contract.updateSession, 'signed-in', ({ app, actor, body }) => updateOwnSession(app, actor, body)),
  serve(contract.deleteSession, 'signed-in', ({ app, actor, request, reply }) =>
    signOut(app, actor, { request, reply }),
  ),
  serve(contract.changePassword, 'signed-in', ({ app, actor, body, request }) =>
    changeOwnPassword(app, actor, body, request),
  ),
  serve(contract.readSetup, 'public', ({ app }) => setupNeeded(app)),
  serve(contract.runSetup, 'public', ({ app, body, request, reply }) => setUp(app, body, { request, reply })),
];

const companyRoutes = [
  serve(contract.readCompany, 'instance.manage', ({ app, actor }) => readCompanyFor(app, actor)),
  serve(contract.changeCompany, 'instance.manage', ({ app, actor, body }) => changeCompanyName(app, actor, body)),
];

const peopleRoutes = [
  serve(contract.listPeople, 'staff.read', ({ app, actor, query }) => listPeopleFor(app, actor, query)),
  serve(contract.createPersonRoute, 'staff.manage', ({ app, actor, body }) => addPerson(app, actor, body)),
  serve(contract.updatePersonRoute, 'staff.manage', ({ app, actor, params, body }) =>
    updatePerson(app, actor, params.id, body),
  ),
  serve(contract.deactivatePersonRoute, 'staff.manage', ({ app, actor, params }) =>
    deactivatePerson(app, actor, params.id),
  ),
  serve(contract.reactivatePersonRoute, 'staff.manage', ({ app, actor, params }) =>
    reactivatePerson(app, actor, params.id),
  ),
  serve(contract.setPasswordRoute, 'staff.manage', ({ app, actor, params, body }) =>
    setPassword(app, actor, params.id, body.password),
  ),
  serve(contract.listRoles, 'staff.read', ({ app, actor }) => listRolesFor(app, actor)),
];

const placeRoutes = [
  serve(contract.listDepartments, 'staff.read', ({ app, actor }) => listDepartmentsFor(app, actor)),
  serve(contract.createDepartmentRoute, 'staff.manage', ({ app, actor, body }) => addDepartment(app, actor, body)),
  serve(contract.updateDepartmentRoute, 'staff.manage', ({ app, actor, params, body }) =>
    updateDepartment(app, actor, params.id, body),
  ),
  serve(contract.listOutlets, 'staff.read', ({ app, actor }) => listOutletsFor(app, actor)),
  serve(contract.createOutletRoute, 'staff.manage', ({ app, actor, body }) => addOutlet(app, actor, body)),
  serve(contract.updateOutletRoute, 'staff.manage', ({ app, actor, params, body }) =>
    updateOutlet(app, actor, params.id, body),
  ),
];

const tokenRoutes = [
  serve(contract.listTokens, 'token.manage', ({ app, actor }) => listTokensFor(app, actor)),
  serve(contract.createTokenRoute, 'token.manage', ({ app, actor, body }) => createToken(app, actor, body)),
  serve(contract.revokeTokenRoute, 'token.manage', ({ app, actor, params }) => endToken(app, actor, params.id)),
];

export const staffModule: ServerModule = {
  name: 'staff',
  permissions: ['staff.read', 'staff.manage', 'token.manage'],
  routes: [...sessionRoutes, ...companyRoutes, ...peopleRoutes, ...placeRoutes, ...tokenRoutes],
  live: [
    {
      topic: 'people',
      events: [
        'person.created',
        'person.changed',
        'person.deactivated',
        'person.reactivated',
        'person.presence_changed',
      ],
      visible: async (_app, actor, ids) => (may(actor, 'staff.read') ? ids : []),
      ends: ['person.changed', 'person.deactivated'],
    },
    {
      topic: 'departments',
      events: ['department.created', 'department.changed'],
      visible: async (_app, actor, ids) => (may(actor, 'staff.read') ? ids : []),
    },
  ],
  start: startDirectory,
  refresh: refreshDirectory,
  stop: async (app) => stopDirectory(app),
};
