import { type ReactElement, useState } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { Banner, Button, Card, CopyButton, Fact, Form, Input, Modal } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { type Contact, type Customer, revealCustomer } from '../contract.ts';

type AskProps = {
  readonly customer: Customer;
  readonly onShown: (contact: Contact) => void;
  readonly onClose: () => void;
};

const AskReason = ({ customer, onShown, onClose }: AskProps): ReactElement => {
  const t = useText('customer');
  const words = useText('platform');
  const textOf = useProblemText();
  const [reason, setReason] = useState('');
  const reveal = useRouteMutation(revealCustomer, { onDone: onShown });
  const formId = 'customer-reveal';
  const refusal = reveal.error ? (reveal.error.fields[0]?.message ?? textOf(reveal.error)) : undefined;
  return (
    <Modal
      open
      width={440}
      title={t('revealTitle', { name: customer.name || t('anonymous') })}
      onCancel={onClose}
      footer={
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{words('cancel')}</Button>
          <Button tone="primary" type="submit" form={formId} busy={reveal.isPending}>
            {t('reveal')}
          </Button>
        </div>
      }
    >
      <Form
        id={formId}
        layout="vertical"
        onFinish={() => reveal.mutate({ params: { id: customer.id }, body: { reason } })}
      >
        <Form.Item
          label={t('revealReason')}
          htmlFor="customer-reason"
          validateStatus={refusal === undefined ? '' : 'error'}
          help={refusal ?? t('revealHint')}
        >
          <Input
            id="customer-reason"
            value={reason}
            maxLength={200}
            required
            autoFocus
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
};

const Whole = ({ contact }: { readonly contact: Contact }): ReactElement => {
  const t = useText('customer');
  const lines = [
    ...contact.phones.map((value) => ({ label: t('phone'), value })),
    ...contact.emails.map((value) => ({ label: t('email'), value })),
    ...contact.externalIds.map((value) => ({ label: t('external'), value })),
  ];
  return (
    <>
      {lines.map(({ label, value }) => (
        <Fact key={`${label} ${value}`} label={label}>
          <CopyButton text={value} />
        </Fact>
      ))}
      <Banner tone="blue" icon="eye">
        {t('revealed')}
      </Banner>
    </>
  );
};

/** Contact details, masked; the whole is asked for with a reason and is gone when the page is left. */
export const ContactCard = ({ customer }: { readonly customer: Customer }): ReactElement => {
  const t = useText('customer');
  const [asking, setAsking] = useState(false);
  const [contact, setContact] = useState<Contact | null>(null);
  const known = customer.maskedPhone !== null || customer.maskedEmail !== null;
  const button = contact ? (
    <Button size="s" icon="lock" onClick={() => setContact(null)}>
      {t('hide')}
    </Button>
  ) : (
    <Button size="s" icon="eye" onClick={() => setAsking(true)}>
      {t('reveal')}
    </Button>
  );
  return (
    <Card title={t('contact')} actions={customer.abilities.reveal && (known || contact) ? button : null}>
      {contact ? (
        <Whole contact={contact} />
      ) : (
        <>
          <Fact label={t('phone')}>{customer.maskedPhone ?? <span className="t3">{t('unknown')}</span>}</Fact>
          <Fact label={t('email')}>{customer.maskedEmail ?? <span className="t3">{t('unknown')}</span>}</Fact>
          <p className="t3 f12" style={{ marginTop: 8 }}>
            {t('contactHint')}
          </p>
        </>
      )}
      {asking ? (
        <AskReason
          customer={customer}
          onClose={() => setAsking(false)}
          onShown={(shown) => {
            setContact(shown);
            setAsking(false);
          }}
        />
      ) : null}
    </Card>
  );
};
