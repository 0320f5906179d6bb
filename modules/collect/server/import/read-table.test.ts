import { expect, it } from 'vitest';
import { readBack } from './table.fixture.ts';

const ole = (text = ''): Buffer =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from(text, 'utf16le')]);

it.each([
  ['an empty file', Buffer.alloc(0), 'import.file_empty'],
  ['only blank lines', Buffer.from('\n \n'), 'import.file_empty'],
  ['an old .xls', ole('Workbook'), 'import.xls_old'],
  ['an encrypted .xlsx', ole('EncryptedPackage'), 'import.xlsx_encrypted'],
  ['a page called .xls', Buffer.from('<html><table><tr><td>内容'), 'import.html_file'],
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'import.not_a_table'],
  ['a PDF', Buffer.from('%PDF-1.7\n1 0 obj\n'), 'import.not_a_table'],
  ['a broken zip', Buffer.from('PK\x03\x04 and nothing more'), 'import.xlsx_damaged'],
])('refuses %s with a code of its own', async (_, content, code) => {
  await expect(readBack(content)).rejects.toMatchObject({ code, status: 422 });
});

it('keeps to its limits', async () => {
  const content = '编号,内容\n1,一\n2,二\n3,三\n';
  await expect(readBack(content, { limits: { maxFileBytes: 10 } })).rejects.toMatchObject({
    code: 'import.file_too_big',
  });
  await expect(readBack(content, { limits: { maxRows: 2 } })).rejects.toMatchObject({
    code: 'import.too_many_rows',
    data: { limit: 2 },
  });
  await expect(readBack(content, { limits: { maxColumns: 1 } })).rejects.toMatchObject({
    code: 'import.too_many_columns',
  });
});

it('guesses the number of rows', async () => {
  expect((await readBack('编号,内容\n1,一\n2,二\n3,三\n')).rowCountEstimate).toBe(3);
});

it('does not take a column called PK for a zip', async () => {
  expect((await readBack('PK,内容\n1,一\n')).columns).toEqual(['PK', '内容']);
});
