import type { WebModule } from '#platform/web/module.ts';

const faces = import.meta.glob<WebModule>('../../modules/*/web/index.ts', { eager: true, import: 'default' });

/** Every module that has a web face, by name. */
export const allModules: readonly WebModule[] = Object.values(faces).toSorted((a, b) => a.name.localeCompare(b.name));
