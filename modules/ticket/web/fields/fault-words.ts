import type { Translate } from '#platform/web/i18n.ts';
import type { Judged } from '../../contract.ts';

/** The same sentence that the server would answer with. */
export const faultWords = (t: Translate, judged: Extract<Judged, { ok: false }>, label: string): string =>
  t(`errors.${judged.code}`, { ...judged.data, label });
