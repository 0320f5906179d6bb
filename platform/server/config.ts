import path from 'node:path';
import { z } from 'zod';

const flag = z.stringbool({ truthy: ['1', 'true', 'yes', 'on'], falsy: ['0', 'false', 'no', 'off'] });

/** Every setting of the process, in one table. docs/operations.md is checked against it. */
export const configTable = {
  PORT: {
    schema: z.coerce.number().int().min(0).max(65_535).default(3000),
    about: 'Port the web server listens on; 0 takes a free one.',
  },
  HOST: { schema: z.string().min(1).default('127.0.0.1'), about: 'Address the web server listens on.' },
  HUIYIN_DATA: {
    schema: z.string().min(1).default('./data'),
    about: 'Folder of everything this instance keeps: embedded database, attachments, logs.',
  },
  DATABASE_URL: {
    schema: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    about: 'An existing PostgreSQL 15 to 18; absent = the embedded one under HUIYIN_DATA.',
  },
  PUBLIC_URL: {
    schema: z.url({ protocol: /^https?$/ }).optional(),
    about:
      'Address under which customers reach this instance; links in messages begin with it. Absent = http://HOST:PORT.',
  },
  SMTP_URL: {
    schema: z.url({ protocol: /^smtps?$/ }).optional(),
    about:
      'Outgoing mail, e.g. smtps://user:password@host:465. Absent = notices stay in the outbox and on the tracking page.',
  },
  MAIL_FROM: { schema: z.string().min(3).default('Huiyin <noreply@localhost>'), about: 'Sender of outgoing mail.' },
  HUIYIN_ROLE: {
    schema: z.enum(['web', 'worker', 'all']).default('all'),
    about: 'What this process does: answer requests, run jobs, or both.',
  },
  TRUST_PROXY: {
    schema: flag.default(false),
    about:
      'Believe the one reverse proxy in front about the sender: the last address in X-Forwarded-For, and X-Forwarded-Proto.',
  },
  SECURE_COOKIES: {
    schema: flag.optional(),
    about: 'Send session cookies over https only. Absent = yes when PUBLIC_URL is https.',
  },
  LOG_LEVEL: {
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    about: 'How much the log says.',
  },
  UPLOAD_LIMIT_MB: {
    schema: z.coerce.number().int().min(1).max(2048).default(25),
    about: 'Largest single attachment, in MB (1,048,576 bytes).',
  },
  INTAKE_QUEUE: {
    schema: z.coerce.number().int().min(64).max(100_000).default(2000),
    about: 'Feedback waiting for the next commit in this process; above it the answer is 503 with Retry-After.',
  },
  PUBLIC_RATE_PER_MINUTE: {
    schema: z.coerce.number().int().min(1).default(60),
    about:
      'Public submissions per minute and sender address (the loopback address is exempt: it is the reverse proxy or yourself).',
  },
} as const satisfies Record<string, { schema: z.ZodType; about: string }>;

const schema = z.object({
  PORT: configTable.PORT.schema,
  HOST: configTable.HOST.schema,
  HUIYIN_DATA: configTable.HUIYIN_DATA.schema,
  DATABASE_URL: configTable.DATABASE_URL.schema,
  PUBLIC_URL: configTable.PUBLIC_URL.schema,
  SMTP_URL: configTable.SMTP_URL.schema,
  MAIL_FROM: configTable.MAIL_FROM.schema,
  HUIYIN_ROLE: configTable.HUIYIN_ROLE.schema,
  TRUST_PROXY: configTable.TRUST_PROXY.schema,
  SECURE_COOKIES: configTable.SECURE_COOKIES.schema,
  LOG_LEVEL: configTable.LOG_LEVEL.schema,
  UPLOAD_LIMIT_MB: configTable.UPLOAD_LIMIT_MB.schema,
  INTAKE_QUEUE: configTable.INTAKE_QUEUE.schema,
  PUBLIC_RATE_PER_MINUTE: configTable.PUBLIC_RATE_PER_MINUTE.schema,
});

export type Config = {
  port: number;
  host: string;
  /** Absolute path. */
  dataDir: string;
  databaseUrl: string | undefined;
  /** Without a trailing slash. Filled in once the port is known when PUBLIC_URL is absent. */
  publicUrl: string | undefined;
  smtpUrl: string | undefined;
  mailFrom: string;
  role: 'web' | 'worker' | 'all';
  trustProxy: boolean;
  secureCookies: boolean;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  uploadLimitBytes: number;
  intakeQueue: number;
  publicRatePerMinute: number;
};

export class ConfigError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`Settings that are wrong:\n${problems.map((line) => `  - ${line}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** Reads the environment once; `defaults` stand in for what it does not say. Throws ConfigError with every wrong value at once, never with the first only. */
export const readConfig = (
  env: Record<string, string | undefined> = process.env,
  defaults: Readonly<Record<string, string>> = {},
): Config => {
  const given = Object.fromEntries(
    Object.keys(configTable).flatMap((key) =>
      env[key] === undefined || env[key] === ''
        ? defaults[key] === undefined
          ? []
          : [[key, defaults[key]]]
        : [[key, env[key]]],
    ),
  );
  const read = schema.safeParse(given);
  if (!read.success) {
    throw new ConfigError(read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  const value = read.data;
  const publicUrl = value.PUBLIC_URL?.replace(/\/+$/, '');
  return {
    port: value.PORT,
    host: value.HOST,
    dataDir: path.resolve(value.HUIYIN_DATA),
    databaseUrl: value.DATABASE_URL,
    publicUrl,
    smtpUrl: value.SMTP_URL,
    mailFrom: value.MAIL_FROM,
    role: value.HUIYIN_ROLE,
    trustProxy: value.TRUST_PROXY,
    secureCookies: value.SECURE_COOKIES ?? publicUrl?.startsWith('https:') ?? false,
    logLevel: value.LOG_LEVEL,
    uploadLimitBytes: value.UPLOAD_LIMIT_MB * 1_048_576,
    intakeQueue: value.INTAKE_QUEUE,
    publicRatePerMinute: value.PUBLIC_RATE_PER_MINUTE,
  };
};
