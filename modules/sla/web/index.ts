import type { WebModule } from '#platform/web/module.ts';
import { useRoute } from '#platform/web/query.ts';
import { countAlarms } from '../contract.ts';
import { clockMarks } from './clock-marks.ts';

const useUnseen = (): number | undefined => useRoute(countAlarms, {}, { topics: ['alarms'] }).data?.unseen.count;

const slaWeb: WebModule = {
  name: 'sla',
  routes: [
    {
      path: '/alarms',
      permission: 'ticket.read',
      rail: { icon: 'bell', labelKey: 'nav.alarms', order: 62, keys: 'G N', useCount: useUnseen },
      lazy: () => import('./alarms-page.tsx'),
    },
  ],
  ticketPanels: [
    { id: 'sla.clocks', order: 20, lazy: () => import('./clocks-panel.tsx') },
    { id: 'sla.duties', order: 26, lazy: () => import('./duties-panel.tsx') },
  ],
  threadMarker: clockMarks,
  settings: [
    {
      path: '/settings/sla',
      labelKey: 'nav.policies',
      noteKey: 'nav.policiesNote',
      icon: 'clock',
      group: 'handling',
      order: 20,
      permission: 'sla.manage',
      lazy: () => import('./policies-page.tsx'),
    },
    {
      path: '/settings/deadline-rules',
      labelKey: 'nav.profiles',
      noteKey: 'nav.profilesNote',
      icon: 'book',
      group: 'handling',
      order: 22,
      permission: 'sla.manage',
      lazy: () => import('./profiles-page.tsx'),
    },
    {
      path: '/settings/calendars',
      labelKey: 'nav.calendars',
      noteKey: 'nav.calendarsNote',
      icon: 'cal',
      group: 'handling',
      order: 24,
      permission: 'sla.manage',
      lazy: () => import('./calendars-page.tsx'),
    },
  ],
};

export default slaWeb;
