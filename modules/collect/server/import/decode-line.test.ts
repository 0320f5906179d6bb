import { expect, it } from 'vitest';
import { decodeLine, gbPlausibility } from './decode-line.ts';

const gb = (hex: string): Buffer => Buffer.from(hex, 'hex');

it('reads a line in the charset its bytes show', () => {
  const slow = gb('cdcbbfeeccabc2fd');
  expect(decodeLine(Buffer.from('退款太慢'), 'utf-8')).toEqual({ text: '退款太慢', charset: 'utf-8', valid: true });
  expect(decodeLine(slow, 'utf-8')).toEqual({ text: '退款太慢', charset: 'gb18030', valid: true });
  expect(decodeLine(slow, 'gb18030')).toEqual({ text: '退款太慢', charset: 'gb18030', valid: true });
  expect(decodeLine(Buffer.from('退款太慢'), 'gb18030')).toEqual({ text: '退款太慢', charset: 'utf-8', valid: true });
  expect(decodeLine(Buffer.from('plain'), 'gb18030')).toEqual({ text: 'plain', charset: 'gb18030', valid: true });
});

it('keeps a GB18030 word whose bytes are legal UTF-8 by chance', () => {
  // C1 AA CD A8 is "联通", and two characters of two bytes each in UTF-8 (of which the first is overlong).
  expect(decodeLine(gb('c1aacda8'), 'gb18030').text).toBe('联通');
  expect(decodeLine(gb('cda8d2a9'), 'gb18030').text).toBe('通药');
});

it('does not take Latin-1 or damaged text for Chinese', () => {
  expect(decodeLine(Buffer.from('cafés,très', 'latin1'), 'utf-8').valid).toBe(false);
  const damaged = Buffer.concat([Buffer.from('服务'), gb('e5'), Buffer.from('态度')]);
  expect(decodeLine(damaged, 'utf-8')).toMatchObject({ valid: false, charset: 'utf-8' });
  expect(decodeLine(gb('cdcbff'), 'gb18030').valid).toBe(false);
});

it('reads four-byte characters', () => {
  expect(decodeLine(gb('cdcb9439fc36'), 'gb18030')).toMatchObject({ text: '退😀', valid: true });
  expect(gbPlausibility(gb('cdcb9439fc36'))).toBe(0.5);
});
