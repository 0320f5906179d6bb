import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from './report.ts';

const howto = readFileSync(join(projectRoot, 'docs/howto/add-a-feature.md'), 'utf8');

/** Marks beside the pieces of code: into which file each goes, and before which words of it. */
const marks = [...howto.matchAll(/<!-- (file|before|before-block|replace): (\S+)(?: \| (.+))? -->/g)].map(
  ([, kind = '', path = '', words = '']) => ({ kind, path, words: words.replaceAll('¶', '\n') }),
);
const places = marks.filter(({ kind }) => kind !== 'file');

describe('the feature that the how-to builds', () => {
  it('is told by marks', () => {
    expect([marks.length > 10, places.length > 6]).toEqual([true, true]);
  });

  it.each(places)('finds its place in $path: $words', ({ path, words }) => {
    const parts = readFileSync(join(projectRoot, path), 'utf8').split(words);
    expect(parts).toHaveLength(2);
  });

  it.each(marks.filter(({ kind }) => kind === 'file'))('is not there yet: $path', ({ path }) => {
    expect(existsSync(join(projectRoot, path))).toBe(false);
  });
});
