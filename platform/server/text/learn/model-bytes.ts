/**
 * A model as bytes: 8 of magic, version, length of the JSON head, CRC-32 of everything after it, the head, then
 * the arrays it names, little endian, each begun on a multiple of 4.
 */
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import type { LinearModel } from './linear.ts';
import { ModelFormatError } from './types.ts';

const MAGIC = 'HUIYINTC';
export const FORMAT_VERSION = 1;
const HEADER = 20;

const headSchema = z.object({
  labels: z.array(z.string()).min(2).max(65_535),
  features: z.number().int().nonnegative(),
  heldOut: z.number().int().nonnegative(),
  slope: z.number(),
  thresholds: z.array(z.number().nullable()),
  precision: z.number(),
  trainSeconds: z.number(),
  skipped: z.array(z.object({ reason: z.enum(['empty', 'too_few', 'one_class', 'sampled']), count: z.number().int() })),
});

type Numbers = Int32Array | Float32Array | Int16Array | Uint16Array;

const arraysOf = (model: LinearModel): Numbers[] => [
  model.hashes,
  model.worth,
  model.weights,
  model.step,
  model.bias,
  model.calibration.shift,
  model.heldOut.predicted,
  model.heldOut.actual,
  model.heldOut.confidence,
];

const padded = (bytes: number): number => Math.ceil(bytes / 4) * 4;

export function writeModel(model: LinearModel): Uint8Array {
  const head = new TextEncoder().encode(
    JSON.stringify({
      labels: model.labels,
      features: model.hashes.length,
      heldOut: model.heldOut.actual.length,
      slope: model.calibration.slope,
      thresholds: model.thresholds,
      precision: model.precision,
      trainSeconds: model.trainSeconds,
      skipped: model.skipped,
    }),
  );
  const arrays = arraysOf(model);
  const body = arrays.reduce((sum, each) => sum + padded(each.byteLength), padded(head.length));
  const bytes = new Uint8Array(HEADER + body);
  let at = HEADER;
  bytes.set(head, at);
  at += padded(head.length);
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += padded(array.byteLength);
  }
  bytes.set(new TextEncoder().encode(MAGIC), 0);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, FORMAT_VERSION, true);
  view.setUint32(12, head.length, true);
  view.setUint32(16, crc32(bytes.subarray(HEADER)), true);
  return bytes;
}

const damaged = (what: string): ModelFormatError => new ModelFormatError('damaged', `The model is damaged: ${what}.`);

export function readModel(given: Uint8Array): LinearModel {
  if (given.length < HEADER || new TextDecoder().decode(given.subarray(0, 8)) !== MAGIC)
    throw damaged('this is no model of a text classifier');
  // A copy begins at offset 0 of its own buffer, as the arrays need; `slice` of a Buffer would be no copy.
  const bytes = new Uint8Array(given);
  const view = new DataView(bytes.buffer);
  const version = view.getUint32(8, true);
  if (version > FORMAT_VERSION)
    throw new ModelFormatError('newer', `The model has format ${version}; this program reads up to ${FORMAT_VERSION}.`);
  if (version === 0) throw damaged('there is no format 0');
  if (crc32(bytes.subarray(HEADER)) !== view.getUint32(16, true)) throw damaged('the checksum differs');
  const headLength = view.getUint32(12, true);
  return readBody(bytes, readHead(bytes.subarray(HEADER, HEADER + headLength)), HEADER + padded(headLength));
}

function readHead(bytes: Uint8Array): z.infer<typeof headSchema> {
  try {
    return headSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    throw damaged('its head cannot be read');
  }
}

function readBody(bytes: Uint8Array<ArrayBuffer>, head: z.infer<typeof headSchema>, from: number): LinearModel {
  let at = from;
  const take = (count: number, width: number): [ArrayBuffer, number, number] => {
    const start = at;
    at += padded(count * width);
    if (at > bytes.length) throw damaged('it ends too soon');
    return [bytes.buffer, start, count];
  };
  const { labels, features, heldOut } = head;
  const classes = labels.length;
  if (head.thresholds.length !== classes) throw damaged('labels and thresholds differ');
  const hashes = new Int32Array(...take(features, 4));
  const worth = new Float32Array(...take(features, 4));
  const weights = new Int16Array(...take(features * classes, 2));
  const step = new Float32Array(...take(classes, 4));
  const bias = new Float32Array(...take(classes, 4));
  const shift = new Float32Array(...take(classes, 4));
  const predicted = new Uint16Array(...take(heldOut, 2));
  const actual = new Uint16Array(...take(heldOut, 2));
  const confidence = new Float32Array(...take(heldOut, 4));
  return {
    labels,
    hashes,
    worth,
    weights,
    step,
    bias,
    calibration: { slope: head.slope, shift },
    thresholds: head.thresholds,
    precision: head.precision,
    heldOut: { predicted, actual, confidence },
    trainSeconds: head.trainSeconds,
    skipped: head.skipped,
  };
}
