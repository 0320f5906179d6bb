import { randomUUID } from 'node:crypto';
import { addCustomers, lookUpCustomers, normaliseEmail, normalisePhone } from '#modules/customer/server/index.ts';
import { startClocks } from '#modules/sla/server/index.ts';
import {
  openTickets,
  prepareOpening,
  takeSeqs,
  ticketsByIds,
  trackingUrl,
  type OpeningDraft,
} from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { sha256 } from '#platform/server/crypto/tokens.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { createSetWriter, type SetWriter } from '#platform/server/database/set-writer.ts';
import { Problem } from '#platform/server/http/problem.ts';
import { cleanText } from '#platform/server/text/normalise.ts';
import { fingerprint } from '#platform/server/text/similar.ts';
import type { Feedback, Receipt } from '../contract.ts';
import { claimKeys, findKeys } from './collect.queries.ts';
import { linkRepeats } from './near-repeats.ts';

/** One voice, whatever way it came: the only thing that opens a ticket. */
export type Voice = Omit<Feedback, 'channel'> & {
  channel: OpeningDraft['channel'];
  region?: string;
  externalId?: string;
  occurredAt?: Date;
  /** Unique key of the row in its source; the same row twice opens one ticket. */
  sourceKey?: string;
  createdBy?: { id: string; name: string };
  /** The moment it counts as received; now unless a file of history is read. */
  at?: Date;
};

export type Submission = {
  voice: Voice;
  subject: string;
  /** SimHash of the content, see platform/server/text/similar.ts. */
  fingerprint: bigint;
  keyHash: Buffer;
  requestHash: Buffer;
  ticketId: string;
  at: Date;
};
export type Outcome =
  { status: 'opened' | 'known' | 'linked'; ticketId: string; number: string } | { status: 'refused'; problem: Problem };

const subjectLength = 60;

/** The first sentence stands in for a subject that was not given. */
const subjectOf = (voice: Voice): string => {
  if (voice.subject !== undefined && voice.subject !== '') return voice.subject;
  const line = voice.content.split(/[\n。！？!?]/u, 1)[0]?.trim() ?? '';
  const base = line === '' ? voice.content.trim() : line;
  const characters = [...base];
  return characters.length > subjectLength ? `${characters.slice(0, subjectLength - 1).join('')}…` : base;
};

/** `scope` keeps the keys of different senders apart (a form of the public, a token, a file). */
export const toSubmission = (app: App, voice: Voice, scope: string, idempotencyKey: string | undefined): Submission => {
  const at = voice.at ?? app.clock.now();
  const clean: Voice = {
    ...voice,
    content: cleanText(voice.content).text,
    ...(voice.subject === undefined ? {} : { subject: cleanText(voice.subject).text }),
  };
  const submission = {
    voice: clean,
    subject: subjectOf(clean),
    fingerprint: fingerprint(clean.content),
    keyHash: sha256(`${scope}\0${idempotencyKey ?? randomUUID()}`),
    // Sent again from a page that was switched to the other language, it is still the same request.
    requestHash: sha256(JSON.stringify({ ...voice, locale: undefined })),
    ticketId: newId(at),
    at,
  };
  prepareOpening(submission, { ...clean, subject: submission.subject }, app);
  return submission;
};

type LookedUp = Awaited<ReturnType<typeof lookUpCustomers>>;
type Customer = Awaited<ReturnType<typeof addCustomers>>['refs'][number];

const draftOf = (submission: Submission, customer: Customer, linkedTo: string | undefined): OpeningDraft => {
  const { voice } = submission;
  return {
    id: submission.ticketId,
    customer,
    ...(voice.kind === undefined ? {} : { kind: voice.kind }),
    subject: submission.subject,
    content: voice.content,
    channel: voice.channel,
    region: voice.region ?? customer?.region ?? '',
    outletId: voice.outletId ?? null,
    fields: voice.fields ?? {},
    occurredAt: voice.occurredAt ?? null,
    at: submission.at,
    contactName: voice.contact?.name ?? '',
    // Who writes in a language is answered in it; a note about somebody we know keeps to his.
    locale: voice.locale ?? customer?.locale ?? 'zh-CN',
    ...(voice.createdBy === undefined ? {} : { createdBy: voice.createdBy }),
    ...(voice.sourceKey === undefined ? {} : { sourceKey: voice.sourceKey }),
    ...(linkedTo === undefined ? {} : { linkedTo }),
    attachmentIds: voice.attachments ?? [],
    triage: {},
    origin: submission,
  };
};

const lookUp = (tx: Tx, submissions: readonly Submission[]): Promise<LookedUp> =>
  lookUpCustomers(
    tx,
    submissions.map(({ voice, at }) => {
      const { contact, externalId, region, locale } = voice;
      return { ...contact, externalId, region, locale, at };
    }),
  );

/**
 * Opens tickets for claimed submissions: customers, links, tickets with owner, clocks. All or nothing. On the intake
 * connection nothing here is waited for, unless somebody whom we know speaks again.
 */
