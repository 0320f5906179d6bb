import { type ReactElement, useState } from 'react';
import { ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { DialogField, DialogFrame, Input, Segmented } from '#platform/web/parts/index.ts';
import { toast } from '#platform/web/toast.ts';
import { type LinkKind, linkKinds, type TicketDetail } from '../../contract.ts';
import type { TicketSteps } from '../use-ticket.ts';

type DialogProps = { readonly ticket: TicketDetail; readonly steps: TicketSteps; readonly onClose: () => void };

export const LinkDialog = ({ ticket, steps, onClose }: DialogProps): ReactElement => {
  const t = useText('ticket');
  const [other, setOther] = useState('');
  const [kind, setKind] = useState<LinkKind>('duplicate');
  const submit = (): void =>
    steps.link.mutate(
      { params: { number: ticket.number }, body: { number: other, kind } },
      {
        onSuccess: () => {
          toast({ text: t('done.linked', { number: other }), icon: 'link' });
          onClose();
        },
      },
    );
  return (
    <DialogFrame
      title={t('link.title', { number: ticketNumber(ticket.number) })}
      action={t('action.link')}
      busy={steps.link.isPending}
      ready={other.replace(/\D/g, '').length >= 8}
      onSubmit={submit}
      onClose={onClose}
    >
      <Segmented
        label={t('link.kind')}
        value={kind}
        onChange={setKind}
        choices={linkKinds.map((value) => ({ value, label: t(`linkKind.${value}`) }))}
      />
      <DialogField label={t('link.number')} htmlFor="link-number" hint={t(`linkHint.${kind}`)}>
        <Input
          id="link-number"
          autoFocus
          inputMode="numeric"
          maxLength={40}
          value={other}
          onChange={(event) => setOther(event.target.value)}
        />
      </DialogField>
    </DialogFrame>
  );
};
