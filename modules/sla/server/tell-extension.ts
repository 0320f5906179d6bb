import { queueNotices } from '#modules/channel/server/index.ts';
import { contactsOf } from '#modules/customer/server/index.ts';
import { formatTicketNumber, type TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { ProfileSpec } from '../contract.ts';
import { isoIn, type Zone } from './calendar/zone.ts';
import type { ExtensionRow } from './extension.queries.ts';

const fill = (text: string, data: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_whole, key: string) => data[key] ?? '');

const wall = (zone: Zone, at: Date): string => isoIn(zone, at.getTime()).slice(0, 16).replace('T', ' ');

/**
 * Tells the customer of the new due time with the reason, in the words of the profile and with every clause that it
 * demands. False when the profile has no words for it.
 */
export const tellExtension = async (
  tx: Tx,
  app: App,
  ticket: TicketRow,
  of: { profile: ProfileSpec; zone: Zone; extension: ExtensionRow },
): Promise<boolean> => {
  const notice = of.profile.notices.find((one) => one.when === 'extended');
  if (!notice) return false;
  const contacts = await contactsOf(tx, ticket.customerId === null ? [] : [ticket.customerId]);
  const contact = ticket.customerId === null ? undefined : contacts.get(ticket.customerId);
  const english = contact?.locale === 'en';
  const pick = (one: { text: string; textEn: string }): string => (english && one.textEn ? one.textEn : one.text);
  const { oldDueAt, newDueAt, reason, id } = of.extension;
  const data = {
    number: formatTicketNumber(ticket.number),
    reason,
    oldDue: wall(of.zone, oldDueAt),
    newDue: wall(of.zone, newDueAt),
  };
  const body = [notice, ...notice.clauses].map((one) => fill(pick(one), data)).filter(Boolean);
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
      body: body.join('\n\n'),
      onceKey: `sla_extension:${id}`,
    },
  ]);
  return true;
};
