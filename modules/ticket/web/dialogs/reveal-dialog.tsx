import { type ReactElement, useState } from 'react';
import { type Contact, revealCustomer } from '#modules/customer/contract.ts';
import { useText } from '#platform/web/i18n.ts';
import { CopyButton, DialogField, DialogFrame, Input, Modal } from '#platform/web/parts/index.ts';
import { useRouteMutation } from '#platform/web/query.ts';

type DialogProps = { readonly customerId: string; readonly onClose: () => void };

const Shown = ({ contact, onClose }: { readonly contact: Contact; readonly onClose: () => void }): ReactElement => {
  const t = useText('ticket');
  const lines = [...contact.phones, ...contact.emails, ...contact.externalIds];
  return (
    <Modal open width={420} title={t('reveal.shown')} onCancel={onClose} footer={null}>
      <ul className="col" style={{ gap: 8 }}>
        {lines.map((line) => (
          <li key={line} className="row">
            <span className="sp f14">{line}</span>
            <CopyButton text={line} label={t('platform:copy')} />
          </li>
        ))}
        {lines.length === 0 ? <li className="t3">{t('reveal.nothing')}</li> : null}
      </ul>
    </Modal>
  );
};

/** Contact details in full: asked for with a reason, which is kept. */
export const RevealDialog = ({ customerId, onClose }: DialogProps): ReactElement => {
  const t = useText('ticket');
  const [reason, setReason] = useState('');
  const reveal = useRouteMutation(revealCustomer);
  if (reveal.data) return <Shown contact={reveal.data} onClose={onClose} />;
  return (
    <DialogFrame
      title={t('reveal.title')}
      action={t('reveal.action')}
      busy={reveal.isPending}
      ready={reason.trim().length >= 2}
      problem={reveal.error}
      onSubmit={() => reveal.mutate({ params: { id: customerId }, body: { reason } })}
      onClose={onClose}
    >
      <DialogField label={t('reveal.reason')} htmlFor="reveal-reason" hint={t('reveal.hint')}>
        <Input
          id="reveal-reason"
          autoFocus
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </DialogField>
    </DialogFrame>
  );
};
