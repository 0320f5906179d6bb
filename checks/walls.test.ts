import { afterEach, describe, expect, it } from 'vitest';
import { checkBoundaries } from './boundaries.ts';
import { type Files, plantTree, removeTree } from './fixture-tree.ts';
import { checkFormat } from './format.ts';
import { checkI18n } from './i18n.ts';
import { checkLicences } from './licences.ts';
import { checkNames } from './names.ts';
import { checkOpenapi } from './openapi.ts';
import type { Check } from './report.ts';
import { checkSizes } from './sizes.ts';
import { checkSql } from './sql.ts';
import { checkTypes } from './types.ts';

const roots: string[] = [];

afterEach(() => {
  for (const root of roots.splice(0)) removeTree(root);
});

async function faultsOf(check: Check, planted: Files = {}): Promise<string[]> {
  const root = plantTree(planted);
  roots.push(root);
  return (await check(root)).faults;
}

/** What was planted -> the files with the one fault, and what the refusal must say. */
type Plantings = Record<string, { files: Files; refusal: RegExp }>;

function describeWall(name: string, check: Check, plantings: Plantings): void {
  describe(name, () => {
    it('lets the clean tree pass', async () => {
      expect(await faultsOf(check)).toEqual([]);
    });
    it.each(Object.entries(plantings))('refuses %s', async (_what, { files, refusal }) => {
      const faults = await faultsOf(check, files);
      expect(faults.join('\n')).toMatch(refusal);
      expect(faults).toHaveLength(1);
    });
  });
}

const imports = (path: string): string => `import '${path}';\n`;
const long = (lines: number, line: string): string => `${line}\n`.repeat(lines);

describeWall('boundaries', checkBoundaries, {
  'platform importing a module': {
    files: { 'platform/server/wrong.ts': imports('#modules/staff/contract.ts') },
    refusal: /platform-is-lowest: platform\/server\/wrong\.ts/,
  },
  'a module importing the app': {
    files: { 'app/server/name.ts': '', 'modules/staff/server/wrong.ts': imports('#app/server/name.ts') },
    refusal: /app-is-highest/,
  },
  'a record importing a later record': {
    files: { 'modules/staff/server/wrong.ts': imports('#modules/sla/contract.ts'), 'modules/sla/contract.ts': '' },
    refusal: /order-staff: modules\/staff\/server\/wrong\.ts -> modules\/sla\/contract\.ts/,
  },
  'a record importing the pipeline, as a type': {
    files: {
      'modules/staff/server/wrong.ts': "export type { Kind } from '#modules/classify/contract.ts';\n",
      'modules/classify/contract.ts': 'export type Kind = string;\n',
    },
    refusal: /order-staff/,
  },
  'a sideways import in the pipeline': {
    files: { 'modules/collect/server/wrong.ts': imports('#modules/classify/server/index.ts') },
    refusal: /order-collect/,
  },
  'a sideways import in oversight': {
    files: {
      'modules/insight/server/wrong.ts': imports('#modules/comply/contract.ts'),
      'modules/comply/contract.ts': '',
    },
    refusal: /order-insight/,
  },
  'a module entered past its front door': {
    files: { 'modules/ticket/server/wrong.ts': imports('#modules/staff/server/person.queries.ts') },
    refusal: /front-door-between-modules/,
  },
  'the app entering past a front door': {
    files: { 'app/server/wrong.ts': imports('#modules/staff/server/person.queries.ts') },
    refusal: /front-door-from-app/,
  },
  'web importing server': {
    files: { 'modules/staff/web/wrong.ts': imports('../server/index.ts') },
    refusal: /web-never-imports-server/,
  },
  'web importing Node': {
    files: { 'modules/staff/web/wrong.ts': "import { join } from 'node:path';\nexport default join;\n" },
    refusal: /web-never-imports-node/,
  },
  'server importing web': {
    files: { 'modules/staff/server/wrong.ts': imports('../web/index.ts') },
    refusal: /server-never-imports-web/,
  },
  'a contract importing a package': {
    files: { 'modules/customer/contract.ts': imports('kysely') },
    refusal: /contract-is-pure/,
  },
  'a contract importing its server': {
    files: { 'modules/customer/contract.ts': imports('./server/index.ts'), 'modules/customer/server/index.ts': '' },
    refusal: /contract-is-pure/,
  },
  'the platform contract importing the server': {
    files: { 'platform/contract/wrong.ts': imports('../server/clock.ts') },
    refusal: /platform-contract-is-pure/,
  },
  'an import circle': {
    files: { 'modules/staff/server/a.ts': imports('./b.ts'), 'modules/staff/server/b.ts': imports('./a.ts') },
    refusal: /no-circle/,
  },
  'an import that leads nowhere': {
    files: { 'modules/staff/server/wrong.ts': imports('./gone.ts') },
    refusal: /resolvable/,
  },
  'a package that package.json does not name': {
    files: { 'platform/server/wrong.ts': imports('pino') },
    refusal: /declared-packages/,
  },
  'the product importing a test': {
    files: { 'test/actors.ts': '', 'modules/staff/server/wrong.ts': imports('#test/actors.ts') },
    refusal: /product-never-imports-tests/,
  },
  'a public page reaching antd through another file': {
    files: {
      'modules/follow-up/web/survey-page.tsx': imports('./field.tsx'),
      'modules/follow-up/web/field.tsx': "export { Input } from 'antd';\n",
    },
    refusal: /public-pages-without-antd/,
  },
  'the app entering past a front door by a glob': {
    files: { 'app/web/wrong.ts': "export const all = import.meta.glob('../../modules/ticket/web/*.tsx');\n" },
    refusal: /front-door-by-glob: app\/web\/wrong\.ts:1 -> modules\/ticket\/web\/ticket-page\.tsx/,
  },
  'a module that is not on the list': {
    files: { 'modules/billing/contract.ts': '' },
    refusal: /modules\/billing: a folder missing from module-order\.cjs/,
  },
  'a root folder on no floor': { files: { 'shared/anything.ts': '' }, refusal: /shared\/: a root folder/ },
});

