import type { WebModule } from '#platform/web/module.ts';

const staffWeb: WebModule = {
  name: 'staff',
  routes: [
    { path: '/login', bare: true, lazy: () => import('./login-page.tsx') },
    { path: '/setup', bare: true, lazy: () => import('./setup-page.tsx') },
  ],
  settings: [
    {
      path: '/settings/company',
      labelKey: 'nav.company',
      noteKey: 'nav.companyNote',
      icon: 'building',
      group: 'organisation',
      order: 5,
      permission: 'instance.manage',
      lazy: () => import('./company-page.tsx'),
    },
    {
      path: '/settings/people',
      labelKey: 'nav.people',
      noteKey: 'nav.peopleNote',
      icon: 'users',
      group: 'organisation',
      order: 10,
      permission: 'staff.read',
      lazy: () => import('./people-page.tsx'),
    },
    {
      path: '/settings/departments',
      labelKey: 'nav.departments',
      noteKey: 'nav.departmentsNote',
      icon: 'building',
      group: 'organisation',
      order: 20,
      permission: 'staff.read',
      lazy: () => import('./departments-page.tsx'),
    },
    {
      path: '/settings/outlets',
      labelKey: 'nav.outlets',
      noteKey: 'nav.outletsNote',
      icon: 'shop',
      group: 'organisation',
      order: 30,
      permission: 'staff.read',
      lazy: () => import('./outlets-page.tsx'),
    },
    {
      path: '/settings/account',
      labelKey: 'nav.account',
      noteKey: 'nav.accountNote',
      icon: 'lock',
      group: 'organisation',
      order: 90,
      lazy: () => import('./account-page.tsx'),
    },
    {
      path: '/settings/tokens',
      labelKey: 'nav.tokens',
      noteKey: 'nav.tokensNote',
      icon: 'key',
      group: 'data',
      order: 30,
      permission: 'token.manage',
      lazy: () => import('./tokens-page.tsx'),
    },
  ],
};

export default staffWeb;
