import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { configTable, readConfig } from './config.ts';

type Row = { name: string; fallback: string; about: string };

/** Rows of the table between the two marks in docs/operations.md: | `NAME` | default | about | */
const documentedRows = async (): Promise<Row[]> => {
  const text = await readFile(path.resolve(import.meta.dirname, '../../docs/operations.md'), 'utf8');
  const table = /<!-- config table: begin -->([\s\S]*?)<!-- config table: end -->/.exec(text)?.[1] ?? '';
  return table.split('\n').flatMap((line) => {
    const [, name, fallback, about] = line.split('|').map((cell) => cell.trim());
    if (name === undefined || !/^`[A-Z_]+`$/.test(name)) return [];
    return [{ name: name.slice(1, -1), fallback: (fallback ?? '').replaceAll('`', ''), about: about ?? '' }];
  });
};

const settings = Object.entries(configTable).map(([name, { schema, about }]) => {
  const read = schema.safeParse(undefined);
  return { name, fallback: read.success && read.data !== undefined ? String(read.data) : '', about };
});

describe('docs/operations.md', () => {
  test('names every setting, in the order of the code, with its default and what it is for', async () => {
    expect(await documentedRows()).toEqual(settings);
  });

  test('a wrong value stops the start with the whole list of what is wrong', () => {
    const wrong = () => readConfig({ PORT: 'many', HUIYIN_ROLE: 'boss', SMTP_URL: 'http://mail' });
    expect(wrong).toThrow(/PORT[\s\S]*SMTP_URL[\s\S]*HUIYIN_ROLE/);
  });
});
