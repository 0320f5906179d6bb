import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult, type IViolation } from 'dependency-cruiser';
import { z } from 'zod';
import { globFaults } from './glob-imports.ts';
import { floorCount, moduleNames } from './module-list.ts';
import { codeRoots, isFolder, listFolders } from './project-files.ts';
import { type CheckReport, runCheck } from './report.ts';

const rootFoldersBesideCode = new Set([
  'migrations',
  'docs',
  'data',
  'dist',
  'node_modules',
  'coverage',
  'test-results',
]);

// The shape is dependency-cruiser's own and it validates it; here only that it is there.
const configShape = z.object({
  forbidden: z.custom<NonNullable<ICruiseOptions['ruleSet']>['forbidden']>(Array.isArray),
  options: z.custom<ICruiseOptions>((value) => typeof value === 'object'),
});
const resolveShape = z.object({ enhancedResolveOptions: z.record(z.string(), z.unknown()) });

function unlistedFolders(root: string): string[] {
  const modules = listFolders(join(root, 'modules'))
    .filter((name) => !moduleNames.includes(name))
    .map((name) => `modules/${name}: a folder missing from module-order.cjs`);
  const around = listFolders(root)
    .filter((name) => !name.startsWith('.') && !codeRoots.includes(name) && !rootFoldersBesideCode.has(name))
    .map((name) => `${name}/: a root folder that is on no floor (module-order.cjs)`);
  return [...modules, ...around];
}

function faultOf(violation: IViolation): string {
  const chain = violation.cycle ?? violation.via ?? [];
  const way = chain.length > 0 ? chain.map((step) => step.name).join(' -> ') : violation.to;
  return `${violation.rule.name}: ${violation.from} -> ${way}`;
}

export async function checkBoundaries(root: string): Promise<CheckReport> {
  const loaded: unknown = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
  const config = configShape.parse(loaded);
  const { enhancedResolveOptions } = resolveShape.parse(config.options);
  const folders = codeRoots.filter((name) => isFolder(join(root, name)));
  const options = { ...config.options, baseDir: root, validate: true, ruleSet: { forbidden: config.forbidden } };
  const { output } = await cruise(folders, options, enhancedResolveOptions);
  if (typeof output === 'string') throw new Error(`dependency-cruiser answered with text: ${output}`);
  const { summary }: ICruiseResult = output;
  const faults = [...unlistedFolders(root), ...globFaults(root), ...summary.violations.map(faultOf)];
  const circles = summary.violations.filter((each) => each.rule.name === 'no-circle').length;
  const present = listFolders(join(root, 'modules')).length;
  return {
    name: 'boundaries',
    figures: `${summary.totalCruised} files and packages, ${summary.totalDependenciesCruised ?? 0} imports, ${present} modules on ${floorCount} floors, ${circles} circles`,
    faults,
  };
}

if (import.meta.main) await runCheck(checkBoundaries);
