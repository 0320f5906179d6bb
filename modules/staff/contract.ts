import { z } from 'zod';
import { idSchema, instantSchema, localeSchema } from '#platform/contract/fields.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';
import { defineRoute } from '#platform/contract/route.ts';

export const presences = ['on', 'busy', 'off'] as const;
export const presenceSchema = z.enum(presences);
export type Presence = z.infer<typeof presenceSchema>;

const line = (longest: number) => z.string().trim().max(longest);
const requiredLine = (longest: number) => line(longest).min(1);

/** Letters of any script, digits and . _ - @, so that an e-mail address can be a user name. */
export const usernameSchema = z
  .string()
  .trim()
  .min(2)
  .max(60)
  .refine((name) => /^[\p{L}\p{N}._@-]+$/u.test(name), { error: 'staff.username_characters' });

/** NIST SP 800-63B: length decides, not kinds of characters. */
export const passwordSchema = z
  .string()
  .max(200)
  .refine((password) => password.length >= 8, { error: 'staff.password_short' });

/** As the role table holds them: 'ticket.read', 'auto_answer.manage'. */
const permissionSchema = z.string().regex(/^[a-z]+(_[a-z]+)*\.[a-z]+$/);

// Session

export const sessionPersonSchema = z.object({
  id: idSchema,
  username: z.string(),
  displayName: z.string(),
  email: z.string(),
  roleKey: z.string(),
  departmentId: idSchema.nullable(),
  departmentName: z.string(),
  departmentNameEn: z.string(),
  locale: localeSchema,
  presence: presenceSchema,
  skills: z.array(z.string()),
});

export const sessionSchema = z.object({
  person: sessionPersonSchema,
  /** What this caller may do: the person's role, for a token cut down to its scopes. */
  permissions: z.array(z.string()),
  reach: z.enum(['all', 'units', 'own']),
});
export type Session = z.infer<typeof sessionSchema>;

export const createSession = defineRoute({
  method: 'POST',
  path: '/api/session',
  summary:
    'Sign in with user name and password. Sets the session cookie; scripts may send the token as Bearer instead.',
  body: z.object({ username: z.string().trim().min(1).max(200), password: z.string().min(1).max(200) }),
  reply: sessionSchema.extend({ token: z.string() }),
});

export const readSession = defineRoute({
  method: 'GET',
  path: '/api/session',
  summary: 'Who is calling, and what he may do.',
  reply: sessionSchema,
});

export const updateSession = defineRoute({
  method: 'PATCH',
  path: '/api/session',
  summary: "Change one's own language or presence.",
  body: z.object({ locale: localeSchema.optional(), presence: presenceSchema.optional() }),
  reply: sessionSchema,
});

export const deleteSession = defineRoute({
  method: 'DELETE',
  path: '/api/session',
  summary: 'Sign out.',
  reply: z.void(),
  status: 204,
});

export const changePassword = defineRoute({
  method: 'POST',
  path: '/api/session/password',
  summary: "Change one's own password; every other session of the person ends.",
  body: z.object({ current: z.string().min(1).max(200), next: passwordSchema }),
  reply: z.void(),
  status: 204,
});

// First start

export const readSetup = defineRoute({
  method: 'GET',
  path: '/api/setup',
  summary: 'Whether this instance still waits for its first administrator.',
  reply: z.object({ needed: z.boolean() }),
});

export const runSetup = defineRoute({
  method: 'POST',
  path: '/api/setup',
  summary: 'Create the first administrator and the first department; only while nobody exists. Signs him in.',
  body: z.object({
    username: usernameSchema,
    displayName: requiredLine(60),
    password: passwordSchema,
    /** The department that gets whatever no rule sends elsewhere. */
    departmentName: requiredLine(60),
    /** As customers read it on forms and in messages; may be given later. */
    companyName: line(60).default(''),
    locale: localeSchema.default('zh-CN'),
  }),
  reply: sessionSchema.extend({ token: z.string() }),
  status: 201,
});

// Company

const companySchema = z.object({ name: z.string() });

export const readCompany = defineRoute({
  method: 'GET',
  path: '/api/company',
  summary: 'The name under which customers meet this company.',
  reply: companySchema,
});

