import { Command } from 'commander';
import { ConfigError } from '#platform/server/config.ts';
import { readVersion } from './assemble.ts';
import { addCreateAdmin } from './commands/create-admin.ts';
import { addDemo } from './commands/demo.ts';
import { addDoctor } from './commands/doctor.ts';
import { addEval } from './commands/eval.ts';
import { addImport } from './commands/import.ts';
import { addMigrate } from './commands/migrate.ts';
import { addModels } from './commands/models.ts';
import { addOpenApi } from './commands/openapi.ts';
import { addSla } from './commands/sla.ts';
import { addDev, addStart } from './commands/start.ts';
import { addTrain } from './commands/train.ts';
import { CommandFailed } from './commands/outcome.ts';

const program = new Command('huiyin')
  .description('回音 Huiyin: every customer voice gets an answer')
  .version(await readVersion())
  .showHelpAfterError();

addStart(program);
addDev(program);
addDemo(program);
addMigrate(program);
addImport(program);
addCreateAdmin(program);
addDoctor(program);
addOpenApi(program);
addSla(program);
addEval(program);
addTrain(program);
addModels(program);

try {
  await program.parseAsync();
} catch (error) {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const expected = error instanceof CommandFailed || error instanceof ConfigError || taken;
  process.stderr.write(
    `${expected ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = error instanceof CommandFailed ? error.exitCode : 1;
}
