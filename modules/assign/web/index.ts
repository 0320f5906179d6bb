import type { WebModule } from '#platform/web/module.ts';

const assignWeb: WebModule = {
  name: 'assign',
  routes: [],
  ticketPanels: [
    { id: 'assign.bounce', order: 13, permission: 'ticket.read', lazy: () => import('./bounce-panel.tsx') },
  ],
  settings: [
    {
      path: '/settings/assign',
      labelKey: 'nav.rules',
      noteKey: 'nav.rulesNote',
      icon: 'swap',
      group: 'intake',
      order: 20,
      permission: 'rule.manage',
      lazy: () => import('./rules-page.tsx'),
    },
  ],
};

export default assignWeb;
