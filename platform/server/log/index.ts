import { pino, type Logger } from 'pino';

export type Log = Logger;

/** Names of fields whose value never reaches a log line, at any depth that our code logs at. */
const secretFields = ['password', 'token', 'cookie', 'authorization', 'phone', 'email', 'content', 'name'];

export const openLog = (level: string): Log =>
  pino({
    level,
    base: { app: 'huiyin' },
    redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[hidden]' },
  });
