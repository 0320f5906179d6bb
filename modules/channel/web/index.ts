import type { WebModule } from '#platform/web/module.ts';

const channelWeb: WebModule = {
  name: 'channel',
  routes: [],
  settings: [
    {
      path: '/settings/outbox',
      labelKey: 'nav.outbox',
      noteKey: 'nav.outboxNote',
      icon: 'mail',
      group: 'data',
      order: 10,
      permission: 'outbox.read',
      lazy: () => import('./outbox-page.tsx'),
    },
    {
      path: '/settings/jobs',
      labelKey: 'nav.jobs',
      noteKey: 'nav.jobsNote',
      icon: 'refresh',
      group: 'data',
      order: 20,
      permission: 'job.manage',
      lazy: () => import('./jobs-page.tsx'),
    },
  ],
};

export default channelWeb;
