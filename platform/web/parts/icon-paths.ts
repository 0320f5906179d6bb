import type { baseIconPaths } from './base-icon-paths.ts';
import type { deskIconPaths } from './desk-icon-paths.ts';
import { knownIcon } from './icon-registry.ts';

export type BaseIconName = keyof typeof baseIconPaths;
export type IconName = BaseIconName | keyof typeof deskIconPaths;

export const iconPath = (name: IconName): string => knownIcon(name) ?? '';

export const isIconName = (name: string): name is IconName => knownIcon(name) !== undefined;
