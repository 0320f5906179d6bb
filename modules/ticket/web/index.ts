import { useRoute } from '#platform/web/query.ts';
import type { WebModule } from '#platform/web/module.ts';
import { ticketRoutes } from '../contract.ts';
import { ticketSearch } from './palette-search.ts';

export { askField, insertReply, whenRefused } from './dialog-state.ts';
export { CustomFieldInputs, type FieldProblems } from './fields/field-inputs.tsx';
export { uploadTo, type FieldUpload } from './fields/file-control.tsx';
export { useCustomFields, useFieldsOf, useValueWords } from './fields/use-fields.ts';
export { RevealDialog } from './dialogs/reveal-dialog.tsx';
export { useCategoryTree, useDepartmentTree, useLocalName, useNames, usePeople } from './names.ts';

const useWaiting = (): number | undefined => useRoute(ticketRoutes.counts, {}).data?.mine.count;
const useOpenTasks = (): number | undefined => useRoute(ticketRoutes.counts, {}).data?.tasks.count;

const ticketWeb: WebModule = {
  name: 'ticket',
  routes: [
    {
      path: '/workbench',
      permission: 'ticket.read',
      homeOrder: 10,
      rail: { icon: 'inbox', labelKey: 'nav.workbench', order: 10, keys: 'G H', useCount: useWaiting },
      lazy: () => import('./list/workbench-page.tsx'),
    },
    {
      path: '/tickets',
      permission: 'ticket.read',
      rail: { icon: 'ticket', labelKey: 'nav.tickets', order: 20, keys: 'G T' },
      lazy: () => import('./list/tickets-page.tsx'),
    },
    { path: '/tickets/:number', permission: 'ticket.read', lazy: () => import('./list/ticket-page.tsx') },
    {
      path: '/tasks',
      permission: 'ticket.read',
      rail: { icon: 'task', labelKey: 'nav.tasks', order: 25, keys: 'G K', useCount: useOpenTasks },
      lazy: () => import('./list/tasks-page.tsx'),
    },
  ],
  ticketPanels: [
    { id: 'ticket.stage', order: 10, lazy: () => import('./panels/stage-panel.tsx') },
    { id: 'ticket.classification', order: 30, lazy: () => import('./panels/classification-panel.tsx') },
    { id: 'ticket.fields', order: 35, lazy: () => import('./fields/custom-fields-panel.tsx') },
    { id: 'ticket.customer', order: 40, lazy: () => import('./panels/customer-panel.tsx') },
    { id: 'ticket.tasks', order: 50, lazy: () => import('./panels/tasks-panel.tsx') },
    { id: 'ticket.merged', order: 68, lazy: () => import('./panels/merged-panel.tsx') },
    { id: 'ticket.links', order: 70, lazy: () => import('./panels/links-panel.tsx') },
    { id: 'ticket.facts', order: 80, lazy: () => import('./panels/fields-panel.tsx') },
  ],
  settings: [
    {
      path: '/settings/categories',
      labelKey: 'nav.categories',
      noteKey: 'nav.categoriesNote',
      icon: 'branch',
      group: 'intake',
      order: 30,
      permission: 'rule.manage',
      lazy: () => import('./settings/categories-page.tsx'),
    },
    {
      path: '/settings/macros',
      labelKey: 'nav.macros',
      noteKey: 'nav.macrosNote',
      icon: 'bolt',
      group: 'handling',
      order: 42,
      permission: 'ticket.note',
      lazy: () => import('./macros/macros-page.tsx'),
    },
    {
      path: '/settings/fields',
      labelKey: 'nav.customFields',
      noteKey: 'nav.customFieldsNote',
      icon: 'rows',
      group: 'intake',
      order: 35,
      permission: 'instance.manage',
      lazy: () => import('./settings/fields-page.tsx'),
    },
    {
      path: '/settings/views',
      labelKey: 'nav.views',
      noteKey: 'nav.viewsNote',
      icon: 'filter',
      group: 'handling',
      order: 40,
      permission: 'ticket.read',
      lazy: () => import('./settings/views-page.tsx'),
    },
  ],
  paletteSearch: [ticketSearch],
};

export default ticketWeb;
