import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { readMail } from './mail-text.ts';

/** What goes wrong on the way, until it is set back to `none`. */
export const mailFaults = ['none', 'busy', 'refuse', 'silent', 'drop'] as const;
export type MailFault = (typeof mailFaults)[number];

export type CaughtMail = {
  id: number;
  from: string;
  to: string[];
  subject: string;
  text: string;
  messageId: string;
  inReplyTo: string;
  references: string;
  at: string;
};

export type MailCatcher = {
  readonly url: string;
  mails(to?: string): CaughtMail[];
  fail(fault: MailFault): void;
  readonly fault: MailFault;
  clear(): void;
  stop(): Promise<void>;
};

const smtpError = (code: number, text: string): Error => Object.assign(new Error(text), { responseCode: code });

const addressOf = (address: unknown): string =>
  typeof address === 'object' && address !== null && 'address' in address ? String(address.address) : '';

const collect = async (stream: AsyncIterable<Buffer>): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
};

const kept = 1000;

/** Plays every customer's mail server: takes all mail, shows it, and fails on demand. */
export const startMailCatcher = async (options: { port?: number; host?: string } = {}): Promise<MailCatcher> => {
  const host = options.host ?? '127.0.0.1';
  let mails: CaughtMail[] = [];
  let fault: MailFault = 'none';
  let count = 0;
  const keep = (from: string, to: string[], raw: Buffer): void => {
    const { headers, subject, text } = readMail(raw);
    count += 1;
    const header = (name: string): string => headers.get(name) ?? '';
    const thread = {
      messageId: header('message-id'),
      inReplyTo: header('in-reply-to'),
      references: header('references'),
    };
    mails.push({ id: count, from, to, subject, text, ...thread, at: new Date().toISOString() });
    mails = mails.slice(-kept);
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo(_address, session, callback) {
      if (fault === 'busy') callback(smtpError(451, 'mailbox busy, try later'));
      else if (fault === 'refuse') callback(smtpError(550, 'no such mailbox'));
      else if (fault === 'drop') callback(smtpError(421, `${session.id} closing`));
      else if (fault !== 'silent') callback();
    },
    onData(stream, session, callback) {
      const { mailFrom, rcptTo } = session.envelope;
      collect(stream).then((raw) => {
        keep(addressOf(mailFrom), rcptTo.map(addressOf), raw);
        callback();
      }, callback);
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(options.port ?? 0, host);
  await once(listening, 'listening');
  const address: AddressInfo | string | null = listening.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `smtp://${host}:${port}`,
    mails: (to) => (to === undefined ? [...mails] : mails.filter((mail) => mail.to.includes(to))),
    fail(next) {
      fault = next;
    },
    get fault() {
      return fault;
    },
    clear() {
      mails = [];
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
