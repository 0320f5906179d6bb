import { type ReactElement, useState } from 'react';
import { ticketNumber, useNow } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { DialogField, DialogFrame, Input, Segmented } from '#platform/web/parts/index.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { type TicketDetail, ticketRoutes } from '../../contract.ts';
import { type AssignChoice, AssignFields } from './assign-fields.tsx';

const hours = { '2': 2, '8': 8, '24': 24, '72': 72 } as const;
type Within = keyof typeof hours;
const choices: readonly Within[] = ['2', '8', '24', '72'];

type DialogProps = { readonly ticket: TicketDetail; readonly onClose: () => void };

export const TaskDialog = ({ ticket, onClose }: DialogProps): ReactElement => {
  const t = useText('ticket');
  const now = useNow();
  const [within, setWithin] = useState<Within>('24');
  const [choice, setChoice] = useState<AssignChoice>({ reason: '' });
  const add = useRouteMutation(ticketRoutes.addTask, {
    topics: ['tickets'],
    onDone: () => {
      toast({ text: t('done.taskAdded'), icon: 'task' });
      onClose();
    },
  });
  const title = choice.reason.trim();
  const place = {
    ...(choice.departmentId ? { departmentId: choice.departmentId } : {}),
    ...(choice.ownerId ? { ownerId: choice.ownerId } : {}),
  };
  const submit = (): void => {
    const dueAt = new Date(now.getTime() + hours[within] * 3_600_000).toISOString();
    add.mutate({ params: { number: ticket.number }, body: { title, ...place, dueAt } });
  };
  return (
    <DialogFrame
      title={t('task.title', { number: ticketNumber(ticket.number) })}
      action={t('action.task')}
      busy={add.isPending}
      ready={title !== ''}
      problem={add.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <DialogField label={t('task.what')} htmlFor="task-title">
        <Input
          id="task-title"
          autoFocus
          maxLength={200}
          value={choice.reason}
          onChange={(event) => setChoice({ ...choice, reason: event.target.value })}
        />
      </DialogField>
      <div className="col dialog-field">
        <span className="t2">{t('task.due')}</span>
        <Segmented
          label={t('task.due')}
          value={within}
          onChange={setWithin}
          choices={choices.map((each) => ({ value: each, label: t(`task.within.${each}`) }))}
        />
      </div>
      <AssignFields choice={choice} onChange={setChoice} bare />
    </DialogFrame>
  );
};
