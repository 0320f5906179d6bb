import { type ReactElement, useState } from 'react';
import { useDepartmentTree } from '#modules/ticket/web/index.ts';
import { ticketNumber, useNow } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { DialogField, DialogFrame, Input, Segmented, TreeSelect } from '#platform/web/parts/index.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { askHelp } from '../../contract.ts';

const hours = { '2': 2, '8': 8, '24': 24, '72': 72 } as const;
type Within = keyof typeof hours;
const choices: readonly Within[] = ['2', '8', '24', '72'];

type DialogProps = { readonly number: string; readonly onClose: () => void };

/** Which departments, what for, until when: each gets a task of its own. */
export const AskHelpDialog = ({ number, onClose }: DialogProps): ReactElement => {
  const t = useText('resolve');
  const now = useNow();
  const tree = useDepartmentTree();
  const [title, setTitle] = useState('');
  const [question, setQuestion] = useState('');
  const [departmentIds, setDepartmentIds] = useState<string[]>([]);
  const [within, setWithin] = useState<Within>('8');
  const ask = useRouteMutation(askHelp, {
    topics: ['tickets', 'tasks'],
    onDone: ({ items }) => {
      toast({ text: t('help.asked', { count: items.length }), icon: 'users' });
      onClose();
    },
  });
  const submit = (): void => {
    const dueAt = new Date(now.getTime() + hours[within] * 3_600_000).toISOString();
    ask.mutate({ params: { number }, body: { title: title.trim(), question, departmentIds, dueAt } });
  };
  return (
    <DialogFrame
      title={t('help.askTitle', { number: ticketNumber(number) })}
      action={t('help.send')}
      busy={ask.isPending}
      ready={title.trim() !== '' && departmentIds.length > 0}
      problem={ask.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <DialogField label={t('help.departments')} htmlFor="help-departments" hint={t('help.departmentsHint')}>
        <TreeSelect
          id="help-departments"
          autoFocus
          multiple
          value={departmentIds}
          treeData={tree}
          treeDefaultExpandAll
          showSearch={{ treeNodeFilterProp: 'title' }}
          onChange={(chosen: string[]) => setDepartmentIds(chosen)}
        />
      </DialogField>
      <DialogField label={t('help.what')} htmlFor="help-title">
        <Input id="help-title" maxLength={120} value={title} onChange={(event) => setTitle(event.target.value)} />
      </DialogField>
      <DialogField label={t('help.question')} htmlFor="help-question" hint={t('help.questionHint')}>
        <Input.TextArea
          id="help-question"
          rows={3}
          maxLength={4000}
          value={question}
          onChange={(event) => setQuestion(event.target.value)}
        />
      </DialogField>
      <div className="col dialog-field">
        <span className="t2">{t('help.due')}</span>
        <Segmented
          label={t('help.due')}
          value={within}
          onChange={setWithin}
          choices={choices.map((each) => ({ value: each, label: t('help.within', { hours: each }) }))}
        />
      </div>
    </DialogFrame>
  );
};
