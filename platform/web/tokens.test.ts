import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dark, light, variableName } from './tokens.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

const blockOf = (selector: string): string => {
  const start = css.indexOf(`${selector} {`);
  return css.slice(start, css.indexOf('}', start));
};

const squeeze = (value: string): string => value.replace(/\s+/g, '').toLowerCase();

describe.each([
  ['light', ':root', light],
  ['dark', "[data-theme='dark']", dark],
])('tokens.css, %s', (_name, selector, tokens) => {
  it.each(Object.entries(tokens))('holds %s', (token, value) => {
    expect(squeeze(blockOf(selector))).toContain(squeeze(`${variableName(token)}:${value};`));
  });
});

const channel = (value: number): number => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};

const luminance = (hex: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => channel(Number.parseInt(hex.slice(at, at + 2), 16)));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const contrast = (a: string, b: string): number => {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};

describe.each([
  ['light', light],
  ['dark', dark],
])('contrast, %s', (_name, t) => {
  it.each([
    ['text on surface', t.text, t.surface],
    ['text3 on bg', t.text3, t.bg],
    ['text3 on sunken', t.text3, t.sunken],
    ['text3 on accent-soft', t.text3, t.accentSoft],
    ['accent on surface', t.accent, t.surface],
    ['on-accent on accent', t.onAccent, t.accent],
    ['accent-ink on accent-soft', t.accentInk, t.accentSoft],
    ['red', t.red, t.redBg],
    ['amber', t.amber, t.amberBg],
    ['green', t.green, t.greenBg],
    ['violet', t.violet, t.violetBg],
    ['blue', t.blue, t.blueBg],
    ['note', t.noteInk, t.note],
  ])('%s is at least 4.5', (_pair, front, back) => {
    expect(contrast(front, back)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([t.c1, t.c2, t.c3, t.c4, t.c5, t.c6, t.c7])('series colour %s is at least 3 on surface', (colour) => {
    expect(contrast(colour, t.surface)).toBeGreaterThanOrEqual(3);
  });
});