export const changeCompany = defineRoute({
  method: 'PUT',
  path: '/api/company',
  summary: 'Change the name that customers read on forms and in messages.',
  body: z.object({ name: requiredLine(60) }),
  reply: companySchema,
});

// People

export const personSchema = z.object({
  id: idSchema,
  username: z.string(),
  displayName: z.string(),
  /** Only for those who may manage people; otherwise null. */
  email: z.string().nullable(),
  roleKey: z.string(),
  departmentId: idSchema.nullable(),
  locale: localeSchema,
  presence: presenceSchema,
  skills: z.array(z.string()),
  active: z.boolean(),
  /** Open work of the person, as the module that owns it counts it; null where nobody counts. */
  load: z.int().nullable(),
  /** How much open work is meant to be enough. */
  capacity: z.int(),
  createdAt: instantSchema,
  version: z.int(),
  abilities: z.object({ edit: z.boolean(), deactivate: z.boolean() }),
});
export type Person = z.infer<typeof personSchema>;

const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

export const listPeople = defineRoute({
  method: 'GET',
  path: '/api/people',
  summary: 'People, by name. `query` finds parts of display and user names; `department` includes all below it.',
  query: pageQuery.extend({
    query: line(60).optional(),
    department: idSchema.optional(),
    role: line(40).optional(),
    presence: presenceSchema.optional(),
    active: flag.optional(),
  }),
  reply: pageOf(personSchema).extend({
    abilities: z.object({ create: z.boolean() }),
    /** People under the other filters, by what the presence and active filters would leave. */
    counts: z.object({ active: z.int(), on: z.int(), busy: z.int(), off: z.int(), inactive: z.int() }),
  }),
});

const skillsSchema = z.array(requiredLine(40)).max(30);
const emailSchema = z.union([z.literal(''), z.email().max(200)]);
const capacitySchema = z.int().min(0).max(1000);

const personFields = {
  displayName: requiredLine(60),
  email: emailSchema,
  roleKey: requiredLine(40),
  departmentId: idSchema.nullable(),
  locale: localeSchema,
  skills: skillsSchema,
  capacity: capacitySchema,
};

export const createPersonRoute = defineRoute({
  method: 'POST',
  path: '/api/people',
  summary: 'Add a person who can sign in.',
  body: z.object({
    ...personFields,
    username: usernameSchema,
    password: passwordSchema,
    email: emailSchema.default(''),
    departmentId: idSchema.nullable().default(null),
    locale: localeSchema.default('zh-CN'),
    skills: skillsSchema.default([]),
    capacity: capacitySchema.default(30),
  }),
  reply: personSchema,
  status: 201,
});

const personParams = z.object({ id: idSchema });

export const updatePersonRoute = defineRoute({
  method: 'PATCH',
  path: '/api/people/{id}',
  summary: 'Change a person. `version` is the one that was read; a later change in between is refused.',
  params: personParams,
  body: z.object(personFields).partial().extend({ version: z.int() }),
  reply: personSchema,
});

export const deactivatePersonRoute = defineRoute({
  method: 'POST',
  path: '/api/people/{id}/deactivate',
  summary: 'Shut a person out: all sessions and tokens end at once. Nothing of the past is removed.',
  params: personParams,
  reply: personSchema,
});

export const reactivatePersonRoute = defineRoute({
  method: 'POST',
  path: '/api/people/{id}/reactivate',
  summary: 'Let a deactivated person in again.',
  params: personParams,
  reply: personSchema,
});

export const setPasswordRoute = defineRoute({
  method: 'POST',
  path: '/api/people/{id}/password',
  summary: "Set somebody's password; all of his sessions end.",
  params: personParams,
  body: z.object({ password: passwordSchema }),
  reply: z.void(),
  status: 204,
});

// Departments, outlets, roles

export const departmentSchema = z.object({
  id: idSchema,
  parentId: idSchema.nullable(),
  name: z.string(),
  nameEn: z.string(),
  region: z.string(),
  sort: z.int(),
  closed: z.boolean(),
  /** Active people in it, not counting departments below. */
  people: z.int(),
});
export type DepartmentItem = z.infer<typeof departmentSchema>;

