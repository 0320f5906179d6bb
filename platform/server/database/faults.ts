import { z } from 'zod';

const coded = z.object({ code: z.string(), constraint: z.string().optional() });

/** SQLSTATE of an error that came from PostgreSQL, or the system's code (ECONNRESET …); null for anything else. */
export const faultCode = (error: unknown): string | null => {
  const read = coded.safeParse(error);
  return read.success ? read.data.code : null;
};

const lostConnection = new Set([
  '57P01',
  '57P02',
  '57P03',
  '57P05',
  '25P03',
  '53300',
  '08000',
  '08003',
  '08006',
  '08001',
  '08004',
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);

/** True when the connection went away and nobody knows whether the transaction was kept. */
export const isLostConnection = (error: unknown): boolean => {
  const code = faultCode(error);
  if (code !== null) return lostConnection.has(code);
  return (
    error instanceof Error &&
    /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Client was closed/.test(
      error.message,
    )
  );
};

/** True for faults that one row of a set causes (a value that does not fit, a constraint): the others may go on without it. */
export const isRowFault = (error: unknown): boolean => {
  const code = faultCode(error);
  return code !== null && /^(22|23|P0|54)/.test(code);
};

/** Deadlock or serialization failure: the same work may simply be tried again. */
export const isRetryable = (error: unknown): boolean => {
  const code = faultCode(error);
  return code === '40001' || code === '40P01';
};

/** The disk is full, or another limit of the machine is reached. */
export const isOutOfSpace = (error: unknown): boolean => {
  const code = faultCode(error);
  return code === '53100' || code === 'ENOSPC';
};

export const isUniqueViolation = (error: unknown): boolean => faultCode(error) === '23505';
export const isTimeLimit = (error: unknown): boolean => faultCode(error) === '57014';
