import { formatTicketNumber, type TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { Duty } from '../contract.ts';
import { clocksOf } from './clock.queries.ts';
import { currentRules, type ProfileVersion } from './rulebook.ts';

type Clause = { readonly text: string; readonly textEn: string };

/** A clause may name the ticket; what it can say of dates only an extension knows, and that goes out by itself. */
const withNumber = (number: string, { text, textEn }: Clause): Clause => ({
  text: text.replaceAll(/\{\{\s*number\s*\}\}/g, number),
  textEn: textEn.replaceAll(/\{\{\s*number\s*\}\}/g, number),
});

const dutyOf = ({ spec, version }: ProfileVersion, number: string): Duty => ({
  profile: { key: spec.key, version, name: spec.name, nameEn: spec.nameEn },
  remedies: spec.remedies,
  notices: spec.notices
    .filter((notice) => notice.when !== 'extended')
    .map(({ when, text, textEn, clauses }) => ({
      when,
      clauses: [...(text === '' ? [] : [{ text, textEn }]), ...clauses].map((one) => withNumber(number, one)),
    }))
    .filter((notice) => notice.clauses.length > 0),
  conflictRule: spec.conflictRule,
  retentionMonths: spec.retention.months,
});

/** By the versions that started the ticket's clocks: what was demanded then is demanded still. */
export const dutiesOf = async (tx: Tx, app: App, ticket: Pick<TicketRow, 'id' | 'number'>): Promise<Duty[]> => {
  const rules = currentRules(app);
  const found = new Map<string, ProfileVersion>();
  for (const { profileKey, profileVersion } of await clocksOf(tx, [ticket.id])) {
    const profile = profileKey === null ? undefined : rules.profile(profileKey, profileVersion ?? undefined);
    const known = found.get(profileKey ?? '');
    if (profile && (known === undefined || known.version < profile.version)) found.set(profile.spec.key, profile);
  }
  return [...found.values()].map((profile) => dutyOf(profile, formatTicketNumber(ticket.number)));
};
