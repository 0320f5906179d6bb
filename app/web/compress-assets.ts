import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const compressible = /\.(?:js|css|json|svg)$/;
const worthBytes = 1_024;
const brotliQuality = 9;

/** Writes `.br` and `.gz` beside each asset, so that the server compresses nothing while people wait. */
export const compressAssets = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) {
    if (!compressible.test(name)) continue;
    const file = path.join(folder, name);
    const source = await readFile(file);
    if (source.length < worthBytes) continue;
    const params = { [constants.BROTLI_PARAM_QUALITY]: brotliQuality };
    await writeFile(`${file}.br`, await promisify(brotliCompress)(source, { params }));
    await writeFile(`${file}.gz`, await promisify(gzip)(source, { level: 9 }));
  }
};
