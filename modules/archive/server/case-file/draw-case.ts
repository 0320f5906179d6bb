import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { ThreadEntry } from '#modules/ticket/contract.ts';
import type { AttachmentRow, TicketRow } from '#modules/ticket/server/index.ts';
import type { TicketNotice } from '#modules/channel/server/index.ts';
import type { WholeApproval } from '#modules/approval/server/index.ts';
import { drawApproval } from './draw-approval.ts';
import { addPictures } from './add-pictures.ts';
import { openCaseSheet, type CaseSheet } from './case-sheet.ts';
import type { CaseWords } from './case-words.ts';

export type CaseContent = {
  readonly companyName: string;
  readonly madeAt: Date;
  readonly madeBy: string;
  readonly ticket: Omit<TicketRow, 'seq'>;
  readonly entries: readonly ThreadEntry[];
  readonly notices: readonly TicketNotice[];
  readonly approvals: readonly WholeApproval[];
  readonly files: readonly AttachmentRow[];
  /** Label and value of what the company's own fields hold. */
  readonly fields: readonly (readonly [string, string])[];
  /** SHA-256 of the JSON file that holds the same facts. */
  readonly factsHash: string;
};

const tones = { in: 'customer', out: 'company', note: 'note' } as const;
const factsOf = (words: CaseWords, ticket: CaseContent['ticket']): [string, string][] => {
  const when = (at: Date | null): string => (at === null ? '–' : words.time(at));
  const kind = words.of('platform', `kind.${ticket.kind}`);
  return [
    [words.text('sheet.number'), ticket.number],
    [words.text('sheet.state'), words.of('ticket', `state.${ticket.state}`)],
    [words.text('sheet.kind'), [kind, words.category(ticket.categoryKey)].filter(Boolean).join(' · ')],
    [words.text('sheet.level'), words.of('platform', `level.${ticket.level}`)],
    [words.text('sheet.customer'), ticket.customerName === '' ? '–' : ticket.customerName],
    [words.text('sheet.channel'), words.of('ticket', `channel.${ticket.channel}`)],
    [words.text('sheet.department'), words.department(ticket.departmentId)],
    [words.text('sheet.owner'), words.person(ticket.ownerId) || '–'],
    [words.text('sheet.created'), when(ticket.createdAt)],
    [words.text('sheet.firstReply'), when(ticket.firstReplyAt)],
    [words.text('sheet.closed'), when(ticket.closedAt)],
    [words.text('sheet.archived'), when(ticket.archivedAt)],
    [words.text('sheet.rating'), ticket.rating === null ? '–' : `${ticket.rating} / 5`],
    [words.text('sheet.reopened'), String(ticket.reopenCount)],
  ];
};

const addEntry = async (
  sheet: CaseSheet,
  words: CaseWords,
  entry: ThreadEntry,
  files: ReadonlyMap<string | null, AttachmentRow[]>,
  dataDir: string,
): Promise<void> => {
  const when = words.time(entry.at);
  if (entry.type === 'event') {
    sheet.entry(when, '', [entry.actorKind === 'user' ? entry.actorName : '', words.event(entry)].join(' ').trim());
    return;
  }
  const role = words.text(`sheet.direction.${entry.direction}`);
  sheet.entry(when, [role, entry.authorName].filter(Boolean).join(' · '), entry.body, tones[entry.direction]);
  const attached = files.get(entry.id) ?? [];
  for (const file of attached) sheet.small(words.text('sheet.attached', { name: file.name, bytes: file.bytes }));
  await addPictures(sheet, words, attached, dataDir);
};

/** The file of one ticket as a PDF: facts, the story in order, notices, files with their hashes. */
export const drawCase = async (
  content: CaseContent,
  words: CaseWords,
  dirs: { readonly ticket: string; readonly approval: string },
): Promise<Buffer> => {
  const { ticket } = content;
  const title = words.text('sheet.title', { number: ticket.number });
  const sheet = openCaseSheet(title);
  sheet.title(title, [content.companyName, ticket.subject].filter(Boolean).join(' · '));
  sheet.facts(factsOf(words, ticket));
  if (content.fields.length > 0) {
    sheet.heading(words.text('sheet.fields'));
    sheet.facts(content.fields);
  }
  sheet.heading(words.text('sheet.story'));
  const byMessage = Map.groupBy(content.files, (file) => file.messageId);
  for (const [at, entry] of content.entries.entries()) {
    await addEntry(sheet, words, entry, byMessage, dirs.ticket);
    // A thread of thousands takes seconds to set: others are served in between.
    if (at % 40 === 39) await yieldToOthers();
  }
  sheet.heading(words.text('sheet.approvals'));
  if (content.approvals.length === 0) sheet.small(words.text('sheet.noApprovals'));
  for (const approval of content.approvals) await drawApproval(sheet, words, approval, dirs.approval);
  sheet.heading(words.text('sheet.notices'));
  if (content.notices.length === 0) sheet.small(words.text('sheet.noNotices'));
  for (const notice of content.notices)
    sheet.entry(words.time(notice.at), words.of('channel', `notice.${notice.templateKey}`), notice.body, 'company');
  sheet.heading(words.text('sheet.files'));
  const files = [...content.files, ...content.approvals.flatMap((one) => one.files)];
  if (files.length === 0) sheet.small(words.text('sheet.noFiles'));
  for (const file of files) sheet.small(`${file.name}  ${file.bytes} B\nSHA-256 ${file.sha256}`);
  sheet.heading(words.text('sheet.proof'));
  sheet.small(words.text('sheet.proofText', { hash: content.factsHash }));
  return sheet.finish(
    words.text('sheet.foot', { number: ticket.number, by: content.madeBy, at: words.time(content.madeAt) }),
  );
};
