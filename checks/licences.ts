import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type CheckReport, runCheck } from './report.ts';

const free = ['MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'CC0-1.0'];
// OFL is the licence of fonts: free to ship inside a program, only not to be sold alone.
const alsoFree = ['OFL-1.1', 'Unlicense', 'Python-2.0', 'PostgreSQL', 'Zlib', 'WTFPL'];
const compatible = new Set([...free, ...alsoFree]);
// Build tools and data they read: nothing of them is in what a user gets.
const compatibleInDevelopment = new Set([...compatible, 'MPL-2.0', 'CC-BY-4.0']);

const lockShape = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.union([z.string(), z.array(z.string())]).optional(),
      dev: z.boolean().optional(),
      link: z.boolean().optional(),
    }),
  ),
});
const manifestShape = z.object({
  license: z.union([z.string(), z.object({ type: z.string() })]).optional(),
  licenses: z.array(z.object({ type: z.string() })).optional(),
});

/** A few packages say it only in their licence file; its first line names the licence. */
function licenceInText(folder: string): string {
  const first = readFileSync(join(folder, 'LICENSE'), 'utf8').split('\n')[0]?.trim() ?? '';
  return first === 'MIT License' ? 'MIT' : 'none stated';
}

function licenceInFolder(folder: string): string {
  try {
    const manifest = manifestShape.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
    if (typeof manifest.license === 'string') return manifest.license;
    return manifest.license?.type ?? manifest.licenses?.map((each) => each.type).join(' OR ') ?? licenceInText(folder);
  } catch {
    return 'none stated';
  }
}

/** SPDX expressions as they occur in packages: OR leaves a choice, AND binds to all. */
export function isAllowed(expression: string, allowed: ReadonlySet<string>): boolean {
  const bare = expression.replaceAll(/[()]/g, '').trim();
  return bare.split(/\s+OR\s+/).some((choice) => choice.split(/\s+AND\s+/).every((id) => allowed.has(id.trim())));
}

export function checkLicences(root: string): CheckReport {
  const lock = lockShape.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  const packages = Object.entries(lock.packages).filter(([path, each]) => path !== '' && each.link !== true);
  const faults: string[] = [];
  const kinds = new Set<string>();
  for (const [path, each] of packages) {
    const stated = each.license ?? licenceInFolder(join(root, path));
    const licence = typeof stated === 'string' ? stated : stated.join(' OR ');
    kinds.add(licence);
    const allowed = each.dev === true ? compatibleInDevelopment : compatible;
    if (isAllowed(licence, allowed)) continue;
    const where = each.dev === true ? 'development' : 'production';
    faults.push(`${path.replace(/^.*node_modules\//, '')}@${each.version ?? '?'}: ${licence} (${where})`);
  }
  const development = packages.filter(([, each]) => each.dev === true).length;
  const figures = `${packages.length} packages (${development} for development), ${kinds.size} kinds of licence, all fit for Apache-2.0`;
  return { name: 'licences', figures, faults };
}

if (import.meta.main) await runCheck(checkLicences);
