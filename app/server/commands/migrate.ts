import type { Command } from 'commander';
import { z } from 'zod';
import { readConfig } from '#platform/server/config.ts';
import { startEmbedded } from '#platform/server/database/embedded/index.ts';
import { migrate } from '#platform/server/database/migrate.ts';
import { conclude, say } from './outcome.ts';

const options = z.object({ json: z.boolean().default(false) });

export const addMigrate = (program: Command): void => {
  program
    .command('migrate')
    .description('bring the database to this release and end')
    .option('--json', 'print the result as one JSON object')
    .action(async (given: unknown) => {
      const { json } = options.parse(given);
      const config = readConfig();
      const embedded =
        config.databaseUrl === undefined ? await startEmbedded({ dataDir: config.dataDir, durable: true, say }) : null;
      try {
        const { applied } = await migrate(config.databaseUrl ?? embedded?.url ?? '', { say });
        conclude(
          json,
          { applied },
          applied.length === 0 ? 'Nothing to do: the database is up to date.' : `Applied ${applied.length} migrations.`,
        );
      } finally {
        await embedded?.stop();
      }
    });
};
