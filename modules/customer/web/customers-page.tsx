import type { ReactElement } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Avatar, type Column, DataTable, Empty, Icon, Page, Pill, Tag } from '#platform/web/parts/index.ts';
import { usePagedRoute } from '#platform/web/query.ts';
import { type Customer, listCustomers, tiers, tierSchema } from '../contract.ts';

const useColumns = (): Column<Customer>[] => {
  const t = useText('customer');
  const format = useFormat();
  return [
    {
      key: 'name',
      title: t('name'),
      render: (customer) => (
        <span className="row nw" style={{ gap: 10 }}>
          <Avatar name={customer.name || t('anonymous')} customer decorative />
          {customer.name ? <b>{customer.name}</b> : <span className="t3">{t('anonymous')}</span>}
        </span>
      ),
    },
    {
      key: 'tier',
      title: t('tierLabel'),
      render: (customer) =>
        customer.tier === 'standard' ? (
          <span className="t3">{t('tier.standard')}</span>
        ) : (
          <Tag line>{t(`tier.${customer.tier}`)}</Tag>
        ),
    },
    { key: 'region', title: t('region'), render: (customer) => customer.region || '—' },
    { key: 'phone', title: t('phone'), render: (customer) => customer.maskedPhone ?? '—' },
    { key: 'email', title: t('email'), render: (customer) => customer.maskedEmail ?? '—' },
    {
      key: 'created',
      title: t('created'),
      render: (customer) => <span className="t3">{format.row(customer.createdAt)}</span>,
    },
  ];
};

/** Everybody who ever spoke to us; the search stands in the address. */
const CustomersPage = (): ReactElement => {
  const t = useText('customer');
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const query = search.get('query') ?? '';
  const tier = tierSchema.safeParse(search.get('tier')).data;
  const columns = useColumns();
  const customers = usePagedRoute(listCustomers, (cursor) => ({
    query: {
      ...(cursor === undefined ? {} : { cursor }),
      ...(query === '' ? {} : { query }),
      ...(tier === undefined ? {} : { tier }),
    },
  }));
  const change = (next: Record<string, string | undefined>): void => {
    const all = Object.entries({ query, tier, ...next });
    const kept = all.filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '');
    setSearch(kept, { replace: true });
  };
  const filtered = query !== '' || tier !== undefined;
  return (
    <Page title={t('title')}>
      <div className="row wrap" style={{ marginBottom: 12 }}>
        <label className="inp" style={{ width: 380, maxWidth: '100%' }}>
          <Icon name="search" size="s" />
          <input
            type="search"
            value={query}
            placeholder={t('search')}
            aria-label={t('search')}
            onChange={(event) => change({ query: event.target.value })}
          />
        </label>
        <Pill on={tier === undefined} onClick={() => change({ tier: undefined })}>
          {t('allTiers')}
        </Pill>
        {tiers.map((each) => (
          <Pill key={each} on={tier === each} onClick={() => change({ tier: each })}>
            {t(`tier.${each}`)}
          </Pill>
        ))}
      </div>
      <div className="card" style={{ overflow: 'hidden' }}>
        <DataTable
          label={t('title')}
          columns={columns}
          rows={customers.data ? customers.items : undefined}
          rowKey={(customer) => customer.id}
          rowName={(customer) => customer.name || t('anonymous')}
          onOpen={(customer) => void navigate(`/customers/${customer.id}`)}
          error={customers.problem}
          onRetry={() => void customers.refetch()}
          empty={
            filtered ? (
              <Empty kind="none" title={t('none')} text={t('noneText')} />
            ) : (
              <Empty kind="first" icon="users" title={t('first')} text={t('firstText')} />
            )
          }
          {...(customers.hasNextPage
            ? { more: { onMore: () => void customers.fetchNextPage(), busy: customers.isFetchingNextPage } }
            : {})}
        />
      </div>
    </Page>
  );
};

export default CustomersPage;
