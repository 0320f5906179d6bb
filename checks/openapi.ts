import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readFileSync } from 'node:fs';
import { type CheckReport, runCheck } from './report.ts';
import { linesOf, runTool } from './run-tool.ts';

const documentShape = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

function countRoutes(path: string): number {
  if (!existsSync(path)) return 0;
  const document = documentShape.parse(JSON.parse(readFileSync(path, 'utf8')));
  return Object.values(document.paths).reduce((sum, methods) => sum + Object.keys(methods).length, 0);
}

/** The committed document and the one the routes' own contracts make must be the same. */
export async function checkOpenapi(root: string): Promise<CheckReport> {
  const name = 'openapi';
  const entry = join(root, 'app/server/main.ts');
  const committed = join(root, 'docs/openapi.json');
  if (!existsSync(entry)) return { name, figures: 'no server', faults: ['app/server/main.ts is missing'] };
  const { code, output } = await runTool(root, entry, ['openapi', '--check']);
  const figures = `docs/openapi.json holds ${countRoutes(committed)} routes, as the contracts make it`;
  return { name, figures, faults: code === 0 ? [] : linesOf(output) };
}

if (import.meta.main) await runCheck(checkOpenapi);
