import type { Action } from '#platform/web/actions.ts';
import type { WebModule } from '#platform/web/module.ts';
import { useBatchCount } from './use-batch-news.ts';

const entryPage = () => import('./entry-page.tsx');
const importsPage = () => import('./imports-page.tsx');

const create: Action = {
  id: 'collect.create',
  titleKey: 'collect:entry.title',
  icon: 'plus',
  keys: ['C'],
  section: 'create',
  priority: 100,
  permission: 'ticket.create',
  run: ({ navigate }) => navigate('/tickets/new'),
};

const collectWeb: WebModule = {
  name: 'collect',
  actions: [create],
  routes: [
    { path: '/tickets/new', permission: 'ticket.create', lazy: entryPage },
    { path: '/new', permission: 'ticket.create', lazy: entryPage },
    { path: '/imports', permission: 'import.run', lazy: importsPage },
    {
      path: '/batch-events',
      permission: 'ticket.read',
      rail: { icon: 'flag', labelKey: 'nav.batch', order: 36, keys: 'G E', useCount: useBatchCount, rare: true },
      lazy: () => import('./batch-page.tsx'),
    },
  ],
  ticketPanels: [
    { id: 'collect.batch', order: 35, permission: 'ticket.read', lazy: () => import('./batch-panel.tsx') },
  ],
  settings: [
    {
      path: '/settings/batch-events',
      labelKey: 'nav.batchPolicy',
      noteKey: 'nav.batchPolicyNote',
      icon: 'flag',
      group: 'intake',
      order: 50,
      permission: 'rule.manage',
      lazy: () => import('./batch-policy-page.tsx'),
    },
    {
      path: '/settings/imports',
      labelKey: 'nav.imports',
      noteKey: 'nav.importsNote',
      icon: 'dl',
      group: 'intake',
      order: 40,
      permission: 'import.run',
      lazy: importsPage,
    },
  ],
};

export default collectWeb;
