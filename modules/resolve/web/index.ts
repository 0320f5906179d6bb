import type { WebModule } from '#platform/web/module.ts';

const resolveWeb: WebModule = {
  name: 'resolve',
  routes: [
    { path: '/help/:id', permission: 'ticket.read', lazy: () => import('./help/help-page.tsx') },
    {
      path: '/emergency',
      permission: 'ticket.read',
      rail: { icon: 'shield', labelKey: 'emergency.title', order: 68, rare: true },
      lazy: () => import('./emergency/emergency-page.tsx'),
    },
    { path: '/workflows/:id', permission: 'flow.manage', lazy: () => import('./flow/flow-editor-page.tsx') },
    {
      path: '/compensation',
      permission: 'ticket.read',
      rail: { icon: 'money', labelKey: 'nav.report', order: 70, group: 'insight', rare: true },
      lazy: () => import('./report/report-page.tsx'),
    },
    {
      path: '/responsibility',
      permission: 'verdict.give',
      rail: { icon: 'gauge', labelKey: 'nav.scores', order: 72, group: 'insight', rare: true },
      lazy: () => import('./report/scores-page.tsx'),
    },
    {
      path: '/auto-answers',
      permission: 'auto_answer.review',
      rail: { icon: 'checks', labelKey: 'nav.autoReview', order: 70, rare: true },
      lazy: () => import('./auto-answer/review-page.tsx'),
    },
  ],
  ticketPanels: [
    { id: 'resolve.judge', order: 56, permission: 'ticket.read', lazy: () => import('./judge/judge-panel.tsx') },
    { id: 'resolve.help', order: 52, permission: 'ticket.read', lazy: () => import('./help/help-panel.tsx') },
    {
      id: 'resolve.compensation',
      order: 54,
      permission: 'ticket.read',
      lazy: () => import('./compensation/compensation-panel.tsx'),
    },
    {
      id: 'resolve.emergency',
      order: 12,
      permission: 'ticket.read',
      lazy: () => import('./emergency/emergency-panel.tsx'),
    },
    { id: 'resolve.flow', order: 10, permission: 'ticket.read', lazy: () => import('./flow/flow-panel.tsx') },
    { id: 'resolve.waiting', order: 11, permission: 'ticket.read', lazy: () => import('./steps/waiting-panel.tsx') },
    { id: 'resolve.split', order: 99, permission: 'ticket.transition', lazy: () => import('./split/split-panel.tsx') },
    { id: 'resolve.similar', order: 75, permission: 'ticket.read', lazy: () => import('./similar-panel.tsx') },
  ],
  settings: [
    {
      path: '/settings/auto-answers',
      labelKey: 'nav.auto',
      noteKey: 'nav.autoNote',
      icon: 'bolt',
      group: 'handling',
      order: 44,
      permission: 'auto_answer.manage',
      lazy: () => import('./auto-answer/auto-page.tsx'),
    },
    {
      path: '/settings/workflows',
      labelKey: 'nav.flows',
      noteKey: 'nav.flowsNote',
      icon: 'branch',
      group: 'handling',
      order: 10,
      permission: 'flow.manage',
      lazy: () => import('./flow/flows-page.tsx'),
    },
    {
      path: '/settings/emergency',
      labelKey: 'nav.emergency',
      noteKey: 'nav.emergencyNote',
      icon: 'alarm',
      group: 'handling',
      order: 35,
      permission: 'emergency.manage',
      lazy: () => import('./emergency/duty-page.tsx'),
    },
  ],
};

export default resolveWeb;
