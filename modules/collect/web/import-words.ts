import { hasText, translate } from '#platform/web/i18n.ts';
import type { BadgeTone } from '#platform/web/parts/index.ts';
import type { ColumnUse, ImportRun } from '../contract.ts';

export const stateTones: Record<ImportRun['state'], BadgeTone> = {
  ready: 'info',
  running: 'near',
  done: 'met',
  failed: 'over',
  cancelled: 'hold',
};

/** Why a whole run stopped, by the code that the server kept. */
export const stopReason = (code: string): string => {
  if (code === '') return '';
  const own = `errors.${code}`;
  return hasText('collect', own) ? translate('collect', own) : translate('platform', own);
};

/** How far it is; null while nobody knows how many rows there are. */
export const shareDone = (run: Pick<ImportRun, 'state' | 'rowsDone' | 'rowsTotal'>): number | null => {
  if (run.state === 'done') return 1;
  if (run.rowsTotal === null || run.rowsTotal === 0) return null;
  // The total is an estimate: only the end itself is the end.
  return Math.min(run.rowsDone / run.rowsTotal, 0.99);
};

/** Two columns cannot be the same thing: the other one is kept under its own name. */
export const chooseUse = (
  mapping: Readonly<Record<string, string>>,
  column: string,
  use: ColumnUse,
): Record<string, string> => {
  const single = use !== 'extra' && use !== 'ignore';
  const others = Object.entries(mapping).map(([name, own]) => [name, single && own === use ? 'extra' : own] as const);
  return { ...Object.fromEntries(others), [column]: use };
};

export const hasWords = (mapping: Readonly<Record<string, string>>): boolean =>
  Object.values(mapping).some((use) => use === 'content' || use === 'subject');
