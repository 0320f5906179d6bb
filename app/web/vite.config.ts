import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { type Connect, defineConfig, type Plugin } from 'vite';

const root = import.meta.dirname;
const project = path.resolve(root, '../..');
const built = path.join(project, 'dist/web');
const fresh = path.join(project, 'dist/web.next');

/** The pages of customers are an entry of their own, without antd; the server makes the same choice in production. */
const publicPath = /^\/(?:f|t|s)(?:\/|$|\?)/;

const choosePublic: Connect.NextHandleFunction = (request, _response, next) => {
  if (publicPath.test(request.url ?? '')) request.url = '/public.html';
  next();
};

const publicEntry = (): Plugin => ({
  name: 'huiyin-public-entry',
  configureServer: (server) => void server.middlewares.use(choosePublic),
  configurePreviewServer: (server) => void server.middlewares.use(choosePublic),
});

/** Name of the build of the customers' pages. */
const publicBuild = 'public';

const jsonSchemaFiles = /zod\/v4\/core\/(?:json-schema-processors|to-json-schema)\.js$/;
const memoizerFile = /zod\/v4\/core\/memoizer\.js$/;
const messageFile = /zod\/v4\/locales\/en\.js$/;

/**
 * What zod brings along and a customer's page never uses: writers of JSON schemas (OpenAPI, on the server), English
 * sentences (the page has its own in two languages) and support for cycles (JSON has none; zod/mini leaves it out as
 * well). No bundler may drop them, as every schema refers to them.
 */
const lighterZod = (): Plugin => ({
  name: 'huiyin-lighter-zod',
  apply: 'build',
  applyToEnvironment: (environment) => environment.name === publicBuild,
  transform(code, id) {
    if (messageFile.test(id)) return 'export default () => ({ localeError: (issue) => issue.code });';
    if (!jsonSchemaFiles.test(id) && !memoizerFile.test(id)) return undefined;
    const names = [...code.matchAll(/^export (?:function|const) (\w+)/gm)].map((match) => match[1]);
    if (id.endsWith('to-json-schema.js')) names.push('process');
    const exported = names.map((name) => `absent as ${name}`).join(', ');
    return `const refuse = () => { throw new Error('zod: no JSON schemas on this page'); };
const absent = () => ${memoizerFile.test(id) ? 'undefined' : 'refuse'};
export { ${exported} };`;
  },
});

/** Set before the first paint, so neither a module nor inline; named by its content, as everything below /assets is. */
const bootScript = (): Plugin => {
  const source = readFileSync(path.join(root, 'public/boot.js'), 'utf8');
  const fileName = `assets/boot-${createHash('sha256').update(source).digest('hex').slice(0, 8)}.js`;
  return {
    name: 'huiyin-boot-script',
    apply: 'build',
    transformIndexHtml: (html) => html.replace('/boot.js', `/${fileName}`),
    generateBundle() {
      this.emitFile({ type: 'asset', fileName, source });
    },
  };
};

const versionOf = (): string => {
  const text = readFileSync(path.join(project, 'package.json'), 'utf8');
  return /"version": "([^"]+)"/.exec(text)?.[1] ?? '';
};

const compressible = /\.(?:js|css|json|svg)$/;
const worthBytes = 1_024;
const brotliQuality = 9;

/** Writes `.br` and `.gz` beside each asset, so that the server compresses nothing while people wait. */
const compressAssets = async (folder: string): Promise<void> => {
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

const htmlEntry = (name: string) => ({ rolldownOptions: { input: path.join(root, `${name}.html`) } });

/** Contracts only declare. A file of one that a customer's page takes nothing from (the routes of the desk) stays away. */
const isContract = /\/modules\/[^/]+\/contract(?:\/|\.ts$)/;
const publicEntryBuild = {
  rolldownOptions: {
    ...htmlEntry(publicBuild).rolldownOptions,
    treeshake: { moduleSideEffects: (id: string) => !isContract.test(id) },
  },
};

export default defineConfig({
  root,
  publicDir: 'public',
  cacheDir: path.join(project, 'node_modules/.cache/vite'),
  plugins: [react(), publicEntry(), bootScript(), lighterZod()],
  define: { __HUIYIN_VERSION__: JSON.stringify(versionOf()) },
  build: {
    outDir: fresh,
    emptyOutDir: false,
    copyPublicDir: false,
    target: 'es2022',
    sourcemap: false,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
  // Two builds into one folder: shared chunks would hand the customers' phones what only the desks need of zod.
  environments: {
    client: { build: htmlEntry('index') },
    [publicBuild]: { consumer: 'client', build: publicEntryBuild },
  },
  builder: {
    async buildApp(builder) {
      await rm(fresh, { recursive: true, force: true });
      for (const environment of Object.values(builder.environments)) {
        if (environment.name === 'client' || environment.name === publicBuild) await builder.build(environment);
      }
      await compressAssets(path.join(fresh, 'assets'));
      // Only a whole build takes the place of the one before: whoever is served meanwhile keeps his pages.
      await rm(built, { recursive: true, force: true });
      await rename(fresh, built);
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: `http://127.0.0.1:${process.env['PORT'] ?? '3000'}`, changeOrigin: false } },
  },
});
