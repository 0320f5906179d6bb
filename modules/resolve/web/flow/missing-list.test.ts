import { expect, test } from 'vitest';
import { missingOf } from './missing-list.tsx';

test('a step misses what is required and not done, boxes before fields, and nothing it does not ask for', () => {
  const check = (key: string, required: boolean, doneAt: string | null) => ({
    key,
    text: key,
    textEn: '',
    required,
    doneAt,
    doneBy: '',
  });
  const field = (key: string, filled: boolean, asked: boolean) => ({ key, filled, asked });
  const at = '2026-11-23T01:00:00Z';
  const step = {
    key: 'verify',
    name: '核实',
    nameEn: '',
    state: 'verifying' as const,
    guidance: '',
    guidanceEn: '',
    responsible: { role: null, department: null, gone: false },
    enteredAt: at,
    dueAt: null,
    late: false,
    pausedAt: null,
    checks: [check('order', true, at), check('nice', false, null), check('called', true, null)],
    fields: [field('batch', false, true), field('old', false, false), field('serial', true, true)],
    approval: 'none' as const,
    requestId: null,
    ways: [],
    faults: [],
  };
  expect(missingOf({ step })).toEqual([
    { kind: 'check', key: 'called' },
    { kind: 'field', key: 'batch' },
  ]);
});
