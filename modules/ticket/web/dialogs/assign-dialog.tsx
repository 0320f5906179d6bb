import { type ReactElement, useState } from 'react';
import { ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { DialogFrame } from '#platform/web/parts/index.ts';
import { toast } from '#platform/web/toast.ts';
import type { TicketDetail } from '../../contract.ts';
import type { TicketSteps } from '../use-ticket.ts';
import { type AssignChoice, AssignFields } from './assign-fields.tsx';

type DialogProps = { readonly ticket: TicketDetail; readonly steps: TicketSteps; readonly onClose: () => void };

export const AssignDialog = ({ ticket, steps, onClose }: DialogProps): ReactElement => {
  const t = useText('ticket');
  const [choice, setChoice] = useState<AssignChoice>({ reason: '' });
  const { number, version } = ticket;
  const undo = (): void => {
    const back = { departmentId: ticket.department.id, ownerId: ticket.owner?.id ?? null };
    steps.assign.mutate({ params: { number }, body: { ...back, reason: t('assign.undoReason') } });
  };
  const submit = (): void =>
    steps.assign.mutate(
      { params: { number }, body: { ...choice, version } },
      {
        onSuccess: ({ ticket: now }) => {
          const to = now ? (now.owner?.name ?? now.department.name) : t('event.elsewhere');
          // Out of sight means out of reach: what cannot be seen cannot be fetched back.
          toast({
            text: t('done.assigned', { number: ticketNumber(number), to }),
            icon: 'swap',
            ...(now ? { undo } : {}),
          });
          onClose();
        },
      },
    );
  const chosen = choice.ownerId !== undefined || choice.departmentId !== undefined;
  const transfers =
    ticket.owner !== null || (choice.departmentId !== undefined && choice.departmentId !== ticket.department.id);
  return (
    <DialogFrame
      title={t('assign.title', { number: ticketNumber(number) })}
      action={t('action.assign')}
      busy={steps.assign.isPending}
      ready={chosen && (!transfers || choice.reason.trim() !== '')}
      onSubmit={submit}
      onClose={onClose}
    >
      <AssignFields
        choice={choice}
        onChange={setChoice}
        reasonHint={transfers ? t('assign.reasonNeeded') : t('assign.reasonFree')}
      />
    </DialogFrame>
  );
};
