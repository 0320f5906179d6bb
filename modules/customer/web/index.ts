import type { WebModule } from '#platform/web/module.ts';
import { customerSearch } from './palette-search.ts';

const customerWeb: WebModule = {
  name: 'customer',
  routes: [
    {
      path: '/customers',
      permission: 'customer.read',
      rail: { icon: 'users', labelKey: 'nav.customers', order: 40, keys: 'G C', group: 'records', rare: true },
      lazy: () => import('./customers-page.tsx'),
    },
    { path: '/customers/:id', permission: 'customer.read', lazy: () => import('./customer-page.tsx') },
  ],
  paletteSearch: [customerSearch],
};

export default customerWeb;
