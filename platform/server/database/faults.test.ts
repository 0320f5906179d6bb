import { describe, expect, test } from 'vitest';
import { isLostConnection, isOutOfSpace, isRetryable, isRowFault, isTimeLimit, isUniqueViolation } from './faults.ts';

const fault = (code: string): Error => Object.assign(new Error(`fault ${code}`), { code });
const tellers = { isLostConnection, isOutOfSpace, isRetryable, isRowFault, isTimeLimit, isUniqueViolation };

const told = (error: unknown): string[] =>
  Object.entries(tellers)
    .filter(([, tell]) => tell(error))
    .map(([name]) => name);

describe('a fault of the database', () => {
  test.each([
    ['57P01', ['isLostConnection']],
    ['57P03', ['isLostConnection']],
    ['25P03', ['isLostConnection']],
    ['53300', ['isLostConnection']],
    ['ECONNREFUSED', ['isLostConnection']],
    ['EAI_AGAIN', ['isLostConnection']],
    ['40001', ['isRetryable']],
    ['40P01', ['isRetryable']],
    ['57014', ['isTimeLimit']],
    ['53100', ['isOutOfSpace']],
    ['ENOSPC', ['isOutOfSpace']],
    ['23505', ['isRowFault', 'isUniqueViolation']],
    ['22P05', ['isRowFault']],
    ['42P01', []],
  ])('%s is told as %j', (code, names) => {
    expect(told(fault(code))).toEqual(names);
  });

  test.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Client was closed and is not queryable',
  ])('a driver that only says %j has lost its connection', (message) => {
    expect(told(new Error(message))).toEqual(['isLostConnection']);
  });

  test('is nothing that we made ourselves', () => {
    for (const other of [new Error('no'), 'no', null, undefined, { code: 7 }]) expect(told(other)).toEqual([]);
  });
});
