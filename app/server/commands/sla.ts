import type { Command } from 'commander';
import { z } from 'zod';
import { explainClock, shippedCalendar, shippedProfiles } from '#modules/sla/server/index.ts';
import { instantSchema, localeSchema } from '#platform/contract/fields.ts';
import { traceSentence } from '#platform/contract/trace-sentence.ts';
import { openTexts } from '#platform/server/http/texts.ts';
import { CommandFailed, conclude } from './outcome.ts';

const listOptions = z.object({ json: z.boolean().default(false) });
const explainOptions = z.object({
  json: z.boolean().default(false),
  profile: z.string(),
  clock: z.string(),
  from: z.string(),
  lang: localeSchema.default('zh-CN'),
});

const listed = () =>
  shippedProfiles().map((profile) => ({
    id: profile.key,
    name: profile.name,
    nameEn: profile.nameEn,
    calendar: profile.calendar,
    sources: profile.sources,
    clocks: profile.clocks.map((clock) => ({
      id: clock.id,
      name: clock.name,
      nameEn: clock.nameEn,
      from: clock.from,
      until: clock.until,
      length: clock.length,
      unit: clock.unit,
      confirmed: clock.confirmed,
      source: clock.source,
    })),
  }));

const chosen = (given: z.infer<typeof explainOptions>) => {
  const profile = shippedProfiles().find((one) => one.key === given.profile);
  if (!profile) {
    const known = shippedProfiles().map((one) => one.key);
    throw new CommandFailed(`No profile "${given.profile}". There is ${known.join(', ')}.`);
  }
  const clock = profile.clocks.find((one) => one.id === given.clock);
  if (!clock) {
    const known = profile.clocks.map((one) => one.id);
    throw new CommandFailed(`Profile ${profile.key} has no clock "${given.clock}". It has ${known.join(', ')}.`);
  }
  const calendar = shippedCalendar(clock.calendar ?? profile.calendar);
  if (!calendar) throw new CommandFailed(`No calendar "${clock.calendar ?? profile.calendar}".`);
  if (!instantSchema.safeParse(given.from).success)
    throw new CommandFailed(`--from is no instant with an offset, such as 2026-09-19T16:40:00+08:00: ${given.from}`);
  return { profile, clock, calendar };
};

const addExplain = (group: Command): void => {
  group
    .command('explain')
    .description('when a clock of a shipped profile ends that began then, and why')
    .requiredOption('--profile <id>', 'as listed by: sla profiles')
    .requiredOption('--clock <id>', 'a clock of that profile')
    .requiredOption('--from <instant>', 'ISO 8601 with offset: 2026-09-19T16:40:00+08:00')
    .option('--lang <locale>', 'language of the sentences: zh-CN or en')
    .option('--json', 'print the result as one JSON object')
    .action(async (options: unknown) => {
      const given = explainOptions.parse(options);
      const { profile, clock, calendar } = chosen(given);
      const found = explainClock(calendar, profile, clock, { receivedAt: Date.parse(given.from) });
      const texts = await openTexts();
      const say = (key: string, data?: Readonly<Record<string, unknown>>): string =>
        texts.find('sla', key, given.lang, data) ?? key;
      const trace = found.trace.map((line) => ({ ...line, text: traceSentence(line, say, given.lang) }));
      conclude(given.json, { ...found, trace }, [...trace.map((line) => line.text), found.due].join('\n'));
    });
};

/** Needs no database: the profiles and calendars are those that come with the product. */
export const addSla = (program: Command): void => {
  const group = program.command('sla').description('deadline profiles and the reasons for due times');
  group
    .command('profiles')
    .description('the shipped profiles with their clocks')
    .option('--json', 'print the result as one JSON object')
    .action((options: unknown) => {
      const { json } = listOptions.parse(options);
      const profiles = listed();
      const lines = profiles.flatMap((profile) => [
        `${profile.id}  ${profile.name}`,
        ...profile.clocks.map(
          (clock) => `  ${clock.id}  ${clock.length} ${clock.unit}${clock.confirmed ? '' : '  (draft)'}  ${clock.name}`,
        ),
      ]);
      conclude(json, { profiles }, lines.join('\n'));
    });
  addExplain(group);
};