export const listDepartments = defineRoute({
  method: 'GET',
  path: '/api/departments',
  summary: 'All departments, parents before children, in their order.',
  reply: z.object({ items: z.array(departmentSchema), abilities: z.object({ manage: z.boolean() }) }),
});

const departmentFields = {
  parentId: idSchema.nullable(),
  name: requiredLine(60),
  nameEn: line(80),
  region: line(40),
  sort: z.int().min(0).max(100_000),
};

export const createDepartmentRoute = defineRoute({
  method: 'POST',
  path: '/api/departments',
  summary: 'Add a department.',
  body: z.object({
    ...departmentFields,
    parentId: idSchema.nullable().default(null),
    nameEn: line(80).default(''),
    region: line(40).default(''),
    sort: departmentFields.sort.default(0),
  }),
  reply: departmentSchema,
  status: 201,
});

export const updateDepartmentRoute = defineRoute({
  method: 'PATCH',
  path: '/api/departments/{id}',
  summary: 'Rename, move, order, close or open a department. One with active people or open parts cannot be closed.',
  params: z.object({ id: idSchema }),
  body: z.object(departmentFields).partial().extend({ closed: z.boolean().optional() }),
  reply: departmentSchema,
});

export const outletSchema = z.object({
  id: idSchema,
  name: z.string(),
  region: z.string(),
  departmentId: idSchema.nullable(),
});
export type OutletItem = z.infer<typeof outletSchema>;

export const listOutlets = defineRoute({
  method: 'GET',
  path: '/api/outlets',
  summary: 'All outlets, by region and name.',
  reply: z.object({ items: z.array(outletSchema), abilities: z.object({ manage: z.boolean() }) }),
});

export const createOutletRoute = defineRoute({
  method: 'POST',
  path: '/api/outlets',
  summary: 'Add an outlet.',
  body: z.object({
    name: requiredLine(60),
    region: line(40).default(''),
    departmentId: idSchema.nullable().default(null),
  }),
  reply: outletSchema,
  status: 201,
});

export const updateOutletRoute = defineRoute({
  method: 'PATCH',
  path: '/api/outlets/{id}',
  summary: 'Change an outlet.',
  params: z.object({ id: idSchema }),
  body: z.object({ name: requiredLine(60), region: line(40), departmentId: idSchema.nullable() }).partial(),
  reply: outletSchema,
});

export const roleSchema = z.object({
  key: z.string(),
  permissions: z.array(z.string()),
  reach: z.enum(['all', 'units', 'own']),
  /** Whether the caller may give this role to somebody. */
  grantable: z.boolean(),
});
export type RoleItem = z.infer<typeof roleSchema>;

export const listRoles = defineRoute({
  method: 'GET',
  path: '/api/roles',
  summary: 'Roles: what each may do and how far it reaches.',
  reply: z.object({ items: z.array(roleSchema) }),
});

// API tokens

export const tokenSchema = z.object({
  id: idSchema,
  name: z.string(),
  personId: idSchema,
  personName: z.string(),
  scopes: z.array(z.string()),
  createdAt: instantSchema,
  expiresAt: instantSchema.nullable(),
  usedAt: instantSchema.nullable(),
  revokedAt: instantSchema.nullable(),
});
export type TokenItem = z.infer<typeof tokenSchema>;

export const listTokens = defineRoute({
  method: 'GET',
  path: '/api/tokens',
  summary: 'API tokens, newest first. What they are is shown once, when they are made.',
  reply: z.object({ items: z.array(tokenSchema) }),
});

export const createTokenRoute = defineRoute({
  method: 'POST',
  path: '/api/tokens',
  summary:
    'Make an API token that acts as a person, within some of his permissions. The reply is the only place that shows it.',
  body: z.object({
    name: requiredLine(60),
    /** Whom it acts as; the caller himself unless told. */
    personId: idSchema.optional(),
    scopes: z.array(permissionSchema).min(1).max(60),
    expiresAt: instantSchema.nullable().default(null),
  }),
  reply: tokenSchema.extend({ token: z.string() }),
  status: 201,
});

export const revokeTokenRoute = defineRoute({
  method: 'DELETE',
  path: '/api/tokens/{id}',
  summary: 'Revoke an API token; it stops working at once.',
  params: z.object({ id: idSchema }),
  reply: z.void(),
  status: 204,
});
