import fc from 'fast-check';
import { expect, it } from 'vitest';
import { typeOfMime, type AllowedType } from './file-kinds.ts';
import { safeFileName } from './file-name.ts';

function type(mime: string): AllowedType {
  const found = typeOfMime(mime);
  if (!found) throw new Error(mime);
  return found;
}
const jpeg = type('image/jpeg');

it.each([
  ['photo.jpg', 'photo.jpg'],
  ['photo.JPEG', 'photo.jpeg'],
  ['photo.jpg.exe', 'photo.jpg'],
  ['photo.exe', 'photo.jpg'],
  ['发票 2026.1.5', '发票 2026.1.5.jpg'],
  ['C:\\fakepath\\收据.png', '收据.jpg'],
  ['../../etc/passwd', 'passwd.jpg'],
  ['a\u202Egpj.exe', 'agpj.jpg'],
  ['<script>alert(1)</script>.jpg', 'script.jpg'],
  ['x" onload="y.jpg', 'x onload= y.jpg'],
  ['.htaccess', 'htaccess.jpg'],
  ['con.jpg', '_con.jpg'],
  ['...', 'file.jpg'],
  ['', 'file.jpg'],
  ['e\u0301te\u0301.jpg', '\u00E9t\u00E9.jpg'],
])('%s becomes %s', (declared, safe) => {
  expect(safeFileName(declared, jpeg)).toBe(safe);
});

it('cuts a long name between characters, not in them', () => {
  const name = safeFileName(`${'投诉'.repeat(57)}👩‍💻👩‍💻.jpg`, jpeg);
  expect(name.length).toBeLessThanOrEqual(120);
  expect(name.isWellFormed()).toBe(true);
  expect(name.endsWith('.jpg')).toBe(true);
});

it('is safe for any name and settles at once', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom('image/jpeg', 'text/csv', 'video/3gpp'),
      (declared, mime) => {
        const allowed = type(mime);
        const name = safeFileName(declared, allowed);
        expect(name.length).toBeLessThanOrEqual(120);
        expect(name).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069/\\:"<>|?*]/);
        expect(allowed.extensions).toContain(name.split('.').at(-1));
        expect(name).not.toMatch(/^\./);
        expect(name).toBe(name.normalize('NFC'));
        expect(safeFileName(name, allowed)).toBe(name);
      },
    ),
  );
});
