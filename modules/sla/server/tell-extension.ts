import { queueNotices } from '#modules/channel/server/index.ts';
import { contactsOf } from '#modules/customer/server/index.ts';
import { formatTicketNumber, type TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { ProfileSpec } from '../contract.ts';
import { isoIn, type Zone } from './calendar/zone.ts';
import type { ExtensionRow } from './extension.queries.ts';

type Words = { readonly text: string; readonly textEn: string };
type Data = Readonly<Record<string, string>>;

const fill = (text: string, data: Data): string =>
  text.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_whole, key: string) => data[key] ?? '');

const wall = (zone: Zone, at: Date): string => isoIn(zone, at.getTime()).slice(0, 16).replace('T', ' ');

/** Reason, old and new time in the words of the profile, then its clauses; what it leaves open the product fills. */
const bodyOf = (app: App, profile: ProfileSpec | null, data: Data, english: boolean): string => {
  const locale = english ? 'en' : 'zh-CN';
  const pick = (one: Words): string => (english && one.textEn ? one.textEn : one.text);
  const own = (key: string, more: Data = {}): string => app.texts.find('sla', key, locale, { ...data, ...more }) ?? '';
  const notice = profile?.notices.find((one) => one.when === 'extended');
  const remedies = profile ? pick(profile.remedies) : '';
  // Who is told of a delay is told where to object to it, whatever the profile forgot.
  const objection = remedies === '' ? own('notice.object') : own('notice.remedies', { remedies });
  const clauses = notice && notice.clauses.length > 0 ? notice.clauses.map(pick) : [objection];
  const lead = notice && pick(notice) !== '' ? pick(notice) : own('notice.extendedText');
  return [lead, ...clauses]
    .map((one) => fill(one, data))
    .filter(Boolean)
    .join('\n\n');
};

/** Tells the customer of the new due time, once; he reads it on his page too where nobody can write to him. */
export const tellExtension = async (
  tx: Tx,
  app: App,
  ticket: TicketRow,
  of: { profile: ProfileSpec | null; zone: Zone; extension: ExtensionRow },
): Promise<boolean> => {
  const contacts = await contactsOf(tx, ticket.customerId === null ? [] : [ticket.customerId]);
  const contact = ticket.customerId === null ? undefined : contacts.get(ticket.customerId);
  const english = ticket.locale === 'en';
  const { oldDueAt, newDueAt, reason, id } = of.extension;
  const data = {
    number: formatTicketNumber(ticket.number),
    reason,
    oldDue: wall(of.zone, oldDueAt),
    newDue: wall(of.zone, newDueAt),
  };
  const subject = app.texts.find('sla', 'notice.extended', english ? 'en' : 'zh-CN', data) ?? data.number;
  await queueNotices(tx, app, [
    {
      ticketId: ticket.id,
      number: ticket.number,
      customerId: ticket.customerId,
      departmentId: ticket.departmentId,
      templateKey: 'sla_extended',
      address: contact?.email,
      subject,
      body: bodyOf(app, of.profile, data, english),
      onceKey: `sla_extension:${id}`,
    },
  ]);
  return true;
};
