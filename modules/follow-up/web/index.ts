import type { WebModule } from '#platform/web/module.ts';

const followUpWeb: WebModule = {
  name: 'follow-up',
  routes: [],
  ticketPanels: [
    { id: 'follow-up', order: 65, permission: 'ticket.read', lazy: () => import('./follow-up-panel.tsx') },
  ],
};

export default followUpWeb;
