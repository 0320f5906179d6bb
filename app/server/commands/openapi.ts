import type { Command } from 'commander';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { openApiDocument } from '#platform/server/http/openapi.ts';
import { collectRoutes, readVersion } from '../assemble.ts';
import { serverModules } from '../modules.ts';
import { CommandFailed, conclude } from './outcome.ts';

const options = z.object({ check: z.boolean().default(false) });
const file = path.resolve(import.meta.dirname, '../../../docs/openapi.json');

/** The document of all routes, made without starting anything. */
export const currentOpenApi = async (): Promise<string> => {
  const version = await readVersion();
  const noLive = () => {
    throw new Error('no live updates while describing routes');
  };
  return `${JSON.stringify(openApiDocument(collectRoutes(serverModules, version, noLive), version), null, 2)}\n`;
};

export const addOpenApi = (program: Command): void => {
  program
    .command('openapi')
    .description('write docs/openapi.json from the routes that are really served')
    .option('--check', 'only compare, and fail when the committed file differs')
    .action(async (given: unknown) => {
      const { check } = options.parse(given);
      const wanted = await currentOpenApi();
      if (!check) {
        await writeFile(file, wanted);
        conclude(false, {}, 'docs/openapi.json written');
        return;
      }
      const found = await readFile(file, 'utf8').catch(() => '');
      if (found !== wanted)
        throw new CommandFailed(
          'docs/openapi.json differs from the routes that are served: run `npm run huiyin -- openapi` and read the difference.',
        );
      conclude(false, {}, 'OpenAPI: docs/openapi.json is the routes that are served');
    });
};
