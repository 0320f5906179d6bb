import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import type { LabelledText, TextModel } from '#platform/server/text/learn/index.ts';
import type { LearnedField, ModelComparison, ModelReason } from '../../contract.ts';

const oneIn = 5;
const atOnce = 100;

/** The same ticket (with its repeats) is held out for ever: no model that is compared has ever learned from it. */
const isHeldOut = (row: { group: string }): boolean =>
  createHash('sha1').update(row.group).digest().readUInt32BE(0) % oneIn === 0;

export const splitHeldOut = <Row extends { group: string }>(
  rows: readonly Row[],
): { learnt: Row[]; heldOut: Row[] } => ({
  learnt: rows.filter((row) => !isHeldOut(row)),
  heldOut: rows.filter(isHeldOut),
});

export type Score = { readonly right: number; readonly levelOne: { readonly found: number; readonly all: number } };

/** Asked in small portions, so that a process that serves requests meanwhile goes on serving. */
export const scoreModel = async (model: TextModel, rows: readonly LabelledText[]): Promise<Score> => {
  let right = 0;
  const levelOne = { found: 0, all: 0 };
  for (const [index, row] of rows.entries()) {
    if (index % atOnce === 0) await breathe();
    const isRight = model.predict(row).label === row.label;
    if (isRight) right += 1;
    if (row.label !== '1') continue;
    levelOne.all += 1;
    if (isRight) levelOne.found += 1;
  }
  return { right, levelOne };
};

const share = (part: number, all: number): number | null => (all === 0 ? null : part / all);

export const comparisonOf = (tickets: number, before: Score | null, after: Score): ModelComparison => ({
  tickets,
  before: before === null ? null : share(before.right, tickets),
  after: share(after.right, tickets) ?? 0,
  levelOneBefore: before === null ? null : share(before.levelOne.found, before.levelOne.all),
  levelOneAfter: share(after.levelOne.found, after.levelOne.all),
});

/**
 * Whether the new model takes the place of the old one. As good on the held-out tickets is enough, because it has
 * learned the newest corrections as well; of two models for the level, the one that misses fewer first levels wins.
 */
export const verdictOn = (
  field: LearnedField,
  { before, after, levelOneBefore, levelOneAfter }: ModelComparison,
): { accepted: boolean; reason: ModelReason } => {
  if (before === null) return { accepted: true, reason: 'first' };
  if (field === 'level' && levelOneBefore !== null && levelOneAfter !== null && levelOneAfter < levelOneBefore)
    return { accepted: false, reason: 'misses_level_one' };
  if (after > before) return { accepted: true, reason: 'better' };
  return after === before ? { accepted: true, reason: 'as_good' } : { accepted: false, reason: 'not_better' };
};
