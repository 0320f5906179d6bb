import type { Action, PaletteSearch } from '#platform/web/actions.ts';
import { call } from '#platform/web/api.ts';
import { translate } from '#platform/web/i18n.ts';
import { listCustomers } from '../contract.ts';

const shortest = 2;

/** Customers by a part of the name or by a whole number. */
export const customerSearch: PaletteSearch = {
  id: 'customers',
  permission: 'customer.read',
  find: async (query, signal) => {
    if (query.length < shortest) return [];
    const { items } = await call(listCustomers, { query: { query, limit: 5 } }, { signal });
    return items.map((customer): Action => ({
      id: `customer:${customer.id}`,
      title: customer.name || translate('customer', 'anonymous'),
      note: [customer.maskedPhone, customer.region].filter(Boolean).join('·'),
      icon: 'user',
      section: 'result',
      run: ({ navigate }) => navigate(`/customers/${customer.id}`),
    }));
  },
};
