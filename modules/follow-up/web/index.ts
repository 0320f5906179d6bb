import { useRoute } from '#platform/web/query.ts';
import type { WebModule } from '#platform/web/module.ts';
import { readCallBackFigures } from '../contract.ts';

const useDue = (): number | undefined =>
  useRoute(readCallBackFigures, {}, { topics: ['call-back'] }).data?.due.count || undefined;

const followUpWeb: WebModule = {
  name: 'follow-up',
  routes: [
    {
      path: '/call-backs',
      permission: 'ticket.read',
      rail: { icon: 'phone', labelKey: 'nav.calls', order: 27, keys: 'G V', useCount: useDue, wideOnly: true },
      lazy: () => import('./call-back/calls-page.tsx'),
    },
    { path: '/call-backs/:id', permission: 'ticket.read', lazy: () => import('./call-back/calls-page.tsx') },
  ],
  ticketPanels: [
    { id: 'follow-up', order: 65, permission: 'ticket.read', lazy: () => import('./follow-up-panel.tsx') },
    { id: 'follow-up.calls', order: 64, permission: 'ticket.read', lazy: () => import('./call-back/calls-panel.tsx') },
  ],
  settings: [
    {
      path: '/settings/call-backs',
      labelKey: 'nav.callRules',
      noteKey: 'nav.callRulesNote',
      icon: 'phone',
      group: 'handling',
      order: 45,
      permission: 'rule.manage',
      lazy: () => import('./call-back/rules-page.tsx'),
    },
  ],
};

export default followUpWeb;
