import '#platform/web/public/public.css';
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
const texts = import.meta.glob<object>('../../modules/{collect,follow-up}/web/i18n/*.json', { import: 'default' });
const platformTexts = import.meta.glob<object>('../../platform/web/i18n/*.json', { import: 'default' });

const fileNames = { form: 'public-form-page.tsx', tracking: 'tracking-page.tsx', survey: 'survey-page.tsx' };

/** Only the texts of this page, only in this language. */
const textsOf =
  (address: PublicAddress | null) =>
  async (language: Language): Promise<TextBundle> => {
    const own = Object.entries(texts).filter(
      ([file]) => namespaceOf(file) === address?.namespace && file.endsWith(`/${language}.json`),
    );
    const loads = own.map(async ([file, load]) => [namespaceOf(file), await load()] as const);
    const platform = platformTexts[`../../platform/web/i18n/${language}.json`];
    const bundle: TextBundle = Object.fromEntries(await Promise.all(loads));
    return { ...bundle, platform: (await platform?.()) ?? {} };
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

void start();
