import { afterEach, describe, expect, test, vi } from 'vitest';
import { dropFieldWish, fieldWish, whenRefused } from './dialog-state.ts';
import { isDoneElsewhere, leadToMissing, missingField } from './refusal.ts';

const refused = (code: string, data: Record<string, unknown> = {}) => ({ code, data });
afterEach(dropFieldWish);

describe('what a refused step still wants', () => {
  test('is the first field that it names', () => {
    expect(missingField(refused('ticket.fields_missing', { keys: ['model', 'area'] }))).toBe('model');
    expect(missingField(refused('ticket.fields_missing', { keys: [7, 'area'] }))).toBe('area');
    expect(missingField(refused('ticket.fields_missing', { keys: 'model' }))).toBeUndefined();
    expect(missingField(refused('ticket.changed', { keys: ['model'] }))).toBeUndefined();
  });

  test('is asked for where it stands', () => {
    leadToMissing(refused('ticket.fields_missing', { keys: ['model'] }));
    expect(fieldWish()?.key).toBe('model');
  });

  test('is asked for again although it was asked for before', () => {
    leadToMissing(refused('ticket.fields_missing', { keys: ['model'] }));
    const before = fieldWish()?.at ?? 0;
    leadToMissing(refused('ticket.fields_missing', { keys: ['model'] }));
    expect(fieldWish()?.at).toBeGreaterThan(before);
  });

  test('is left to whoever knows the code, until he goes', () => {
    const run = vi.fn<() => void>();
    const stop = whenRefused('resolve.flow_step_open', run);
    leadToMissing(refused('resolve.flow_step_open'));
    leadToMissing(refused('ticket.not_allowed'));
    expect(run).toHaveBeenCalledTimes(1);
    stop();
    leadToMissing(refused('resolve.flow_step_open'));
    expect(run).toHaveBeenCalledTimes(1);
    expect(fieldWish()).toBeNull();
  });

  test('one who went does not take away what came after him', () => {
    const [first, second] = [vi.fn<() => void>(), vi.fn<() => void>()];
    const stop = whenRefused('resolve.flow_step_open', first);
    const stopSecond = whenRefused('resolve.flow_step_open', second);
    stop();
    leadToMissing(refused('resolve.flow_step_open'));
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1]);
    stopSecond();
  });

  test('a dialog stands in its way only where it is done on the page', () => {
    expect(isDoneElsewhere(refused('ticket.fields_missing'))).toBe(true);
    expect(isDoneElsewhere(refused('ticket.changed'))).toBe(false);
  });
});
