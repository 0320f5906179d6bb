import type { FastifyReply } from 'fastify';
import { createHash } from 'node:crypto';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { approvalFilesDir } from '#modules/approval/server/index.ts';
import { accessTicket, attachmentsOfTicket, readableFiles } from '#modules/ticket/server/index.ts';
import type { Locale } from '#platform/contract/fields.ts';
import type { App } from '#platform/server/app.ts';
import { openFile } from '#platform/server/files/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { gatherCase } from '../closing-file.ts';
import { openCaseWords, type EventEntry } from './case-words.ts';
import { fieldFacts } from './field-facts.ts';
import { drawCase } from './draw-case.ts';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

type Enclosed = { dir: string; name: string; sha256: string };
type Made = { number: string; pdf: Buffer; facts: Buffer; files: readonly Enclosed[] };

/** Two files of one name must both arrive; what a name may hold was settled when it came in. */
const placeOf = (folder: string, at: number, name: string): string =>
  `${folder}/${String(at + 1).padStart(3, '0')}-${name}`;

const makeCase = async (app: App, actor: Actor, number: string, locale: Locale): Promise<Made> => {
  const gathered = await gatherCase(app, actor, number);
  const files = await app.db.read(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, 'ticket.read');
    return readableFiles(tx, actor, await attachmentsOfTicket(tx, ticket.id));
  });
  const facts = Buffer.from(JSON.stringify(gathered.file, null, 2));
  const events = gathered.entries.filter((entry): entry is EventEntry => entry.type === 'event');
  const { ticket } = gathered;
  const words = await openCaseWords(app, locale, events, ticket.ownerId === null ? [] : [ticket.ownerId]);
  const content = {
    fields: await fieldFacts(app, words, ticket.fields, files),
    companyName: gathered.file.companyName,
    madeAt: app.clock.now(),
    madeBy: actor.name,
    ticket,
    entries: gathered.entries,
    approvals: gathered.approvals,
    notices: gathered.notices,
    files,
    factsHash: sha256(facts),
  };
  const dirs = { ticket: app.config.dataDir, approval: approvalFilesDir(app) };
  const pdf = await drawCase(content, words, dirs);
  const enclosed = (folder: string, dir: string, many: readonly { name: string; sha256: string }[]): Enclosed[] =>
    many.map((file, at) => ({ dir, name: placeOf(folder, at, file.name), sha256: file.sha256 }));
  return {
    number: ticket.number,
    pdf,
    facts,
    files: [
      ...enclosed('files', dirs.ticket, files),
      ...enclosed(
        'approvals',
        dirs.approval,
        gathered.approvals.flatMap((one) => one.files),
      ),
    ],
  };
};

export const sendCasePdf = async (
  app: App,
  actor: Actor,
  of: { number: string; locale: Locale },
  reply: FastifyReply,
): Promise<void> => {
  const { number, pdf } = await makeCase(app, actor, of.number, of.locale);
  await reply
    .type('application/pdf')
    .header('content-disposition', `inline; filename="huiyin-${number}.pdf"`)
    .header('cache-control', 'no-store')
    .send(pdf);
};

/** Everything in one ZIP: the PDF, the facts as JSON, each file as it came, and the hashes that `sha256sum -c` checks. */
export const sendCaseZip = async (
  app: App,
  actor: Actor,
  of: { number: string; locale: Locale },
  reply: FastifyReply,
): Promise<void> => {
  const { number, pdf, facts, files } = await makeCase(app, actor, of.number, of.locale);
  const zip = new ZipFile();
  const options = { mtime: app.clock.now() };
  const hashes = [
    { name: `case-${number}.pdf`, sha256: sha256(pdf) },
    { name: `case-${number}.json`, sha256: sha256(facts) },
    ...files,
  ];
  zip.addBuffer(pdf, `case-${number}.pdf`, options);
  zip.addBuffer(facts, `case-${number}.json`, options);
  for (const file of files) {
    const { stream } = await openFile(file.dir, file.sha256);
    zip.addReadStream(stream, file.name, options);
  }
  zip.addBuffer(Buffer.from(hashes.map((each) => `${each.sha256}  ${each.name}\n`).join('')), 'SHA256SUMS', options);
  zip.end();
  await reply
    .type('application/zip')
    .header('content-disposition', `attachment; filename="huiyin-${number}.zip"`)
    .header('cache-control', 'no-store')
    .send(zip.outputStream);
  await finished(zip.outputStream).catch(() => undefined);
};
