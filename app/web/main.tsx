import '#platform/web/parts.css';
import '#platform/web/two-pane.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { readSession } from '#modules/staff/contract.ts';
import { call } from '#platform/web/api.ts';
import { startTexts } from '#platform/web/i18n.ts';
import { setModules } from '#platform/web/module.ts';
import { ErrorBoundary } from '#platform/web/parts/error-boundary.tsx';
import { makeQueryClient } from '#platform/web/query.ts';
import { type SessionFetcher, SessionProvider } from '#platform/web/session.tsx';
import { watchTheme } from '#platform/web/theme-choice.ts';
import { UiProvider } from '#platform/web/ui-provider.tsx';
import { allModules } from './modules.ts';
import { Shell } from './shell.tsx';

const fetchSession: SessionFetcher = async (signal) => {
  const { person, permissions } = await call(readSession, {}, { signal });
  return { user: person, permissions, locale: person.locale };
};

const start = async (): Promise<void> => {
  watchTheme();
  setModules(allModules);
  await startTexts(async (language) =>
    language === 'en' ? (await import('./texts.en.ts')).bundle : (await import('./texts.zh-cn.ts')).bundle,
  );
  const place = document.getElementById('root');
  if (!place) return;
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={makeQueryClient()}>
        <UiProvider>
          <ErrorBoundary>
            <SessionProvider fetcher={fetchSession}>
              <Shell />
            </SessionProvider>
          </ErrorBoundary>
        </UiProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
};

void start();
