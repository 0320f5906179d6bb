import { type ReactElement, useState } from 'react';
import { ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { DialogField, DialogFrame, Input } from '#platform/web/parts/index.ts';
import type { TicketAction, TicketDetail } from '../../contract.ts';
import { isDoneElsewhere } from '../refusal.ts';
import type { TicketSteps } from '../use-ticket.ts';

/** Steps that a person must give a reason for. */
export const reasonSteps: readonly TicketAction[] = ['close', 'reopen', 'decline'];
const dangerous: readonly TicketAction[] = ['decline', 'quarantine'];

/** The reason of a step that was refused because something else comes first: it is there when he comes back to it. */
const kept = new Map<string, string>();

type DialogProps = {
  readonly ticket: TicketDetail;
  readonly action: TicketAction;
  readonly steps: TicketSteps;
  readonly onClose: () => void;
};

export const StepDialog = ({ ticket, action, steps, onClose }: DialogProps): ReactElement => {
  const t = useText('ticket');
  const { number, version } = ticket;
  const place = `${number} ${action}`;
  const [reason, setReason] = useState(kept.get(place) ?? '');
  const [reply, setReply] = useState('');
  const words = reply.trim() === '' ? {} : { reply: reply.trim() };
  const submit = (): void =>
    steps.transition.mutate(
      { params: { number }, body: { action, reason: reason.trim(), ...words, version } },
      {
        onSuccess: () => {
          kept.delete(place);
          onClose();
        },
        onError: (problem) => {
          if (!isDoneElsewhere(problem)) return;
          kept.set(place, reason);
          onClose();
        },
      },
    );
  return (
    <DialogFrame
      title={t('step.title', { step: t(`step.${action}`), number: ticketNumber(number) })}
      action={t(`step.${action}`)}
      danger={dangerous.includes(action)}
      busy={steps.transition.isPending}
      ready={reason.trim() !== ''}
      onSubmit={submit}
      onClose={onClose}
    >
      <DialogField
        label={t('step.reason')}
        htmlFor="step-reason"
        hint={t(action === 'decline' ? 'step.declineHint' : 'step.reasonHint')}
      >
        <Input.TextArea
          id="step-reason"
          autoFocus
          rows={3}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </DialogField>
      {action === 'decline' ? (
        <DialogField label={t('step.reply')} htmlFor="step-reply" hint={t('step.replyHint')}>
          <Input.TextArea
            id="step-reply"
            rows={4}
            maxLength={5000}
            value={reply}
            onChange={(event) => setReply(event.target.value)}
          />
        </DialogField>
      ) : null}
    </DialogFrame>
  );
};
