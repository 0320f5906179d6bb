import { type FormEvent, type ReactElement, type ReactNode, useId, useState } from 'react';
import type { ApiProblem } from '#platform/web/api.ts';
import { useText } from '#platform/web/i18n.ts';
import { Banner, Button, Input, KeyHint, Modal, Radio, Segmented } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import type { RejectTarget, RequestView } from '../contract.ts';
import { PersonSelect } from './person-select.tsx';
import type { Acts } from './request-actions.ts';
import { useLocalName } from './words.ts';

type FrameProps = {
  readonly title: string;
  readonly action: string;
  readonly danger?: boolean;
  readonly ready: boolean;
  readonly busy: boolean;
  readonly problem: ApiProblem | null;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** A decision over the page: Ctrl+Enter from any field takes it, Escape leaves. */
const Frame = (props: FrameProps): ReactElement => {
  const { title, action, danger, ready, busy, problem, onSubmit, onClose, children } = props;
  const t = useText('platform');
  const textOf = useProblemText();
  const id = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready && !busy) onSubmit();
  };
  return (
    <Modal
      open
      width={480}
      title={title}
      onCancel={onClose}
      footer={
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone={danger ? 'primary-danger' : 'primary'} type="submit" form={id} busy={busy} disabled={!ready}>
            {action}
            <KeyHint keys="Mod+Enter" joined />
          </Button>
        </div>
      }
    >
      <form
        id={id}
        className="col ap-form"
        onSubmit={submit}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
        }}
      >
        {problem ? <Banner tone="red">{textOf(problem)}</Banner> : null}
        {children}
      </form>
    </Modal>
  );
};

type FieldProps = { readonly label: string; readonly htmlFor: string; readonly children: ReactNode };

const Field = ({ label, htmlFor, children }: FieldProps): ReactElement => (
  <div className="col">
    <label htmlFor={htmlFor} className="t2">
      {label}
    </label>
    {children}
  </div>
);

type WordsProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autoFocus?: boolean;
};

const Words = ({ label, value, onChange, autoFocus }: WordsProps): ReactElement => {
  const id = useId();
  return (
    <Field label={label} htmlFor={id}>
      <Input.TextArea
        id={id}
        rows={3}
        maxLength={2000}
        autoFocus={autoFocus === true}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
};

export type DialogKind = 'reject' | 'add' | 'transfer' | 'comment' | 'withdraw' | 'resubmit';

type DialogProps = {
  readonly view: RequestView;
  readonly acts: Acts;
  readonly words: string;
  readonly onClose: () => void;
};

const targetKey = (target: RejectTarget): string => (target.kind === 'level' ? `level ${target.level}` : target.kind);

const RejectDialog = ({ view, acts, words, onClose }: DialogProps): ReactElement => {
  const t = useText('approval');
  const nameOf = useLocalName();
  const [reason, setReason] = useState(words);
  const [to, setTo] = useState<RejectTarget>({ kind: 'start' });
  const targets: { target: RejectTarget; label: string }[] = [
    { target: { kind: 'start' }, label: t('reject.start', { name: view.requestedBy.name }) },
    ...view.steps
      .filter((step) => step.level < view.level)
      .map((step) => ({
        target: { kind: 'level' as const, level: step.level },
        label: t('reject.level', { level: step.level, name: nameOf(step) }),
      })),
    { target: { kind: 'end' }, label: t('reject.end') },
  ];
  return (
    <Frame
      title={t('reject.title')}
      action={t('action.reject')}
      danger
      ready={reason.trim() !== ''}
      busy={acts.busy}
      problem={acts.problem}
      onSubmit={() => acts.reject(reason, to)}
      onClose={onClose}
    >
      <fieldset className="col">
        <legend className="t2">{t('reject.where')}</legend>
        <Radio.Group
          value={targetKey(to)}
          onChange={(event) => {
            const chosen = targets.find(({ target }) => targetKey(target) === event.target.value);
            if (chosen) setTo(chosen.target);
          }}
          options={targets.map(({ target, label }) => ({ value: targetKey(target), label }))}
          style={{ display: 'flex', flexDirection: 'column', gap: 8 }}
        />
      </fieldset>
      <Words label={t('reject.reason')} value={reason} onChange={setReason} autoFocus />
    </Frame>
  );
};

const PeopleDialog = ({ kind, ...props }: DialogProps & { readonly kind: 'add' | 'transfer' }): ReactElement => {
  const { view, acts, words, onClose } = props;
  const t = useText('approval');
  const id = useId();
  const [people, setPeople] = useState<string[]>([]);
  const [where, setWhere] = useState<'before' | 'after'>('before');
  const [comment, setComment] = useState(words);
  const [first] = people;
  return (
    <Frame
      title={t(`${kind}.title`)}
      action={t(`action.${kind}`)}
      ready={first !== undefined}
      busy={acts.busy}
      problem={acts.problem}
      onSubmit={() => {
        if (kind === 'add') acts.add(people, where, comment);
        else if (first !== undefined) acts.transfer(first, comment);
      }}
      onClose={onClose}
    >
      {kind === 'add' ? (
        <div>
          <Segmented
            label={t('add.where')}
            value={where}
            onChange={setWhere}
            choices={[
              { value: 'before', label: t('add.before') },
              { value: 'after', label: t('add.after') },
            ]}
          />
        </div>
      ) : null}
      <Field label={t('who')} htmlFor={id}>
        <PersonSelect
          id={id}
          several={kind === 'add'}
          autoFocus
          value={people}
          onChange={setPeople}
          placeholder={t('whoHint')}
          without={[view.requestedBy.id]}
        />
      </Field>
      <Words label={t('opinion')} value={comment} onChange={setComment} />
    </Frame>
  );
};

const WordsDialog = (props: DialogProps & { readonly kind: 'comment' | 'withdraw' | 'resubmit' }): ReactElement => {
  const { kind, acts, words, onClose } = props;
  const t = useText('approval');
  const [comment, setComment] = useState(words);
  return (
    <Frame
      title={t(`${kind}.title`)}
      action={t(`action.${kind}`)}
      danger={kind === 'withdraw'}
      ready={kind !== 'comment' || comment.trim() !== ''}
      busy={acts.busy}
      problem={acts.problem}
      onSubmit={() => acts[kind](comment)}
      onClose={onClose}
    >
      <Words label={t(`${kind}.words`)} value={comment} onChange={setComment} autoFocus />
    </Frame>
  );
};

export const ActDialog = ({ kind, ...props }: DialogProps & { readonly kind: DialogKind }): ReactElement => {
  if (kind === 'reject') return <RejectDialog {...props} />;
  if (kind === 'add' || kind === 'transfer') return <PeopleDialog kind={kind} {...props} />;
  return <WordsDialog kind={kind} {...props} />;
};
