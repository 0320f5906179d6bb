import dayjs, { type Dayjs } from 'dayjs';
import { type ReactElement, useEffect, useId, useMemo, useRef, useState } from 'react';
import { type Action, useActions } from '#platform/web/actions.ts';
import { useText } from '#platform/web/i18n.ts';
import { Banner, Button, InstantPicker, DialogField, Input, KeyHint, Segmented } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { addAttempt, type AttemptOutcome, attemptOutcomes, type CallBackView } from '../../contract.ts';
import { ticketNumber } from '#platform/web/format.ts';

const scores = ['none', '1', '2', '3', '4', '5'] as const;
type Score = (typeof scores)[number];

/** The next full hour of tomorrow: what customers mean by "not now". */
const usualTime = (): Dayjs => dayjs().add(1, 'day').startOf('hour');

type PickProps = { readonly value: AttemptOutcome | null; readonly onChange: (outcome: AttemptOutcome) => void };

const Outcomes = ({ value, onChange }: PickProps): ReactElement => {
  const t = useText('follow-up');
  const name = useId();
  return (
    <fieldset>
      <legend className="t2">{t('call.result')}</legend>
      <div className="call-outcomes">
        {attemptOutcomes.map((outcome, index) => (
          <label key={outcome}>
            <input type="radio" name={name} checked={value === outcome} onChange={() => onChange(outcome)} />
            <span>{t(`call.outcome.${outcome}`)}</span>
            <span className="t3 f12">{t(`call.outcomeNote.${outcome}`)}</span>
            <span className="sp" />
            <KeyHint keys={String(index + 1)} />
          </label>
        ))}
      </div>
    </fieldset>
  );
};

/** Digits choose how it went, I goes to the words; none works while one writes. */
const useFormKeys = (choose: (outcome: AttemptOutcome) => void, write: () => void): void => {
  const t = useText('follow-up');
  const latest = useRef({ choose, write });
  useEffect(() => {
    latest.current = { choose, write };
  });
  const actions = useMemo<Action[]>(
    () => [
      ...attemptOutcomes.map((outcome, index): Action => ({
        id: `call.outcome.${outcome}`,
        title: `${t('call.result')} ${t(`call.outcome.${outcome}`)}`,
        icon: 'phone',
        keys: [String(index + 1)],
        section: 'current',
        priority: 80 - index,
        run: () => latest.current.choose(outcome),
      })),
      {
        id: 'call.words',
        title: t('call.words'),
        icon: 'comp',
        keys: ['I'],
        section: 'current',
        priority: 60,
        run: () => latest.current.write(),
      },
    ],
    [t],
  );
  useActions(actions);
};

const useSend = (call: CallBackView, onDone: (next: boolean) => void) => {
  const t = useText('follow-up');
  const goesOn = useRef(false);
  const send = useRouteMutation(addAttempt, {
    topics: ['tickets', 'call-back'],
    onDone: (reply, { body }) => {
      const number = ticketNumber(call.number);
      const text = reply.reopened
        ? t('call.registeredReopened', { number })
        : reply.closed
          ? t('call.registeredClosed', { number })
          : t('call.registered', { outcome: t(`call.outcome.${body.outcome}`) });
      toast({ text, icon: reply.reopened ? 'undo' : 'check' });
      onDone(goesOn.current);
    },
  });
  return { send, goesOn };
};

type ScoreProps = { readonly value: Score; readonly onChange: (score: Score) => void };

const ScoreField = ({ value, onChange }: ScoreProps): ReactElement => {
  const t = useText('follow-up');
  return (
    <div className="col dialog-field">
      <span className="t2">{t('call.score')}</span>
      <div>
        <Segmented
          label={t('call.score')}
          value={value}
          onChange={onChange}
          choices={scores.map((each) => ({ value: each, label: each === 'none' ? t('call.noScore') : each }))}
        />
      </div>
      <span className="t3 f12">{t('call.scoreHint')}</span>
    </div>
  );
};

type FormProps = { readonly call: CallBackView; readonly onDone: (next: boolean) => void };

/** How the call went. A rating given on the phone counts like one by link, and once. */
export const AttemptForm = ({ call, onDone }: FormProps): ReactElement => {
  const t = useText('follow-up');
  const textOf = useProblemText();
  const id = useId();
  const [outcome, setOutcome] = useState<AttemptOutcome | null>(null);
  const [score, setScore] = useState<Score>('none');
  const [note, setNote] = useState('');
  const [callAt, setCallAt] = useState<Dayjs>(usualTime);
  const { send, goesOn } = useSend(call, onDone);
  const reached = outcome === 'solved' || outcome === 'not_solved';
  useFormKeys(setOutcome, () => document.getElementById(`${id}-note`)?.focus());
  const submit = (next: boolean): void => {
    if (outcome === null || send.isPending) return;
    goesOn.current = next;
    const rated = reached && call.asksScore && score !== 'none' ? { score: Number(score) } : {};
    const wished = outcome === 'later' ? { callAt: callAt.toISOString() } : {};
    const body = { outcome, note: note.trim(), attempts: call.attempts, ...rated, ...wished };
    send.mutate({ params: { id: call.id }, body });
  };
  return (
    <form
      className="col"
      style={{ gap: 12 }}
      onSubmit={(event) => {
        event.preventDefault();
        submit(true);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(true);
      }}
    >
      {send.error ? <Banner tone="red">{textOf(send.error)}</Banner> : null}
      <Outcomes value={outcome} onChange={setOutcome} />
      {reached && call.asksScore ? <ScoreField value={score} onChange={setScore} /> : null}
      {outcome === 'later' ? (
        <DialogField label={t('call.callAt')} htmlFor={`${id}-at`}>
          <InstantPicker id={`${id}-at`} value={callAt} onChange={setCallAt} />
        </DialogField>
      ) : null}
      <DialogField label={t('call.words')} htmlFor={`${id}-note`} hint={t('call.wordsHint')}>
        <Input.TextArea
          id={`${id}-note`}
          rows={3}
          maxLength={2000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </DialogField>
      <div className="call-acts">
        <Button tone="primary" type="submit" busy={send.isPending} disabled={outcome === null}>
          {t('call.registerNext')}
          <KeyHint keys="Mod+Enter" joined />
        </Button>
        <Button busy={send.isPending} disabled={outcome === null} onClick={() => submit(false)}>
          {t('call.register')}
        </Button>
      </div>
    </form>
  );
};
