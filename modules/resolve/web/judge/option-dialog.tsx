import { type ReactElement, useState } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { DialogField, DialogFrame, Input, InputNumber, Segmented } from '#platform/web/parts/index.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { addOption } from '../../contract.ts';
import { toCents } from '../money.ts';

const marks: readonly string[] = ['1', '2', '3', '4', '5'];
const questions = ['risk', 'effect', 'satisfaction'] as const;

type DialogProps = { readonly number: string; readonly onClose: () => void };

export const OptionDialog = ({ number, onClose }: DialogProps): ReactElement => {
  const t = useText('resolve');
  const [title, setTitle] = useState('');
  const [note, setNote] = useState('');
  const [cost, setCost] = useState<number | null>(0);
  const [given, setGiven] = useState({ risk: 3, effect: 3, satisfaction: 3 });
  const add = useRouteMutation(addOption, { topics: ['tickets'], onDone: onClose });
  const body = { title: title.trim(), note: note.trim(), costCents: toCents(cost), ...given };
  return (
    <DialogFrame
      title={t('option.add')}
      action={t('option.add')}
      busy={add.isPending}
      ready={body.title !== ''}
      problem={add.error}
      onSubmit={() => add.mutate({ params: { number }, body })}
      onClose={onClose}
    >
      <DialogField label={t('option.what')} htmlFor="option-title">
        <Input
          id="option-title"
          autoFocus
          maxLength={120}
          value={title}
          onChange={(event) => setTitle(event.target.value)}
        />
      </DialogField>
      <DialogField label={t('option.cost')} htmlFor="option-cost">
        <InputNumber id="option-cost" min={0} precision={2} value={cost} onChange={setCost} style={{ width: '100%' }} />
      </DialogField>
      {questions.map((question) => (
        <div key={question} className="col dialog-field">
          <span className="t2">{t(`option.${question}`)}</span>
          <Segmented
            label={t(`option.${question}`)}
            value={String(given[question])}
            onChange={(mark) => setGiven({ ...given, [question]: Number(mark) })}
            choices={marks.map((mark) => ({ value: mark, label: mark }))}
          />
        </div>
      ))}
      <DialogField label={t('option.note')} htmlFor="option-note">
        <Input.TextArea
          id="option-note"
          rows={2}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </DialogField>
    </DialogFrame>
  );
};
