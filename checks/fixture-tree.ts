import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectRoot } from './report.ts';

export type Files = Record<string, string>;

const manifest = {
  name: 'planted',
  type: 'module',
  imports: { '#app/*': './app/*', '#platform/*': './platform/*', '#modules/*': './modules/*', '#test/*': './test/*' },
  dependencies: { antd: '*', kysely: '*', react: '*', zod: '*' },
};
const tsconfig = {
  compilerOptions: {
    target: 'es2024',
    lib: ['es2024', 'dom'],
    module: 'nodenext',
    jsx: 'react-jsx',
    noEmit: true,
    allowImportingTsExtensions: true,
    strict: true,
    skipLibCheck: true,
    resolveJsonModule: true,
    types: ['node', 'vite/client'],
  },
  include: ['app', 'platform', 'modules', 'test', 'sim'],
};

/** A small project in which nothing is wrong: one file of each kind, on every floor. */
export const cleanFiles: Files = {
  'package.json': JSON.stringify(manifest),
  'tsconfig.json': JSON.stringify(tsconfig),
  '.prettierrc': '{ "singleQuote": true }\n',
  'docs/openapi.json': '{ "paths": { "/api/tickets": { "get": {} } } }\n',
  'migrations/0001_platform.sql': 'create table event (id bigint primary key);\n',
  'migrations/0002_staff.sql': 'create table person (id uuid primary key);\n',
  'migrations/0003_ticket.sql':
    'create table ticket (id uuid primary key, owner_id uuid references person);\n' +
    'create index ticket_owner on ticket (owner_id);\n' +
    'create view ticket_fact as select id from ticket;\n',
  'platform/contract/paging.ts': "import { z } from 'zod';\nexport const page = z.object({ after: z.string() });\n",
  'platform/server/config.ts': "export const port = process.env['PORT'];\n",
  'platform/server/clock.ts': 'export const now = (): Date => new Date();\n',
  'platform/web/i18n.ts':
    'export type Translate = (key: string) => string;\n' +
    'export const useText = (space: string): Translate => (key) => space + key;\n',
  'platform/web/parts.tsx': "import { Table } from 'antd';\nexport const OwnTable = Table;\n",
  'modules/staff/contract.ts': "import { z } from 'zod';\nexport const person = z.object({ id: z.string() });\n",
  'modules/staff/server/index.ts': "export { findPerson } from './person.queries.ts';\n",
  'modules/staff/server/person.queries.ts': "export const findPerson = 'select id from person where id = $1';\n",
  'modules/staff/web/index.ts': "export const path = '/staff';\n",
  'modules/ticket/contract.ts':
    "import { page } from '#platform/contract/paging.ts';\n" +
    "import { person } from '#modules/staff/contract.ts';\n" +
    'export const ticket = page.extend({ owner: person });\n',
  'modules/ticket/server/index.ts':
    "import { findPerson } from '#modules/staff/server/index.ts';\n" +
    "import { now } from '#platform/server/clock.ts';\n" +
    'export const openTicket = (): string => findPerson + now().toISOString();\n',
  'modules/ticket/server/open-ticket.test.ts':
    "import { collect } from '#modules/collect/server/index.ts';\ncollect();\n",
  'modules/ticket/contract/page.test.ts': "import { now } from '#platform/server/clock.ts';\nnow();\n",
  'modules/ticket/server/ticket.queries.ts':
    'export const listed = `with own as (select id from ticket)\n' +
    '  select id, extract(epoch from now()) from own join unnest($1::uuid[]) as wanted (id) using (id) for update`;\n',
  'modules/ticket/web/index.ts': "export { TicketPage } from './ticket-page.tsx';\n",
  'modules/ticket/web/ticket-page.tsx':
    "import { useText } from '#platform/web/i18n.ts';\n" +
    "import { OwnTable } from '#platform/web/parts.tsx';\n" +
    'export function TicketPage() {\n' +
    "  const t = useText('ticket');\n" +
    "  return <OwnTable title={() => t('title') + t('open')} />;\n" +
    '}\n',
  'modules/ticket/web/i18n/zh-CN.json': '{ "title": "工单", "open": "{{count}} 张" }\n',
  'modules/ticket/web/i18n/en.json': '{ "title": "Tickets", "open_one": "one", "open_other": "{{count}} open" }\n',
  'modules/collect/contract.ts': "export { ticket } from '#modules/ticket/contract.ts';\n",
  'modules/collect/server/index.ts':
    "import { openTicket } from '#modules/ticket/server/index.ts';\nexport const collect = (): string => openTicket();\n",
  'modules/collect/web/public-form-page.tsx': "export const PublicForm = () => <form action={'/'} />;\n",
  'modules/classify/server/index.ts': "export const classify = (): string => 'complaint';\n",
  'modules/insight/server/board.queries.ts': "export const board = 'select count(*) from ticket_fact';\n",
  'app/web/public.tsx': "export const pages = import.meta.glob('../../modules/collect/web/public-form-page.tsx');\n",
  'app/server/main.ts':
    "import { collect } from '#modules/collect/server/index.ts';\n" +
    'export const start = collect;\n' +
    'process.exitCode = 0;\n',
};

/** Writes the clean project with `planted` on top, in a folder of its own. */
export function plantTree(planted: Files = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'huiyin-wall-'));
  symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'), 'dir');
  for (const [path, text] of Object.entries({ ...cleanFiles, ...planted })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** The symlink goes first, so that nothing can ever be removed through it. */
export function removeTree(root: string): void {
  rmSync(join(root, 'node_modules'), { force: true });
  rmSync(root, { recursive: true, force: true });
}
