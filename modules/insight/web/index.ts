import type { WebModule } from '#platform/web/module.ts';

const insightWeb: WebModule = {
  name: 'insight',
  routes: [
    {
      path: '/board',
      permission: 'board.read',
      homeOrder: 30,
      rail: { icon: 'board', labelKey: 'nav.board', order: 30, keys: 'G B', group: 'insight', wideOnly: true },
      lazy: () => import('./board-page.tsx'),
    },
    {
      path: '/topics',
      permission: 'board.read',
      rail: { icon: 'fire', labelKey: 'nav.topics', order: 35, keys: 'G O', group: 'insight', wideOnly: true },
      lazy: () => import('./topics/topics-page.tsx'),
    },
    {
      path: '/anomalies',
      permission: 'board.read',
      rail: { icon: 'alarm', labelKey: 'nav.anomalies', order: 37, keys: 'G I', group: 'insight', rare: true },
      lazy: () => import('./anomalies/anomalies-page.tsx'),
    },
  ],
};

export default insightWeb;
