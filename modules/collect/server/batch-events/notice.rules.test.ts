import { describe, expect, test } from 'vitest';
import type { TicketState } from '#modules/ticket/contract.ts';
import { planClosing, planNotice } from './notice.rules.ts';

type Child = { id: string; customerId: string | null; customerName: string; state: TicketState };
const child = (id: string, customerId: string | null, state: TicketState = 'new'): [string, Child] => [
  id,
  { id, customerId, customerName: '', state },
];

describe('who is told', () => {
  test('everybody once, at his first ticket, and nobody where nobody can be told', () => {
    const reached = new Map([
      child('a', 'c1'),
      child('b', 'c2'),
      child('c', 'c1'),
      child('d', null),
      child('e', 'c3', 'archived'),
      child('f', 'c3', 'closed'),
    ]);
    expect(planNotice(['a', 'b', 'c', 'd', 'e', 'f', 'far'], reached).map((row) => row.skip)).toEqual([
      null,
      null,
      'same_customer',
      'no_customer',
      'not_replyable',
      null,
      'out_of_reach',
    ]);
  });
});

test('a closing touches what is open and within reach', () => {
  const reached = new Map([
    child('a', null),
    child('b', null, 'awaiting'),
    child('c', null, 'closed'),
    child('d', null, 'declined'),
  ]);
  expect(planClosing(['a', 'b', 'c', 'd', 'e'], reached).map((row) => row.skip)).toEqual([
    null,
    null,
    'ended',
    'ended',
    'out_of_reach',
  ]);
});
