import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { clocksOf } from './clock.queries.ts';
import { eraseExtensionWords } from './extension.queries.ts';
import { currentRules } from './rulebook.ts';

export type Retention = { readonly months: number; readonly rule: string };

/**
 * How long the profiles demand that a ticket is kept: the longest of those whose clocks it ran by, in the version of that
 * time and in the newest, because a law that asks for more asks it of what is there already.
 */
export const retentionDemanded = async (
  tx: Tx,
  app: App,
  ticketIds: readonly string[],
): Promise<Map<string, Retention>> => {
  const rules = currentRules(app);
  const found = new Map<string, Retention>();
  for (const { ticketId, profileKey, profileVersion } of await clocksOf(tx, ticketIds)) {
    if (profileKey === null) continue;
    for (const version of [profileVersion ?? undefined, undefined]) {
      const months = rules.profile(profileKey, version)?.spec.retention.months ?? 0;
      if (months > (found.get(ticketId)?.months ?? 0)) found.set(ticketId, { months, rule: profileKey });
    }
  }
  return found;
};

/** The name of a rule, for who reads why something is kept. */
export const profileName = (app: App, key: string): { name: string; nameEn: string } | null => {
  const spec = currentRules(app).profile(key)?.spec;
  return spec ? { name: spec.name, nameEn: spec.nameEn } : null;
};

export const eraseSlaWords = eraseExtensionWords;
