import type { TextBundle } from '#platform/web/i18n.ts';

/** `../../modules/ticket/web/i18n/en.json` -> namespace `ticket`; the platform's own -> `platform`. */
export const namespaceOf = (file: string): string => /(?:modules\/)?([^/]+)\/web\/i18n\//.exec(file)?.[1] ?? '';

export const collectTexts = (files: Record<string, object>): TextBundle =>
  Object.fromEntries(Object.entries(files).map(([file, texts]) => [namespaceOf(file), texts]));
