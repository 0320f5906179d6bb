import type { WebModule } from '#platform/web/module.ts';

const resolveWeb: WebModule = {
  name: 'resolve',
  routes: [],
  ticketPanels: [
    { id: 'resolve.similar', order: 75, permission: 'ticket.read', lazy: () => import('./similar-panel.tsx') },
  ],
};

export default resolveWeb;
