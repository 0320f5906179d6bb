import { type ReactElement, useId, useState } from 'react';
import { CustomFieldInputs, useCustomFields, uploadTo } from '#modules/ticket/web/index.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { DialogField, DialogFrame, Input } from '#platform/web/parts/index.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { finishFlowStep, type FlowRunView } from '../../contract.ts';
import { localWord } from './flow-words.ts';

export type Way = FlowRunView['step']['ways'][number];

type DialogProps = {
  readonly number: string;
  readonly run: FlowRunView;
  readonly way: Way | null;
  readonly onClose: () => void;
};

type Values = Record<string, string | number | string[] | null>;
const asValue = (value: unknown): Values[string] => {
  if (typeof value === 'string' || typeof value === 'number') return value;
  return Array.isArray(value) ? value.map(String) : null;
};

/** What a step still needs before it can be left by this way; nothing is asked where nothing is needed. */
export const needsDialog = (run: FlowRunView, way: Way | null): boolean =>
  run.step.fields.some((field) => !field.filled && field.asked) ||
  way?.needsReason === true ||
  way?.needsReply === true;

/** The fields that are still empty, and the words that the way asks for. */
export const FinishDialog = ({ number, run, way, onClose }: DialogProps): ReactElement => {
  const t = useText('resolve');
  const language = useLanguage();
  const id = useId();
  const fields = useCustomFields();
  const missing = run.step.fields.filter((field) => !field.filled && field.asked).map((field) => field.key);
  const asked = fields.filter((field) => missing.includes(field.key));
  const [values, setValues] = useState<Record<string, unknown>>({});
  const [reason, setReason] = useState('');
  const [reply, setReply] = useState('');
  const finish = useRouteMutation(finishFlowStep, {
    topics: ['ticket', 'tickets', 'resolve'],
    onDone: () => {
      toast({ text: t('flow.finished', { step: localWord(language, run.step) }), icon: 'check' });
      onClose();
    },
  });
  const problems = Object.fromEntries(
    (finish.error?.fields ?? []).map((problem) => [problem.path.replace(/^values\./, ''), problem.message]),
  );
  const ready =
    missing.every((key) => values[key] !== undefined && values[key] !== null && values[key] !== '') &&
    (way?.needsReason !== true || reason.trim() !== '') &&
    (way?.needsReply !== true || reply.trim() !== '');
  const submit = (): void => {
    const kept: Values = {};
    for (const [key, value] of Object.entries(values)) kept[key] = asValue(value);
    const said = reply.trim() === '' ? {} : { reply };
    finish.mutate({
      params: { number },
      body: { visit: run.visit, way: way?.key ?? null, reason, values: kept, ...said },
    });
  };
  return (
    <DialogFrame
      title={t('flow.finishTitle', { step: localWord(language, run.step) })}
      action={way ? localWord(language, way) : t('flow.finish')}
      busy={finish.isPending}
      ready={ready}
      problem={finish.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <CustomFieldInputs
        fields={asked}
        values={values}
        required={missing}
        problems={problems}
        upload={uploadTo(number)}
        autoFocus
        onChange={setValues}
      />
      {way?.needsReply ? (
        <DialogField label={t('flow.reply')} htmlFor={`${id}-reply`} hint={t('flow.replyHint')}>
          <Input.TextArea
            id={`${id}-reply`}
            autoSize={{ minRows: 4, maxRows: 12 }}
            value={reply}
            onChange={(event) => setReply(event.target.value)}
          />
        </DialogField>
      ) : null}
      {way?.needsReason ? (
        <DialogField label={t('flow.reason')} htmlFor={`${id}-reason`}>
          <Input
            id={`${id}-reason`}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </DialogField>
      ) : null}
    </DialogFrame>
  );
};
