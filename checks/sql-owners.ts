import { basename } from 'node:path';
import { floorOf, moduleNames, modulesBelow } from './module-list.ts';
import { type ProjectFile, readFiles } from './project-files.ts';
import { tablesIn } from './sql-text.ts';

export interface Owned {
  owner: string;
  isView: boolean;
}

export interface Ownership {
  tables: Map<string, Owned>;
  faults: string[];
}

const owners = [...moduleNames, 'platform'].sort((a, b) => b.length - a.length);

/** `0012_follow_up_ratings.sql` belongs to follow-up: the longest module name that the file name starts with. */
export function ownerOfMigration(path: string): string | undefined {
  const rest = /^\d{4}_(.+)\.sql$/.exec(basename(path))?.[1]?.replaceAll('_', '-');
  return owners.find((name) => rest === name || rest?.startsWith(`${name}-`));
}

const createdTable = /\bcreate\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?([\w."]+)/gi;
const createdView = /\bcreate\s+(?:or\s+replace\s+)?(?:materialized\s+)?view\s+(?:if\s+not\s+exists\s+)?([\w."]+)/gi;

function namesOf(text: string, pattern: RegExp): string[] {
  const bare = text.replaceAll(/--[^\n]*/g, ' ');
  return [...bare.matchAll(pattern)].map((match) => (match[1] ?? '').replaceAll('"', '').toLowerCase());
}

function gather(migrations: ProjectFile[]): Ownership {
  const tables = new Map<string, Owned>();
  const faults: string[] = [];
  for (const file of migrations) {
    const owner = ownerOfMigration(file.path);
    if (owner === undefined) {
      faults.push(`${file.path}: the name says no owner (NNNN_<module>.sql, or NNNN_platform.sql)`);
      continue;
    }
    const add = (name: string, isView: boolean): void => {
      const earlier = tables.get(name);
      if (earlier && earlier.owner !== owner) faults.push(`${file.path}: ${name} belongs to ${earlier.owner} already`);
      else tables.set(name, { owner, isView });
    };
    for (const name of namesOf(file.text, createdTable)) add(name, false);
    for (const name of namesOf(file.text, createdView)) add(name, true);
  }
  return { tables, faults };
}

/** What a statement in a migration changes: its own tables only. What it refers to: its own and those below. */
function faultsInMigration(file: ProjectFile, tables: Map<string, Owned>): string[] {
  const owner = ownerOfMigration(file.path);
  if (owner === undefined) return [];
  const near = new Set([owner, 'platform', ...modulesBelow(owner)]);
  const faults = new Set<string>();
  const changed = namesOf(
    file.text,
    /\b(?:alter\s+table|drop\s+table|insert\s+into)\s+(?:if\s+exists\s+|only\s+)?([\w."]+)/gi,
  );
  const hung = namesOf(file.text, /\b(?:index|trigger|policy)\s[^;]*?\son\s+(?:only\s+)?([\w."]+)/gi);
  for (const name of [...changed, ...hung]) {
    const found = tables.get(name);
    if (found && found.owner !== owner) faults.add(`${file.path}: changes ${name}, which belongs to ${found.owner}`);
  }
  for (const { table } of tablesIn(file.text)) {
    const found = tables.get(table);
    if (found && !near.has(found.owner))
      faults.add(`${file.path}: names ${table} of ${found.owner}, which stands above ${owner}`);
  }
  return [...faults];
}

export function readOwnership(root: string): Ownership & { migrations: number } {
  const migrations = readFiles(root, ['migrations'], /\.sql$/);
  const { tables, faults } = gather(migrations);
  const inside = migrations.flatMap((file) => faultsInMigration(file, tables));
  return { tables, faults: [...faults, ...inside], migrations: migrations.length };
}

const systemTable = /^(?:pg_|information_schema\.|pg_catalog\.)/;

/** Why `room` may not name this table, or undefined when it may. */
export function refusal(room: string, table: string, writes: boolean, tables: Map<string, Owned>): string | undefined {
  if (systemTable.test(table)) return undefined;
  if (room === 'platform' && table.startsWith('pgboss.')) return undefined;
  // The list of applied migrations has to exist before the first of them.
  if (room === 'platform' && table === 'migration') return undefined;
  const found = tables.get(table);
  if (!found) return `${table} is made by no migration`;
  if (found.owner === room) return undefined;
  const overseer = floorOf(room) === 'oversight' || room === 'app';
  if (found.isView && overseer && !writes) return undefined;
  return `${table} belongs to ${found.owner}`;
}
