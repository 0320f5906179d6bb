import type { Action } from '#platform/web/actions.ts';
import type { WebModule } from '#platform/web/module.ts';

const create: Action = {
  id: 'collect.create',
  titleKey: 'collect:entry.title',
  icon: 'plus',
  keys: ['C'],
  section: 'create',
  permission: 'ticket.create',
  run: ({ navigate }) => navigate('/tickets/new'),
};

const collectWeb: WebModule = {
  name: 'collect',
  actions: [create],
  routes: [{ path: '/tickets/new', permission: 'ticket.create', lazy: () => import('./entry-page.tsx') }],
  settings: [
    {
      path: '/settings/imports',
      labelKey: 'nav.imports',
      noteKey: 'nav.importsNote',
      icon: 'dl',
      group: 'intake',
      order: 40,
      permission: 'import.run',
      lazy: () => import('./imports-page.tsx'),
    },
  ],
};

export default collectWeb;
