import type { WebModule } from '#platform/web/module.ts';

const archiveWeb: WebModule = {
  name: 'archive',
  routes: [],
  ticketPanels: [
    { id: 'archive', order: 95, permission: 'ticket.read', lazy: () => import('./closing-file-panel.tsx') },
  ],
};

export default archiveWeb;
