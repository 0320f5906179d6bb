import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plantTree, removeTree } from './fixture-tree.ts';
import { checkLint } from './lint.ts';

/** Linted together in one tree, because reading the types costs far more than the rules. */
const lintPlantings: Record<string, { path: string; text: string; rule: RegExp }> = {
  any: { path: 'modules/staff/server/a.ts', text: 'export const a: any = 1;', rule: /no-explicit-any/ },
  'as to silence': {
    path: 'modules/staff/server/b.ts',
    text: 'export const b = 1 as number;',
    rule: /type-assertions/,
  },
  'a non-null mark': {
    path: 'modules/staff/server/c.ts',
    text: 'export const c = (x?: string) => x!.length;',
    rule: /no-non-null-assertion/,
  },
  'ts-ignore': {
    path: 'modules/staff/server/d.ts',
    text: '// @ts-ignore\nexport const d = 1;',
    rule: /ban-ts-comment/,
  },
  'a silenced rule': {
    path: 'modules/staff/server/e.ts',
    text: '/* eslint-disable */\nexport const e = 1;',
    rule: /no-silencing/,
  },
  'process.env outside the config': {
    path: 'modules/staff/server/f.ts',
    text: "export const f = process.env['PORT'];",
    rule: /env-only-in-config/,
  },
  'env imported from node:process': {
    path: 'platform/server/g.ts',
    text: "import { env } from 'node:process';\nexport const g = env;",
    rule: /env-only-in-config/,
  },
  'new Date() in a module': {
    path: 'modules/staff/server/h.ts',
    text: 'export const h = new Date();',
    rule: /time-by-clock/,
  },
  'Date.now() in a module': {
    path: 'modules/staff/server/i.ts',
    text: 'export const i = Date.now();',
    rule: /time-by-clock/,
  },
  'an effect that returns what a scroll answers': {
    path: 'modules/staff/web/scroll.tsx',
    text: "import { useEffect } from 'react';\nexport const useSight = (box: HTMLElement) => {\n  useEffect(() => box.scrollIntoView(), [box]);\n};",
    rule: /no-restricted-syntax/,
  },
  'a Chinese literal in tsx': {
    path: 'modules/staff/web/j.tsx',
    text: 'export const J = () => <p>工单</p>;',
    rule: /no-chinese-in-tsx/,
  },
  'a Chinese attribute in tsx': {
    path: 'modules/staff/web/k.tsx',
    text: "export const K = () => <p title={'工单'} />;",
    rule: /no-chinese-in-tsx/,
  },
  'a wrapped antd part taken from antd': {
    path: 'modules/staff/web/l.tsx',
    text: "export { Table } from 'antd';",
    rule: /no-restricted-imports/,
  },
  'a promise that nobody awaits': {
    path: 'modules/staff/server/m.ts',
    text: 'export const m = (): void => { Promise.resolve(1); };',
    rule: /no-floating-promises/,
  },
  'a hook behind a condition': {
    path: 'modules/staff/web/n.tsx',
    text: "import { useState } from 'react';\nexport const N = (p: { on: boolean }) => { if (p.on) useState(0); return null; };",
    rule: /rules-of-hooks/,
  },
  'a test left out': {
    path: 'modules/staff/server/o.test.ts',
    text: "import { it } from 'vitest';\nit.skip('later', () => {});",
    rule: /no-left-out-test/,
  },
};

describe('lint', () => {
  const planted = Object.fromEntries(Object.values(lintPlantings).map(({ path, text }) => [path, `${text}\n`]));
  let faults: string[] = [];
  let root = '';

  beforeAll(async () => {
    root = plantTree(planted);
    faults = (await checkLint(root)).faults;
  });
  afterAll(() => {
    removeTree(root);
  });

  it('lets every clean file pass', () => {
    const paths = Object.keys(planted);
    expect(faults.filter((fault) => !paths.some((path) => fault.startsWith(`${path}:`)))).toEqual([]);
  });
  it.each(Object.entries(lintPlantings))('refuses %s', (_what, { path, rule }) => {
    expect(faults.filter((fault) => fault.startsWith(`${path}:`)).join('\n')).toMatch(rule);
  });
});
