import { createTransport, type Transporter } from 'nodemailer';
import { z } from 'zod';
import type { App } from '#platform/server/app.ts';
import type { ThreadHeaders } from './mail-thread.ts';

export type Mail = { to: string; subject: string; text: string; thread: ThreadHeaders };
export type MailWire = { send(mail: Mail): Promise<void>; close(): void };

/** Limits of every step of a conversation with the mail server: one that is silent must not hold a worker for ever. */
const timeoutsMs = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000, dnsTimeout: 10_000 };

const openWire = (smtpUrl: string, from: string): MailWire => {
  const url = new URL(smtpUrl);
  const secure = url.protocol === 'smtps:';
  const transport: Transporter = createTransport({
    pool: true,
    maxConnections: 2,
    host: url.hostname,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    ...(url.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
    ...timeoutsMs,
  });
  return {
    async send({ to, subject, text, thread }) {
      await transport.sendMail({
        from,
        to: { name: '', address: to },
        subject,
        text,
        ...thread,
        headers: { 'Auto-Submitted': 'auto-generated' },
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    },
    close: () => transport.close(),
  };
};

const wires = new WeakMap<App, MailWire>();

/** The way out of this process; null when no mail server is set. */
export const mailWire = (app: App): MailWire | null => {
  const { smtpUrl, mailFrom } = app.config;
  if (smtpUrl === undefined) return null;
  const found = wires.get(app) ?? openWire(smtpUrl, mailFrom);
  wires.set(app, found);
  return found;
};

export const closeMailWire = (app: App): void => {
  wires.get(app)?.close();
  wires.delete(app);
};

const smtpFault = z.object({ responseCode: z.int() });

/** The mail server said no for good (5xx): asking again would only annoy it. */
export const isRefusedForGood = (error: unknown): boolean => {
  const read = smtpFault.safeParse(error);
  return read.success && read.data.responseCode >= 500 && read.data.responseCode < 600;
};
