import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { glob, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const stampFile = path.join(root, 'dist/web/.sources');

/** One hash over everything the screens are made of; a new checkout or a changed file gives another one. */
const sourceStamp = async (): Promise<string> => {
  const hash = createHash('sha256');
  const files: string[] = ['package-lock.json'];
  for await (const file of glob(
    ['app/web/**/*', 'platform/{web,contract}/**/*', 'modules/*/{web,contract}/**/*', 'modules/*/contract.ts'],
    {
      cwd: root,
    },
  ))
    files.push(file);
  for (const file of files.sort()) {
    const info = await stat(path.join(root, file));
    if (info.isFile())
      hash
        .update(file)
        .update('\0')
        .update(await readFile(path.join(root, file)));
  }
  return hash.digest('hex');
};

const runVite = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const output: string[] = [];
    const child = spawn(
      process.execPath,
      ['node_modules/vite/bin/vite.js', 'build', '--config', 'app/web/vite.config.ts', '--logLevel', 'warn'],
      {
        cwd: root,
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`Building the screens failed:\n${output.join('')}`)),
    );
  });

/** Builds the screens unless what stands in dist/web was made from these very sources. */
export const buildWebIfNeeded = async (say: (line: string) => void): Promise<void> => {
  const wanted = await sourceStamp();
  const found = await readFile(stampFile, 'utf8').catch(() => '');
  if (found === wanted) return;
  say('Building the screens (once for each release) …');
  await runVite();
  await writeFile(stampFile, wanted);
};
