import type { WebModule } from '#platform/web/module.ts';

const knowledgeWeb: WebModule = {
  name: 'knowledge',
  routes: [],
  settings: [
    {
      path: '/settings/templates',
      labelKey: 'nav.templates',
      noteKey: 'nav.templatesNote',
      icon: 'tpl',
      group: 'handling',
      order: 40,
      permission: 'template.read',
      lazy: () => import('./templates-page.tsx'),
    },
  ],
};

export default knowledgeWeb;
