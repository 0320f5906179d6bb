import { z } from 'zod';

export const locales = ['zh-CN', 'en'] as const;
export const localeSchema = z.enum(locales);
export type Locale = z.infer<typeof localeSchema>;

export const idSchema = z.uuid();
/** An instant with its offset, ISO 8601. Fields that hold one end in `At`. */
export const instantSchema = z.iso.datetime({ offset: true });
