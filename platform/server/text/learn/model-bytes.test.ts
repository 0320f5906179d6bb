import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inventedRows } from './learn.fixture.ts';
import { loadTextModel, ModelFormatError, trainTextModel } from './index.ts';

const model = trainTextModel(inventedRows(120));
const bytes = model.toBytes();

describe('a model as bytes', () => {
  test('comes back as it was, report and thresholds too', () => {
    const back = loadTextModel(bytes);
    expect(back.report).toEqual(model.report);
    for (const { body } of inventedRows(50, 3)) {
      expect(back.predict({ body })).toEqual(model.predict({ body }));
      expect(back.explain({ body }, '退款')).toEqual(model.explain({ body }, '退款'));
    }
    expect(back.toBytes()).toEqual(bytes);
    expect(back.withPrecision(0.8).report).toEqual(model.withPrecision(0.8).report);
  });

  test('can stand anywhere in a larger buffer, as a driver hands it over', () => {
    const larger = Buffer.alloc(bytes.length + 3);
    larger.set(bytes, 3);
    expect(loadTextModel(larger.subarray(3)).report).toEqual(model.report);
  });

  test('of a newer format is refused as newer', () => {
    const newer = bytes.slice();
    new DataView(newer.buffer).setUint32(8, 99, true);
    expect(() => loadTextModel(newer)).toThrow(expect.objectContaining({ name: 'ModelFormatError', reason: 'newer' }));
  });

  test('damaged in any byte after the version is refused as damaged', () => {
    fc.assert(
      fc.property(fc.integer({ min: 12, max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const broken = bytes.slice();
        broken[at] = (broken[at] ?? 0) ^ flip;
        expect(() => loadTextModel(broken)).toThrow(ModelFormatError);
      }),
      { numRuns: 40 },
    );
  });

  test('cut off or of something else is refused as damaged', () => {
    for (const given of [
      new Uint8Array(0),
      bytes.slice(0, 10),
      bytes.slice(0, -4),
      new TextEncoder().encode('{"a":1}'),
    ])
      expect(() => loadTextModel(given)).toThrow(expect.objectContaining({ reason: 'damaged' }));
  });
});
