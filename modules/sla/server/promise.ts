import type { App } from '#platform/server/app.ts';
import { caseOf, planClocks } from './plan-clocks.ts';
import { currentRules } from './rulebook.ts';

type Heard = Pick<Parameters<typeof caseOf>[1], 'kind' | 'level' | 'channel'>;

/**
 * Until when a voice that is raised now gets its first answer; null where nothing is promised. An instant and not a
 * number of minutes: at night thirty working minutes end tomorrow morning.
 */
export const promisedFirstReplyAt = (app: App, heard: Heard): Date | null =>
  planClocks(currentRules(app), caseOf(app, heard), 'opened', app.clock.now()).find(
    (plan) => plan.until === 'first_reply',
  )?.dueAt ?? null;
