import { beforeEach, describe, expect, it, vi } from 'vitest';
import { closeToast, currentToasts, toast, undoLatest, watchToasts } from './toast.ts';

beforeEach(() => currentToasts().forEach((one) => closeToast(one.id)));

describe('what was done is said', () => {
  it('and no more than three at once, the newest last', () => {
    ['a', 'b', 'c', 'd'].forEach((text) => toast({ text }));
    expect(currentToasts().map((one) => one.text)).toEqual(['b', 'c', 'd']);
  });

  it('and taken back from the newest that can be, once', () => {
    const [first, second] = [vi.fn(), vi.fn()];
    toast({ text: 'first', undo: first });
    toast({ text: 'second', undo: second });
    toast({ text: 'no way back' });
    expect(undoLatest()).toBe(true);
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1]);
    expect(undoLatest()).toBe(true);
    expect(undoLatest()).toBe(false);
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 1]);
    expect(currentToasts().map((one) => one.text)).toEqual(['no way back']);
  });

  it('to whoever watches, until he leaves', () => {
    const watcher = vi.fn();
    const leave = watchToasts(watcher);
    toast({ text: 'a' });
    leave();
    toast({ text: 'b' });
    expect(watcher).toHaveBeenCalledTimes(1);
  });
});
