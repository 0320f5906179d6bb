import { baseIconPaths } from './base-icon-paths.ts';

const known = new Map<string, string>(Object.entries(baseIconPaths));

export const addIcons = (paths: Readonly<Record<string, string>>): void => {
  for (const [name, path] of Object.entries(paths)) known.set(name, path);
};

export const knownIcon = (name: string): string | undefined => known.get(name);
