import { collectTexts } from './collect-texts.ts';
import platform from '#platform/web/i18n/en.json' with { type: 'json' };
import app from './i18n/en.json' with { type: 'json' };

const files = import.meta.glob<object>('../../modules/*/web/i18n/en.json', { eager: true, import: 'default' });

export const bundle = { ...collectTexts(files), platform, app };
