import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const commandNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const packages = ['chromium', 'fonts-noto-cjk'];

/** A file of the right name is not enough: Ubuntu's `chromium-browser` is a note that asks for snap. */
function starts(path: string): boolean {
  return existsSync(path) && spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

export function findBrowser(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return starts(named) ? named : undefined;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const onPath = folders.flatMap((folder) => commandNames.map((name) => join(folder, name)));
  return [...new Set([...usualPlaces, ...onPath])].find(starts);
}

function hasChineseFont(): boolean {
  // Elsewhere the system brings one; on Linux a browser without it draws boxes and a screenshot proves nothing.
  if (process.platform !== 'linux') return true;
  const asked = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8', timeout: 30_000 });
  return asked.status === 0 && asked.stdout.trim() !== '';
}

function missingParts(): string[] {
  const missing: string[] = [];
  if (findBrowser() === undefined) missing.push('Chromium or Google Chrome');
  if (!hasChineseFont()) missing.push('a Chinese font');
  return missing;
}

function apt(args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = spawnSync('apt-get', ['-q', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  if (run.status !== 0) console.log(`apt-get ${args.join(' ')}:\n${run.stdout.slice(-2000)}${run.stderr.slice(-2000)}`);
  return run.status === 0;
}

function mayInstall(): boolean {
  return process.getuid?.() === 0 && spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;
}

export type BrowserReady = { path: string } | { missing: string };

/** Finds a browser and a Chinese font, or brings them where it may; otherwise says in one sentence what to install. */
export function readyBrowser(say: (text: string) => void): BrowserReady {
  const named = process.env['CHROMIUM_PATH'];
  if (named && !starts(named)) return { missing: `CHROMIUM_PATH names ${named}, which does not start.` };
  let missing = missingParts();
  if (missing.length > 0 && mayInstall()) {
    say(`missing: ${missing.join(' and ')}; bringing ${packages.join(' and ')} by apt-get (some 100 MB) …`);
    if (apt(['update'])) apt(['install', '-y', '--no-install-recommends', ...packages]);
    missing = missingParts();
  }
  const path = findBrowser();
  if (missing.length === 0 && path !== undefined) return { path };
  const what = missing.join(' and ');
  return {
    missing: `The tests drive a real browser and need ${what}: on Debian run "sudo apt-get install ${packages.join(' ')}"; elsewhere install Chrome and name it in CHROMIUM_PATH.`,
  };
}

if (import.meta.main) {
  const ready = readyBrowser((text) => {
    console.log(text);
  });
  console.log('path' in ready ? `ok    browser: ${ready.path}, with a Chinese font` : `FAIL  ${ready.missing}`);
  process.exitCode = 'path' in ready ? 0 : 1;
}
