import { type ChangeEvent, type ReactElement, useRef } from 'react';
import { useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Button, Icon, Menu, SplitButton } from '#platform/web/parts/index.ts';
import type { TicketDetail } from '../../contract.ts';
import type { Picking } from './composer-picks.tsx';
import type { Draft } from './use-draft.ts';

export const stepChoices = ['stay', 'solve', 'answer'] as const;
export type StepChoiceValue = (typeof stepChoices)[number];
export type ReplyStep = Exclude<StepChoiceValue, 'stay'>;

/** Steps that make sense in the same breath as a reply, as far as this person may take them. */
const replySteps: readonly ReplyStep[] = ['solve', 'answer'];

export const stepsOf = ({ abilities: { actions } }: TicketDetail): readonly ReplyStep[] =>
  // A reply accepts a new case, after which both are open.
  actions.includes('accept') ? replySteps : replySteps.filter((step) => actions.includes(step));

const DraftState = ({ draft }: { readonly draft: Draft }): ReactElement | null => {
  const t = useText('ticket');
  const format = useFormat();
  if (draft.state === 'failed') return <span className="f12 amber wsaved">{t('composer.notSaved')}</span>;
  if (draft.state !== 'saved' || draft.savedAt === null) return null;
  return <span className="f12 t3 wsaved">{t('composer.saved', { time: format.row(draft.savedAt) })}</span>;
};

const StepChoice = ({
  steps,
  value,
  onChange,
}: {
  readonly steps: readonly ReplyStep[];
  readonly value: ReplyStep | null;
  readonly onChange: (next: StepChoiceValue) => void;
}): ReactElement => {
  const t = useText('ticket');
  const choices: readonly StepChoiceValue[] = ['stay', ...steps];
  const wordOf = (step: StepChoiceValue): string => t(`composer.step.${step}`);
  const current = value ?? 'stay';
  return (
    <Menu
      items={choices.map((step) => ({
        key: step,
        label: wordOf(step),
        checked: step === current,
        onClick: () => onChange(step),
      }))}
    >
      <button
        type="button"
        className="f12 t2 row wnext"
        style={{ gap: 4 }}
        aria-label={t('composer.next', { step: wordOf(current) })}
      >
        {wordOf(current)}
        <Icon name="down" size="xs" />
      </button>
    </Menu>
  );
};

export type Sender = {
  readonly busy: boolean;
  readonly ready: boolean;
  /** The customer wrote meanwhile: the button says that one knows. */
  readonly anyway: boolean;
  readonly advance: boolean;
  readonly hasNext: boolean;
  readonly send: () => void;
  readonly choose: (advance: boolean) => void;
};

const SendButton = ({ note, sender }: { readonly note: boolean; readonly sender: Sender }): ReactElement => {
  const t = useText('ticket');
  const { busy, ready, anyway, advance, hasNext, send, choose } = sender;
  if (note) {
    return (
      <Button tone="primary" keys="Mod+Enter" busy={busy} disabled={!ready} onClick={send}>
        {t('composer.keep')}
      </Button>
    );
  }
  const usual = t(advance ? 'composer.sendNext' : 'composer.send');
  return (
    <SplitButton
      keys="Mod+Enter"
      busy={busy}
      disabled={!ready}
      onClick={send}
      items={[
        { key: 'stay', label: t('composer.send'), checked: !advance, onClick: () => choose(false) },
        {
          key: 'next',
          label: t('composer.sendNext'),
          checked: advance,
          disabled: !hasNext,
          onClick: () => choose(true),
        },
      ]}
    >
      {anyway ? t('composer.sendAnyway') : usual}
    </SplitButton>
  );
};

type BarProps = {
  readonly draft: Draft;
  readonly steps: readonly ReplyStep[];
  readonly step: ReplyStep | null;
  readonly onStep: (next: StepChoiceValue) => void;
  readonly onPicking: (picking: Picking) => void;
  readonly onFiles: (files: Iterable<File>) => void;
  readonly sender: Sender;
};

/** What can be put in at the left, what happens with it at the right. */
export const ComposerBar = ({ draft, steps, step, onStep, onPicking, onFiles, sender }: BarProps): ReactElement => {
  const t = useText('ticket');
  const chooser = useRef<HTMLInputElement>(null);
  const note = draft.mode === 'note';
  return (
    <div className="cb">
      {note ? null : (
        <Button tone="ghost" size="s" icon="tpl" keys="/" onClick={() => onPicking('templates')}>
          {t('composer.template')}
        </Button>
      )}
      <Button tone="ghost" size="s" icon="clip" onClick={() => chooser.current?.click()}>
        {t('composer.attach')}
      </Button>
      {note ? (
        <Button tone="ghost" size="s" icon="at" onClick={() => onPicking('people')}>
          {t('composer.mention')}
        </Button>
      ) : null}
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        aria-hidden="true"
        tabIndex={-1}
        onChange={(event: ChangeEvent<HTMLInputElement>) => onFiles(event.target.files ?? [])}
      />
      <DraftState draft={draft} />
      <span className="sp" />
      {note || steps.length === 0 ? null : <StepChoice steps={steps} value={step} onChange={onStep} />}
      <SendButton note={note} sender={sender} />
    </div>
  );
};
