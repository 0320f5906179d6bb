import { hasText, type Translate } from '#platform/web/i18n.ts';
import type { IconName } from '#platform/web/parts/index.ts';
import { type Alarm, stepClock } from '../contract.ts';

type Look = { readonly icon: IconName; readonly tone: 'red' | 'amber' | 'accent' | 'violet' | 'green' };

const looks: Record<Alarm['kind'], Look> = {
  warned: { icon: 'alarm', tone: 'amber' },
  breached: { icon: 'over', tone: 'red' },
  escalated: { icon: 'up', tone: 'red' },
  silent: { icon: 'bell', tone: 'amber' },
  urged: { icon: 'bell', tone: 'amber' },
  digest: { icon: 'cal', tone: 'accent' },
  calendar_missing: { icon: 'cal', tone: 'amber' },
  extension_asked: { icon: 'stamp', tone: 'accent' },
  extension_decided: { icon: 'clock', tone: 'accent' },
  approval_urged: { icon: 'stamp', tone: 'amber' },
  emergency: { icon: 'fire', tone: 'red' },
};

export const alarmLook = ({ kind, data }: Pick<Alarm, 'kind' | 'data'>): Look =>
  kind === 'extension_decided' && data['outcome'] === 'granted' ? { icon: 'met', tone: 'green' } : looks[kind];

const textOf = (data: Alarm['data'], key: string): string => {
  const value = data[key];
  return value === null || value === undefined ? '' : String(value);
};

type Reader = { readonly t: Translate; readonly english: boolean; readonly instant: (iso: string) => string };

const clockName = (data: Alarm['data'], { t, english }: Reader): string => {
  const own = (english && textOf(data, 'clockNameEn')) || textOf(data, 'clockName');
  const clock = textOf(data, 'clock');
  return own || (hasText('sla', `clock.${clock}`) ? t(`clock.${clock}`) : t('alarm.clock'));
};

/** Which of the sentences of a kind fits what happened. */
const variantOf = ({ kind, data }: Pick<Alarm, 'kind' | 'data'>): string => {
  if (data['clock'] === stepClock) return kind === 'warned' ? 'step_near' : 'step_late';
  if (kind === 'escalated') return Number(data['part'] ?? 0) < 100 ? 'escalated.before' : 'escalated.after';
  if (kind === 'extension_decided') return `extension_decided.${textOf(data, 'outcome')}`;
  if (kind === 'approval_urged') return `approval_urged.${textOf(data, 'how')}`;
  if (kind === 'emergency') return `emergency.${textOf(data, 'missing')}`;
  return kind;
};

/** One line: what happened, in the reader's language and with instants as his eye reads them. */
export const alarmSentence = (alarm: Pick<Alarm, 'kind' | 'data'>, reader: Reader): string => {
  const { data } = alarm;
  const instant = (key: string): string => (textOf(data, key) === '' ? '' : reader.instant(textOf(data, key)));
  return reader.t(`alarm.say.${variantOf(alarm)}`, {
    clock: clockName(data, reader),
    due: alarm.kind === 'digest' ? textOf(data, 'due') : instant('dueAt'),
    until: instant('newDueAt'),
    name: (reader.english && textOf(data, 'nameEn')) || textOf(data, 'name'),
    ...Object.fromEntries(
      ['part', 'step', 'hours', 'late', 'year', 'provisional', 'title'].map((key) => [key, textOf(data, key)]),
    ),
    count: Number(data['urgeCount'] ?? 0),
  });
};

const toTicket = (data: Alarm['data']): string | null => {
  const number = textOf(data, 'number').replaceAll('-', '');
  return number === '' ? null : `/tickets/${number}`;
};

/** Where one goes to do something about it. */
export const alarmPlace = ({ kind, data }: Pick<Alarm, 'kind' | 'data'>): string => {
  if (kind === 'calendar_missing') return '/settings/calendars';
  if (kind === 'digest') return '/workbench';
  const request = textOf(data, 'requestId');
  if ((kind === 'extension_asked' || kind === 'approval_urged') && request !== '') return `/approvals/${request}`;
  return toTicket(data) ?? '/workbench';
};
