import { lazy } from 'react';
import { useRoute } from '#platform/web/query.ts';
import type { WebModule } from '#platform/web/module.ts';
import { countApprovals } from '../contract.ts';

/** For the inbox of the workbench, which decides without leaving it. */
export const ApprovalRows = lazy(() => import('./approval-rows.tsx'));
export const ApprovalRequest = lazy(() => import('./request-pane.tsx'));

const useWaiting = (): number | undefined => useRoute(countApprovals, {}).data?.mine.count;

const approvalWeb: WebModule = {
  name: 'approval',
  routes: [
    {
      path: '/approvals',
      permission: 'approval.read',
      rail: { icon: 'stamp', labelKey: 'nav.approvals', order: 60, keys: 'G A', useCount: useWaiting },
      lazy: () => import('./approvals-page.tsx'),
    },
    { path: '/approvals/:id', permission: 'approval.read', lazy: () => import('./approvals-page.tsx') },
  ],
  settings: [
    {
      path: '/settings/approvals',
      labelKey: 'nav.flows',
      noteKey: 'nav.flowsNote',
      icon: 'stamp',
      group: 'handling',
      order: 30,
      permission: 'approval.manage',
      lazy: () => import('./flows-page.tsx'),
    },
    {
      path: '/settings/away',
      labelKey: 'nav.away',
      noteKey: 'nav.awayNote',
      icon: 'out',
      group: 'organisation',
      order: 95,
      permission: 'approval.decide',
      lazy: () => import('./away-page.tsx'),
    },
  ],
};

export default approvalWeb;
