import type { WebModule } from '#platform/web/module.ts';

const archiveWeb: WebModule = {
  name: 'archive',
  routes: [],
  ticketPanels: [
    { id: 'archive', order: 95, permission: 'ticket.read', lazy: () => import('./closing-file-panel.tsx') },
  ],
  settings: [
    {
      path: '/settings/retention',
      labelKey: 'nav.retention',
      noteKey: 'nav.retentionNote',
      icon: 'db',
      group: 'data',
      order: 60,
      permission: 'retention.manage',
      lazy: () => import('./retention/retention-page.tsx'),
    },
  ],
};

export default archiveWeb;