describeWall('sql', checkSql, {
  'a statement outside a queries file': {
    files: { 'modules/ticket/server/wrong.ts': "export const all = 'select id from ticket';\n" },
    refusal: /wrong\.ts:1 SQL outside/,
  },
  'a sql template outside a queries file': {
    files: { 'modules/ticket/server/wrong.ts': "import { sql } from 'kysely';\nexport const all = sql`now()`;\n" },
    refusal: /wrong\.ts:2 SQL outside/,
  },
  'a built query outside a queries file': {
    files: { 'app/server/wrong.ts': "export const all = (db: never) => db['x'].selectFrom('ticket');\n" },
    refusal: /app\/server\/wrong\.ts:1 SQL outside/,
  },
  "reading another module's table": {
    files: { 'modules/ticket/server/a.queries.ts': 'export const a = `select 1 from ticket t, person p`;\n' },
    refusal: /reads person: person belongs to staff/,
  },
  "joining another module's table in a piece of SQL": {
    files: {
      'modules/ticket/server/a.queries.ts':
        "import { sql } from 'kysely';\nexport const a = sql`left join person p on true`;\n",
    },
    refusal: /reads person/,
  },
  "writing another module's table with the builder": {
    files: {
      'modules/ticket/server/a.queries.ts': "export const a = (db: never) => db['x'].updateTable('person as p');\n",
    },
    refusal: /writes person/,
  },
  'oversight reading a table instead of a view': {
    files: { 'modules/insight/server/a.queries.ts': "export const a = 'select 1 from ticket';\n" },
    refusal: /reads ticket: ticket belongs to ticket/,
  },
  'oversight writing through a view': {
    files: { 'modules/insight/server/a.queries.ts': "export const a = 'delete from ticket_fact';\n" },
    refusal: /writes ticket_fact/,
  },
  "a record reading another's view": {
    files: { 'modules/sla/server/a.queries.ts': "export const a = 'select 1 from ticket_fact';\n" },
    refusal: /reads ticket_fact/,
  },
  "platform reading a module's table": {
    files: { 'platform/server/a.queries.ts': "export const a = 'select 1 from person';\n" },
    refusal: /reads person/,
  },
  'a table that no migration makes': {
    files: { 'modules/ticket/server/a.queries.ts': "export const a = 'select 1 from tickets';\n" },
    refusal: /tickets is made by no migration/,
  },
  "a migration changing another module's table": {
    files: { 'migrations/0004_sla.sql': 'alter table ticket add column due_at timestamptz;\n' },
    refusal: /changes ticket, which belongs to ticket/,
  },
  'a migration referring upwards': {
    files: { 'migrations/0004_customer.sql': 'create table customer (ticket_id uuid references ticket);\n' },
    refusal: /names ticket of ticket, which stands above customer/,
  },
  'a table made twice': {
    files: { 'migrations/0004_sla.sql': 'create table person (id uuid);\n' },
    refusal: /person belongs to staff already/,
  },
  'a migration without an owner': {
    files: { 'migrations/0004_billing.sql': 'create table bill (id uuid);\n' },
    refusal: /the name says no owner/,
  },
});