const openClaimed = async (
  tx: Tx,
  app: App,
  claimed: readonly Submission[],
  customersFound: LookedUp,
  seqs: readonly number[],
): Promise<Map<string, Outcome>> => {
  const { refs: customers, known } = await addCustomers(tx, customersFound);
  const sayings = claimed.flatMap((one, index) => {
    const customer = customers[index];
    return customer
      ? [
          {
            ticketId: one.ticketId,
            customerId: customer.id,
            text: one.voice.content,
            fingerprint: one.fingerprint,
            at: one.at,
          },
        ]
      : [];
  });
  const links = await linkRepeats(tx, sayings, known);
  const drafts = claimed.map((one, index) => draftOf(one, customers[index] ?? null, links.get(one.ticketId)));
  const opened = await openTickets(tx, app, drafts, seqs);
  await startClocks(
    tx,
    opened.filter((ticket) => ticket.spam !== true),
  );
  return new Map(
    opened.map((ticket) => [
      ticket.id,
      { status: links.has(ticket.id) ? 'linked' : 'opened', ticketId: ticket.id, number: ticket.number },
    ]),
  );
};

/** What a key that was claimed before answers now: the same ticket, or a refusal when the request was another one. */
const answerKnown = async (tx: Tx, repeats: readonly Submission[]): Promise<Map<string, Outcome>> => {
  const keys = new Map(
    (
      await findKeys(
        tx,
        repeats.map((one) => one.keyHash),
      )
    ).map((row) => [row.key, row]),
  );
  const tickets = new Map(
    (
      await ticketsByIds(
        tx,
        [...keys.values()].map((row) => row.ticketId),
      )
    ).map((row) => [row.id, row]),
  );
  const refused = (code: string, status: number): Outcome => ({
    status: 'refused',
    problem: new Problem(code, status),
  });
  const answers = new Map<string, Outcome>();
  for (const one of repeats) {
    const key = keys.get(one.keyHash.toString('hex'));
    const ticket = key && tickets.get(key.ticketId);
    if (!key || !ticket) answers.set(one.ticketId, refused('system.unexpected', 500));
    else if (key.request !== one.requestHash.toString('hex'))
      answers.set(one.ticketId, refused('collect.key_reused', 422));
    else answers.set(one.ticketId, { status: 'known', ticketId: ticket.id, number: ticket.number });
  }
  return answers;
};

/** Writes a set of submissions in the caller's transaction and answers each in the same order. */
export const submitSet = async (tx: Tx, app: App, submissions: readonly Submission[]): Promise<Outcome[]> => {
  const firstOfKey = new Map<string, Submission>();
  for (const one of submissions) {
    const key = one.keyHash.toString('hex');
    if (!firstOfKey.has(key)) firstOfKey.set(key, one);
  }
  const firsts = [...firstOfKey.values()];
  // Asked together, because each answer waited for costs a turn of a busy event loop. Places in the order of arrival that a
  // repeat does not need are lost, as with every set that is undone.
  const [free, foundForFirsts, seqs] = await Promise.all([
    claimKeys(tx, firsts, app.clock.now()),
    lookUp(tx, firsts),
    takeSeqs(tx, firsts.length),
  ]);
  const claimed = firsts.filter((one) => free.has(one.keyHash.toString('hex')));
  const found = claimed.length === firsts.length || claimed.length === 0 ? foundForFirsts : await lookUp(tx, claimed);
  const opened = claimed.length === 0 ? new Map<string, Outcome>() : await openClaimed(tx, app, claimed, found, seqs);
  const repeats = submissions.filter((one) => !opened.has(one.ticketId));
  const known = repeats.length === 0 ? new Map<string, Outcome>() : await answerKnown(tx, repeats);
  return submissions.map(
    (one) =>
      opened.get(one.ticketId) ??
      known.get(one.ticketId) ?? { status: 'refused', problem: new Problem('system.unexpected', 500) },
  );
};

const setRows = 64;
const setsAtOnce = 2;

/** The same request twice, or the same sender: in two sets at once they would wait for each other or miss each other. */
const sharedKeys = ({ keyHash, voice }: Submission): string[] => {
  const { phone, email } = voice.contact ?? {};
  const keys = [keyHash.toString('latin1')];
  if (phone) keys.push(normalisePhone(phone) ?? phone);
  if (email) keys.push(normaliseEmail(email) ?? email);
  if (voice.externalId !== undefined) keys.push(voice.externalId);
  return keys;
};
const writers = new WeakMap<App, SetWriter<Submission, Outcome>>();

/** The queue of this process: requests that arrive while a commit is under way ride together in the next one. */
export const intakeWriter = (app: App): SetWriter<Submission, Outcome> => {
  const found = writers.get(app);
  if (found) return found;
  const writer = createSetWriter<Submission, Outcome>({
    connection: app.db.dedicated('intake', setsAtOnce),
    atOnce: setsAtOnce,
    keysOf: sharedKeys,
    maxRows: setRows,
    maxWaiting: app.config.intakeQueue,
    write: (tx, items) => submitSet(tx, app, items),
  });
  writers.set(app, writer);
  return writer;
};

/** Answers after the ticket is durable: its number and the link that follows it. */
export const submitFeedback = async (app: App, submission: Submission): Promise<Receipt> => {
  const outcome = await intakeWriter(app).submit(submission);
  if (outcome.status === 'refused') throw outcome.problem;
  return { number: outcome.number, trackingUrl: trackingUrl(app, outcome.ticketId) };
};
