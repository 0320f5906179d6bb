import { type ReactElement, useMemo } from 'react';
import { createBrowserRouter, type RouteObject, useNavigate, useRouteError } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { type ModuleRoute, settingEntries, webModules } from '#platform/web/module.ts';
import { Crash } from '#platform/web/parts/error-boundary.tsx';
import { Forbidden, Guard, Home, NotFound, SessionGate } from './gates.tsx';
import { Layout } from './layout.tsx';
import { SettingsLayout, SettingsLanding } from './settings-page.tsx';

const RouteCrash = (): ReactElement => {
  const navigate = useNavigate();
  return <Crash error={useRouteError()} onRetry={() => void navigate(0)} />;
};

/** A module's page, fetched when it is first opened, behind its permission. */
const pageOf = (route: Pick<ModuleRoute, 'path' | 'lazy' | 'permission'>): RouteObject => ({
  path: route.path,
  errorElement: <RouteCrash />,
  lazy: async () => {
    const { default: Page } = await route.lazy();
    return {
      element: (
        <Guard permission={route.permission} otherwise={<Forbidden />}>
          <Page />
        </Guard>
      ),
    };
  },
});

const settingsRoute = (): RouteObject => ({
  path: '/settings',
  element: <SettingsLayout />,
  children: [{ index: true, element: <SettingsLanding /> }, ...settingEntries().map(pageOf)],
});

const routesOf = (): RouteObject[] => {
  const routes = webModules().flatMap((module) => module.routes);
  return [
    {
      errorElement: <RouteCrash />,
      hydrateFallbackElement: <></>,
      children: [
        ...routes.filter((route) => route.bare).map(pageOf),
        { path: '/gallery', lazy: async () => ({ Component: (await import('./gallery/gallery.tsx')).default }) },
        {
          element: (
            <SessionGate>
              <Layout />
            </SessionGate>
          ),
          children: [
            { index: true, element: <Home /> },
            ...routes.filter((route) => !route.bare).map(pageOf),
            settingsRoute(),
            { path: '*', element: <NotFound /> },
          ],
        },
      ],
    },
  ];
};

export const Shell = (): ReactElement => {
  const router = useMemo(() => createBrowserRouter(routesOf()), []);
  return <RouterProvider router={router} />;
};
