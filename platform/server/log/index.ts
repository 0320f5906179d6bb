import { pino, type DestinationStream, type Logger } from 'pino';
import { faultCode } from '../database/faults.ts';

export type Log = Logger;

/** Names of fields whose value never reaches a log line, at any depth that our code logs at. */
const secretFields = ['password', 'token', 'cookie', 'authorization', 'phone', 'email', 'content', 'name'];

/** The job queue hands on copies of errors, which are errors no more. */
const wordsOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);

/** Errors of drivers carry whole connections with them; only what a person reads is kept. */
const errorLine = (error: unknown): Record<string, unknown> =>
  error instanceof Error
    ? {
        type: error.name,
        message: error.message,
        stack: error.stack,
        code: faultCode(error) ?? undefined,
        // `fetch failed` says nothing; what made it fail does. The code only: a message may hold an address with its key.
        cause: faultCode(error.cause) ?? undefined,
      }
    : { message: wordsOf(error), code: faultCode(error) ?? undefined };

export const openLog = (level: string, to: DestinationStream = pino.destination(1)): Log =>
  pino(
    {
      level,
      base: { app: 'huiyin' },
      serializers: { err: errorLine },
      redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[hidden]' },
    },
    to,
  );
