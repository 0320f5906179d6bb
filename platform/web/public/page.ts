import type { ComponentType } from 'react';

/** What the address of a public page says; each page reads its own part. */
export type PublicPageProps = { readonly form?: string; readonly token?: string };
export type PublicPage = ComponentType<PublicPageProps>;
