import './customer.css';
import { type ReactElement, useState } from 'react';
import { Link, useParams } from 'react-router';
import { useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import {
  Avatar,
  Banner,
  Button,
  Card,
  Fact,
  Form,
  Icon,
  Input,
  Loaded,
  Page,
  Select,
} from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { useCan } from '#platform/web/session.tsx';
import { toast } from '#platform/web/toast.ts';
import { type Customer, readCustomer, type Tier, tiers, updateCustomer } from '../contract.ts';
import { ContactCard } from './contact-card.tsx';

type CardProps = { readonly customer: Customer };

const ProfileFacts = ({ customer }: CardProps): ReactElement => {
  const t = useText('customer');
  const words = useText('platform');
  const format = useFormat();
  return (
    <>
      <Fact label={t('locale')}>{words(`language.${customer.locale}`)}</Fact>
      <Fact label={t('created')}>
        <span title={format.full(customer.createdAt)}>{format.day(customer.createdAt)}</span>
      </Fact>
    </>
  );
};

/** Name, tier and region in place. Keyed by version, so that a change by somebody else is shown before one's own. */
const ProfileForm = ({ customer }: CardProps): ReactElement => {
  const t = useText('customer');
  const textOf = useProblemText();
  const [values, setValues] = useState<{ name: string; tier: Tier; region: string }>({
    ...{ name: customer.name, tier: customer.tier, region: customer.region },
  });
  const update = useRouteMutation(updateCustomer, { onDone: () => toast({ text: t('saved') }) });
  const dirty = values.name !== customer.name || values.tier !== customer.tier || values.region !== customer.region;
  const save = (): void =>
    update.mutate({ params: { id: customer.id }, body: { ...values, version: customer.version } });
  return (
    <Form layout="vertical" onFinish={save}>
      <Form.Item label={t('name')} htmlFor="customer-name">
        <Input
          id="customer-name"
          value={values.name}
          maxLength={80}
          onChange={(event) => setValues({ ...values, name: event.target.value })}
        />
      </Form.Item>
      <Form.Item label={t('tierLabel')} htmlFor="customer-tier">
        <Select
          id="customer-tier"
          value={values.tier}
          options={tiers.map((each) => ({ value: each, label: t(`tier.${each}`) }))}
          onChange={(tier: Tier) => setValues({ ...values, tier })}
        />
      </Form.Item>
      <Form.Item label={t('region')} htmlFor="customer-region">
        <Input
          id="customer-region"
          value={values.region}
          maxLength={40}
          onChange={(event) => setValues({ ...values, region: event.target.value })}
        />
      </Form.Item>
      {update.error ? (
        <div style={{ marginBottom: 12 }}>
          <Banner tone="red">{textOf(update.error)}</Banner>
        </div>
      ) : null}
      <Button tone="primary" type="submit" busy={update.isPending} disabled={!dirty}>
        {t('save')}
      </Button>
    </Form>
  );
};

const ProfileCard = ({ customer }: CardProps): ReactElement => {
  const t = useText('customer');
  return (
    <Card
      title={
        <span className="row">
          <Avatar name={customer.name || t('anonymous')} customer decorative />
          {t('profile')}
        </span>
      }
    >
      {customer.abilities.edit ? (
        <ProfileForm key={customer.version} customer={customer} />
      ) : (
        <>
          <Fact label={t('name')}>{customer.name || t('anonymous')}</Fact>
          <Fact label={t('tierLabel')}>{t(`tier.${customer.tier}`)}</Fact>
          <Fact label={t('region')}>{customer.region || '—'}</Fact>
        </>
      )}
      <div style={{ marginTop: 12 }}>
        <ProfileFacts customer={customer} />
      </div>
    </Card>
  );
};

const TicketsCard = ({ customer }: CardProps): ReactElement | null => {
  const t = useText('customer');
  const can = useCan();
  if (!can('ticket.read')) return null;
  return (
    <Card title={t('tickets')}>
      <p className="t2" style={{ marginBottom: 12 }}>
        {t('ticketsText')}
      </p>
      <Link className="btn" to={`/tickets?customer=${customer.id}&state=all&sort=new`}>
        <Icon name="ticket" />
        {t('ticketsOpen')}
      </Link>
    </Card>
  );
};

const CustomerPage = (): ReactElement => {
  const t = useText('customer');
  const { id = '' } = useParams();
  const { data, error, refetch } = useRoute(readCustomer, { params: { id } });
  const name = data ? data.name || t('anonymous') : t('title');
  return (
    <Page
      title={name}
      note={
        <Link className="row" to="/customers" style={{ gap: 4 }}>
          <Icon name="left" size="s" />
          {t('back')}
        </Link>
      }
    >
      <Loaded data={data} error={error} onRetry={() => void refetch()}>
        {(customer) => (
          <div className="customer">
            <ProfileCard customer={customer} />
            <ContactCard key={customer.id} customer={customer} />
            <TicketsCard customer={customer} />
          </div>
        )}
      </Loaded>
    </Page>
  );
};

export default CustomerPage;
