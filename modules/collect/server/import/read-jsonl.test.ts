import { expect, it } from 'vitest';
import { cellsOf, codesOf, readBack } from './table.fixture.ts';

it('takes the keys of all lines as columns', async () => {
  const table = await readBack('{"text":"好","label":1}\n\n{"text":"慢","tags":["a","b"],"x":null}\n', {
    name: 'a.jsonl',
  });
  expect(table.format).toBe('jsonl');
  expect(table.columns).toEqual(['text', 'label', 'tags', 'x']);
  expect(cellsOf(table)).toEqual([
    ['好', '1', '', ''],
    ['慢', '', '["a","b"]', ''],
  ]);
});

it('reports a line that is no object and reads on', async () => {
  const table = await readBack('{"text":"a"}\n{"text":\n[1]\n{"text":"b\\u0000c"}\n');
  expect(codesOf(table)).toEqual([undefined, 'import.row.not_json', 'import.row.not_json', undefined]);
  expect(table.all[3]?.cells).toEqual(['bc']);
});

it('says what to do with one big JSON', async () => {
  await expect(readBack('[{"text":"a"}]', { name: 'a.json' })).rejects.toMatchObject({ code: 'import.json_not_lines' });
});