describeWall('i18n', checkI18n, {
  'a key missing in English': {
    files: { 'modules/ticket/web/i18n/en.json': '{ "title": "Tickets" }' },
    refusal: /en\.json: "open" is missing/,
  },
  'a key missing in Chinese': {
    files: { 'platform/web/i18n/zh-CN.json': '{}', 'platform/web/i18n/en.json': '{ "ticket": "Ticket" }' },
    refusal: /zh-CN\.json: "ticket" is missing/,
  },
  'different placeholders': {
    files: { 'modules/ticket/web/i18n/en.json': '{ "title": "Tickets of {{name}}", "open": "{{count}} open" }' },
    refusal: /"title" takes \{\} in zh-CN and \{name\} in en/,
  },
  'an empty text': {
    files: { 'modules/ticket/web/i18n/en.json': '{ "title": "", "open": "{{count}} open" }' },
    refusal: /"title" is empty/,
  },
  'a key that exists nowhere': {
    files: {
      'modules/ticket/web/a.ts':
        "import type { Translate } from '#platform/web/i18n.ts';\nexport const a = (t: Translate) => t('titel');\n",
    },
    refusal: /a\.ts:2 "titel" is in no zh-CN\.json/,
  },
  'a text that nothing uses': {
    files: {
      'modules/staff/web/i18n/zh-CN.json': '{ "forgotten": "忘了" }',
      'modules/staff/web/i18n/en.json': '{ "forgotten": "Forgotten" }',
    },
    refusal: /"forgotten" is used nowhere/,
  },
});

describeWall('sizes', checkSizes, {
  'a file above 500 lines': {
    files: { 'modules/staff/server/a.ts': long(501, 'export {};') },
    refusal: /a\.ts: 501 lines, stop is 500/,
  },
  'a function above 80 lines': {
    files: { 'modules/staff/server/a.ts': `export function run() {\n${long(79, '')}}\n` },
    refusal: /a\.ts:1 run: 81 lines, stop is 80/,
  },
});

describeWall('names', checkNames, {
  'a name that is not kebab-case': {
    files: { 'modules/staff/server/findPerson.ts': '' },
    refusal: /file names are kebab-case/,
  },
  'a name that says nothing': {
    files: { 'modules/staff/server/staff-utils.ts': '' },
    refusal: /"utils" says nothing/,
  },
});

const lockWith = (packages: object): Files => ({ 'package-lock.json': JSON.stringify({ packages }) });
const fitPackages = {
  '': {},
  'node_modules/a': { license: 'MIT' },
  'node_modules/b': { license: 'MPL-2.0', dev: true },
};
const licencesOf: Check = (root) => checkLicences(root);

describe('licences', () => {
  it('lets fitting licences pass', async () => {
    expect(await faultsOf(licencesOf, lockWith(fitPackages))).toEqual([]);
  });
  it.each([
    ['a copyleft licence', { license: 'GPL-3.0', dev: true }],
    ['a weak copyleft licence in production', { license: 'MPL-2.0' }],
    ['a licence bound by AND to another', { license: '(MIT AND AGPL-3.0)' }],
    ['a package without a licence', {}],
  ])('refuses %s', async (_what, planted) => {
    const faults = await faultsOf(licencesOf, lockWith({ ...fitPackages, 'node_modules/c': planted }));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^c@/);
  });
});

describeWall('openapi', checkOpenapi, {
  'a document that drifted': {
    files: {
      'app/server/main.ts': "console.log('docs/openapi.json differs at /api/tickets');\nprocess.exitCode = 1;\n",
    },
    refusal: /differs at \/api\/tickets/,
  },
});

describeWall('types', checkTypes, {
  'a wrong type': { files: { 'modules/staff/server/a.ts': "export const a: number = 'one';\n" }, refusal: /TS2322/ },
});

describe('format', () => {
  const plain = { 'a.ts': "export const a = 'one';\n" };
  it('lets formatted code pass', async () => {
    expect((await faultsOf(checkFormat, plain)).filter((fault) => fault.startsWith('a.ts'))).toEqual([]);
  });
  it('refuses unformatted code', async () => {
    expect(await faultsOf(checkFormat, { 'a.ts': 'export const a="one"\n' })).toContain('a.ts');
  });
});
