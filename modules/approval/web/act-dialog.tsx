import { type ReactElement, useId, useState } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { DialogField, DialogFrame, Input, Radio, Segmented } from '#platform/web/parts/index.ts';
import type { RejectTarget, RequestView } from '../contract.ts';
import { PersonSelect } from './person-select.tsx';
import { AttachFiles } from './act-files.tsx';
import type { Acts } from './request-actions.ts';
import type { ActFileUploads } from './use-act-files.ts';
import { useLocalName } from './words.ts';

type WordsProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autoFocus?: boolean;
};

const Words = ({ label, value, onChange, autoFocus }: WordsProps): ReactElement => {
  const id = useId();
  return (
    <DialogField label={label} htmlFor={id}>
      <Input.TextArea
        id={id}
        rows={3}
        maxLength={2000}
        autoFocus={autoFocus === true}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </DialogField>
  );
};

export type DialogKind = 'reject' | 'add' | 'transfer' | 'comment' | 'withdraw' | 'resubmit';

type DialogProps = {
  readonly view: RequestView;
  readonly acts: Acts;
  readonly words: string;
  readonly uploads: ActFileUploads;
  readonly onClose: () => void;
};

const targetKey = (target: RejectTarget): string => (target.kind === 'level' ? `level ${target.level}` : target.kind);

const RejectDialog = ({ view, acts, words, uploads, onClose }: DialogProps): ReactElement => {
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
    <DialogFrame
      title={t('reject.title')}
      action={t('action.reject')}
      danger
      ready={reason.trim() !== '' && !uploads.busy}
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
      <AttachFiles uploads={uploads} />
    </DialogFrame>
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
    <DialogFrame
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
      <DialogField label={t('who')} htmlFor={id}>
        <PersonSelect
          id={id}
          several={kind === 'add'}
          autoFocus
          value={people}
          onChange={setPeople}
          placeholder={t('whoHint')}
          without={[view.requestedBy.id]}
        />
      </DialogField>
      <Words label={t('opinion')} value={comment} onChange={setComment} />
    </DialogFrame>
  );
};

const WordsDialog = (props: DialogProps & { readonly kind: 'comment' | 'withdraw' | 'resubmit' }): ReactElement => {
  const { kind, acts, words, uploads, onClose } = props;
  const t = useText('approval');
  const [comment, setComment] = useState(words);
  return (
    <DialogFrame
      title={t(`${kind}.title`)}
      action={t(`action.${kind}`)}
      danger={kind === 'withdraw'}
      ready={(kind !== 'comment' || comment.trim() !== '') && !uploads.busy}
      busy={acts.busy}
      problem={acts.problem}
      onSubmit={() => acts[kind](comment)}
      onClose={onClose}
    >
      <Words label={t(`${kind}.words`)} value={comment} onChange={setComment} autoFocus />
      {kind === 'withdraw' ? null : <AttachFiles uploads={uploads} />}
    </DialogFrame>
  );
};

export const ActDialog = ({ kind, ...props }: DialogProps & { readonly kind: DialogKind }): ReactElement => {
  if (kind === 'reject') return <RejectDialog {...props} />;
  if (kind === 'add' || kind === 'transfer') return <PeopleDialog kind={kind} {...props} />;
  return <WordsDialog kind={kind} {...props} />;
};
