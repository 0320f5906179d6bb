import { call } from '#platform/web/api.ts';
import { durationWords } from '#platform/web/format.ts';
import { translate } from '#platform/web/i18n.ts';
import type { ThreadMark, ThreadMarker } from '#platform/web/module.ts';
import { type ClockView, readClocks } from '../contract.ts';

const minuteMs = 60_000;
const words = (minutes: number): string => durationWords(minutes * minuteMs);

/** Minutes that counted when this step was reached. */
const minutesAt = (clock: ClockView, step: ClockView['trace'][number]['step']): number =>
  clock.trace.find((line) => line.step === step)?.minutes ?? 0;

/** What happened to a promise, in the order it happened. */
export const marksOfClock = (clock: ClockView, now: number): ThreadMark[] => {
  const name = translate('sla', `clock.${clock.clock}`);
  const limit = words(minutesAt(clock, 'due'));
  const id = `${clock.clock}${clock.startedAt}`;
  const marks: ThreadMark[] = [];
  const ended = clock.metAt ?? clock.breachedAt;
  const warned = new Date(clock.warnAt).getTime() <= now && (ended === null || clock.warnAt < ended);
  if (warned && clock.state !== 'cancelled' && clock.state !== 'paused' && clock.clock === 'resolve') {
    marks.push({
      id: `${id}warn`,
      at: clock.warnAt,
      tone: 'near',
      text: translate('sla', 'mark.warned', { name, limit }),
    });
  }
  if (clock.breachedAt) {
    marks.push({
      id: `${id}over`,
      at: clock.breachedAt,
      tone: 'over',
      text: translate('sla', 'mark.breached', { name, limit }),
    });
  }
  if (clock.metAt) {
    const taken = words(minutesAt(clock, 'met'));
    const late = clock.breachedAt !== null;
    const text = translate('sla', late ? 'mark.late' : 'mark.met', { name, taken, limit });
    marks.push({ id: `${id}met`, at: clock.metAt, tone: late ? 'over' : 'met', text });
  }
  return marks;
};

export const clockMarks: ThreadMarker = {
  id: 'sla',
  marksOf: async (number, signal) => {
    const { items } = await call(readClocks, { params: { number } }, { signal });
    return items.flatMap((clock) => marksOfClock(clock, Date.now()));
  },
};
