import type { TextBundle } from '#platform/web/i18n.ts';

/** `../../modules/ticket/web/i18n/en.json` -> namespace `ticket`. */
export const namespaceOf = (file: string): string => /modules\/([^/]+)\//.exec(file)?.[1] ?? '';

export const collectTexts = (files: Record<string, object>): TextBundle =>
  Object.fromEntries(Object.entries(files).map(([file, texts]) => [namespaceOf(file), texts]));
