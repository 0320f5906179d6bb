import { ticketRoutes } from '#modules/ticket/contract.ts';
import type { WebModule } from '#platform/web/module.ts';
import { useRoute } from '#platform/web/query.ts';

const useUnsure = (): number | undefined => useRoute(ticketRoutes.counts, {}).data?.unsure.count;

const classifyWeb: WebModule = {
  name: 'classify',
  routes: [
    {
      path: '/triage',
      permission: 'ticket.classify',
      rail: { icon: 'filter', labelKey: 'nav.triage', order: 22, keys: 'G Q', useCount: useUnsure, wideOnly: true },
      lazy: () => import('./triage-page.tsx'),
    },
  ],
  ticketPanels: [{ id: 'classify.llm', order: 32, lazy: () => import('./llm/llm-panel.tsx') }],
  settings: [
    {
      path: '/settings/classify',
      labelKey: 'nav.rules',
      noteKey: 'nav.rulesNote',
      icon: 'wand',
      group: 'intake',
      order: 10,
      permission: 'rule.manage',
      lazy: () => import('./rules-page.tsx'),
    },
    {
      path: '/settings/accuracy',
      labelKey: 'nav.accuracy',
      noteKey: 'nav.accuracyNote',
      icon: 'board',
      group: 'intake',
      order: 15,
      permission: 'rule.manage',
      lazy: () => import('./accuracy/accuracy-page.tsx'),
    },
    {
      path: '/settings/catalogue',
      labelKey: 'nav.catalogue',
      noteKey: 'nav.catalogueNote',
      icon: 'shop',
      group: 'intake',
      order: 20,
      permission: 'rule.manage',
      lazy: () => import('./catalogue/catalogue-page.tsx'),
    },
    {
      path: '/settings/language-model',
      labelKey: 'nav.llm',
      noteKey: 'nav.llmNote',
      icon: 'bolt',
      group: 'intake',
      order: 90,
      permission: 'instance.manage',
      lazy: () => import('./llm/llm-page.tsx'),
    },
  ],
};

export default classifyWeb;
