import { expect, it } from 'vitest';
import { imageSize } from './image-size.ts';

const padded = (hex: string): Buffer => Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(64)]);

it('reads width and height from the header', () => {
  expect(imageSize(padded('4749463839612003e001'), 'image/gif')).toEqual({ width: 800, height: 480 });
  const jpeg = ['ffd8', 'ffe00004abcd', 'ffdb0004abcd', 'ffc0001108012c019003'].join('');
  expect(imageSize(padded(jpeg), 'image/jpeg')).toEqual({ width: 400, height: 300 });
  const webp = ['52494646', '00000000', '57454250', '56503858', '0a000000', '00000000', '1f0300', 'df0100'].join('');
  expect(imageSize(padded(webp), 'image/webp')).toEqual({ width: 800, height: 480 });
  const bitmap = Buffer.alloc(64);
  bitmap.writeInt32LE(5, 18);
  bitmap.writeInt32LE(-7, 22);
  expect(imageSize(bitmap, 'image/bmp')).toEqual({ width: 5, height: 7 });
});

it('knows nothing of what is cut short or another format', () => {
  expect(imageSize(Buffer.from('ffd8ff', 'hex'), 'image/jpeg')).toBeUndefined();
  expect(imageSize(padded('ffd8ffe0ffff'), 'image/jpeg')).toBeUndefined();
  expect(imageSize(padded('00'), 'image/heic')).toBeUndefined();
});
