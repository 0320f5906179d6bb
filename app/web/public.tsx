import '#platform/web/public/public.css';
import './public-boot.css';
import { type ReactElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { type Language, startTexts, type TextBundle, useText } from '#platform/web/i18n.ts';
import { EchoArt } from '#platform/web/parts/echo-mark.tsx';
import { PublicBoundary } from '#platform/web/public/boundary.tsx';
import { PublicLayout } from '#platform/web/public/layout.tsx';
import type { PublicPage } from '#platform/web/public/page.ts';
import { watchTheme } from '#platform/web/theme-choice.ts';
import { namespaceOf } from './collect-texts.ts';
import { type PublicAddress, readAddress } from './public-address.ts';

const pages = import.meta.glob<PublicPage>(
  ['../../modules/collect/web/public-form-page.tsx', '../../modules/follow-up/web/{tracking,survey}-page.tsx'],
  { import: 'default' },
);
/** Texts travel as data, beside the script and not in it. */
const texts = import.meta.glob<string>(
  ['../../modules/{collect,follow-up}/web/i18n/*.json', '../../platform/web/i18n/*.json'],
  { query: '?url', import: 'default', eager: true },
);

const fileNames = { form: 'public-form-page.tsx', tracking: 'tracking-page.tsx', survey: 'survey-page.tsx' };

const readTexts = async (url: string): Promise<object> => {
  const value: unknown = await (await fetch(url)).json();
  return typeof value === 'object' && value !== null ? value : {};
};

/** Only the texts of this page, only in this language. */
const textsOf =
  (address: PublicAddress | null) =>
  async (language: Language): Promise<TextBundle> => {
    const wanted = ['platform', address?.namespace];
    const own = Object.entries(texts)
      .map(([file, url]) => ({ namespace: namespaceOf(file), file, url }))
      .filter(({ namespace, file }) => wanted.includes(namespace) && file.endsWith(`/${language}.json`));
    return Object.fromEntries(
      await Promise.all(own.map(async ({ namespace, url }) => [namespace, await readTexts(url)] as const)),
    );
  };

type Loaded = { readonly Page?: PublicPage; readonly failed: boolean };

const pageOf = async (address: PublicAddress | null): Promise<Loaded> => {
  // `/public.html?gallery`: the parts of these pages, to be held beside the design.
  if (window.location.search === '?gallery') {
    return { Page: (await import('./gallery/public-gallery.tsx')).default, failed: false };
  }
  const load = address && Object.entries(pages).find(([file]) => file.endsWith(`/${fileNames[address.page]}`))?.[1];
  if (!load) return { failed: false };
  try {
    return { Page: await load(), failed: false };
  } catch {
    return { failed: true };
  }
};

const Missing = (): ReactElement => {
  const t = useText('platform');
  return (
    <PublicLayout title={t('state.notFoundTitle')}>
      <div className="empty">
        <EchoArt icon="search" kind="none" />
        <h1>{t('state.notFoundTitle')}</h1>
        <p className="lead">{t('state.notFoundText')}</p>
      </div>
    </PublicLayout>
  );
};

const start = async (): Promise<void> => {
  watchTheme();
  const address = readAddress(window.location.pathname);
  const [{ Page, failed }] = await Promise.all([pageOf(address), startTexts(textsOf(address))]);
  const place = document.getElementById('root');
  if (!place) return;
  createRoot(place).render(
    <StrictMode>
      <PublicBoundary failed={failed}>{Page ? <Page {...address?.props} /> : <Missing />}</PublicBoundary>
    </StrictMode>,
  );
};

// Texts or a script did not come through: the page itself says so, in the words it was delivered with.
start().catch(() => document.documentElement.classList.add('unopened'));
