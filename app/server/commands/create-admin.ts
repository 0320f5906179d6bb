import type { Command } from 'commander';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { createPerson, ensureFirstDepartment } from '#modules/staff/server/index.ts';
import { passwordSchema, usernameSchema } from '#modules/staff/contract.ts';
import { systemClock } from '#platform/server/clock/index.ts';
import { readConfig } from '#platform/server/config.ts';
import { everything, openDatabase } from '#platform/server/database/index.ts';
import { Problem } from '#platform/server/http/problem.ts';
import { openLog } from '#platform/server/log/index.ts';
import { openInstanceDatabase } from '../open-instance.ts';
import { CommandFailed, conclude, say } from './outcome.ts';

const options = z.object({
  username: z.string(),
  passwordStdin: z.boolean().default(false),
  json: z.boolean().default(false),
});

const checked = <S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> => {
  const read = schema.safeParse(value);
  if (!read.success)
    throw new CommandFailed(`${what}: ${read.error.issues.map((issue) => issue.message).join('; ')}`, 2);
  return read.data;
};

export const addCreateAdmin = (program: Command): void => {
  program
    .command('create-admin')
    .description('add an administrator (and the first department where there is none)')
    .requiredOption('--username <name>', 'user name')
    .option('--password-stdin', 'read the password from standard input (the only way to give one)')
    .option('--json', 'print the result as one JSON object')
    .action(async (given: unknown) => {
      const { username: name, passwordStdin, json } = options.parse(given);
      if (!passwordStdin) throw new CommandFailed('Give the password on standard input: … --password-stdin < file', 2);
      const username = checked(usernameSchema, name, 'username');
      const password = checked(
        passwordSchema,
        (await text(process.stdin)).replace(/\r?\n$/, ''),
        'password (at least 8 characters)',
      );
      const database = await openInstanceDatabase(readConfig(), say);
      const db = openDatabase(database.url, openLog('silent'));
      try {
        const at = systemClock.now();
        const person = await db.write(everything, async (tx) => {
          const department = await ensureFirstDepartment(tx, at);
          return createPerson(tx, {
            username,
            displayName: username,
            roleKey: 'admin',
            departmentId: department.id,
            password,
            at,
          });
        });
        conclude(json, { id: person.id, username }, `Administrator ${username} added.`);
      } catch (error) {
        if (error instanceof Problem && error.code === 'staff.username_taken')
          throw new CommandFailed(`The user name ${username} is taken.`, 3);
        throw error;
      } finally {
        await db.close();
        await database.stop();
      }
    });
};
