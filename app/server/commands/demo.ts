import type { Command } from 'commander';
import { z } from 'zod';
import { fireDueClocks } from '#modules/sla/server/index.ts';
import { systemClock } from '#platform/server/clock/index.ts';
import { readConfig, type Config } from '#platform/server/config.ts';
import { everything } from '#platform/server/database/index.ts';
import { buildWebIfNeeded } from '../build-web.ts';
import { demoCompany } from '../demo/demo-data.ts';
import { demoPassword } from '../demo/load-company.ts';
import { loadDemo, storyClock } from '../demo/load-demo.ts';
import { serverModules } from '../modules.ts';
import { openInstance } from '../open-instance.ts';
import { say } from './outcome.ts';
import { runUntilStopped } from './start.ts';

const options = z.object({ build: z.boolean().default(true) });

/** A demonstration keeps to a folder of its own unless it was told where to live, and never writes to its invented customers. */
const demoConfig = (): Config => ({ ...readConfig(undefined, { HUIYIN_DATA: './data/demo' }), smtpUrl: undefined });

/** What the night would do: learn from three months of corrections, and group what was said. */
const nightWork = ['classify.train', 'insight.refresh_topics'];

const loadInto = async (config: Config): Promise<void> => {
  const clock = storyClock(systemClock.now());
  const instance = await openInstance({ ...config, role: 'web', logLevel: 'warn' }, say, { idle: true, clock });
  try {
    const began = performance.now();
    const loaded = await loadDemo(instance.app, clock, serverModules, say);
    if (loaded) {
      await fireDueClocks(instance.app);
      await instance.app.db.write(everything, async (tx) => {
        for (const name of nightWork) await instance.app.jobs.enqueueMany(tx, name, [{}]);
      });
      say(`The company is there after ${Math.round((performance.now() - began) / 1000)} s.`);
    }
  } finally {
    await instance.stop();
  }
};

const loginLines = (): string[] => {
  const shown = new Set<string>();
  return demoCompany.people.flatMap((person) => {
    if (shown.has(person.role)) return [];
    shown.add(person.role);
    return [`  ${person.role.padEnd(10)} ${person.username.padEnd(12)} ${demoPassword}   ${person.name}`];
  });
};

export const addDemo = (program: Command): void => {
  program
    .command('demo')
    .description('run the product with a believable company in it (kept in data/demo unless HUIYIN_DATA is set)')
    .option('--no-build', 'serve the screens as they were built last, or none')
    .action(async (given: unknown) => {
      const { build } = options.parse(given);
      const config = demoConfig();
      const screens = Promise.allSettled(build ? [buildWebIfNeeded(say)] : []);
      // Loading waits for the database most of the time: the screens are built meanwhile.
      await loadInto(config);
      for (const built of await screens) if (built.status === 'rejected') throw built.reason;
      const instance = await openInstance({ ...config, logLevel: 'warn' }, say);
      say(
        [
          '',
          `回音 Huiyin  ${instance.url}`,
          `  公开表单 public form   ${instance.url}/f`,
          '  role       username     password',
          ...loginLines(),
          `  commands on this data  HUIYIN_DATA=${config.dataDir} npm run huiyin -- --help`,
          '',
        ].join('\n'),
      );
      await runUntilStopped(instance);
    });
};
