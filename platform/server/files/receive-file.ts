import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { Problem } from '#platform/server/http/problem.ts';
import { TestVirusWatch } from './scan-file.ts';

/** The few acts on a file being written; a test puts a full disk in their place. */
export type UnfinishedFile = {
  write(chunk: Buffer): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
};

/** Enough for a JPEG whose size stands behind its camera data. */
const headBytes = 256 * 1024;
export async function createOnDisk(filePath: string): Promise<UnfinishedFile> {
  const handle = await open(filePath, 'wx', 0o640);
  return {
    async write(chunk) {
      for (let at = 0; at < chunk.length;) at += (await handle.write(chunk, at)).bytesWritten;
    },
    sync: () => handle.sync(),
    close: () => handle.close(),
  };
}

export type Received = { sha256: string; bytes: number; head: Buffer; holdsNul: boolean; holdsTestVirus: boolean };

/** A multipart parser that reaches its own limit ends the stream as if all were well, and says so only here. */
const wasTruncated = (source: object): boolean => 'truncated' in source && source.truncated === true;

async function* orInterrupted(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  let ended = false;
  try {
    for (;;) {
      const next = await iterator.next().catch(() => {
        ended = true;
        throw new Problem('file.upload_interrupted', 400);
      });
      if (next.done) {
        ended = true;
        return;
      }
      yield next.value;
    }
  } finally {
    if (!ended) await iterator.return?.();
  }
}

/** Takes a stream to disk, hashing and looking as it passes; stops at the first byte too many. */
export async function receive(
  source: AsyncIterable<Uint8Array>,
  target: UnfinishedFile,
  maxBytes: number,
): Promise<Received> {
  const hash = createHash('sha256');
  const watch = new TestVirusWatch();
  const heads: Buffer[] = [];
  let bytes = 0;
  let headSize = 0;
  let holdsNul = false;
  const tooLarge = (): Problem => new Problem('file.too_large', 413, { limitBytes: maxBytes });
  for await (const piece of orInterrupted(source)) {
    const chunk = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge();
    hash.update(chunk);
    watch.push(chunk);
    holdsNul ||= chunk.includes(0);
    if (headSize < headBytes) {
      heads.push(Buffer.from(chunk.subarray(0, headBytes - headSize)));
      headSize += heads.at(-1)?.length ?? 0;
    }
    await target.write(chunk);
  }
  if (wasTruncated(source)) throw tooLarge();
  if (bytes === 0) throw new Problem('file.empty', 422);
  return { sha256: hash.digest('hex'), bytes, head: Buffer.concat(heads), holdsNul, holdsTestVirus: watch.found };
}
