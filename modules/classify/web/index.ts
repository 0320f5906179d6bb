import type { WebModule } from '#platform/web/module.ts';

const classifyWeb: WebModule = {
  name: 'classify',
  routes: [],
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
  ],
};

export default classifyWeb;
