import type { Locale } from '#platform/contract/fields.ts';
import { everything } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';

/** The customer himself, known by his link; his link is what entitles him, so no permission is needed. */
export const customerActor = (locale: Locale, name = ''): Actor => ({
  kind: 'customer',
  id: null,
  name,
  permissions: new Set(),
  reach: everything,
  locale,
});
