import { readFileSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const root = import.meta.dirname;
const project = path.resolve(root, '../..');

/** The pages of customers are an entry of their own, without antd; the server makes the same choice in production. */
const publicPath = /^\/(?:f|t|s)(?:\/|$|\?)/;

const publicEntry = (): Plugin => ({
  name: 'huiyin-public-entry',
  configureServer(server) {
    server.middlewares.use((request, _response, next) => {
      if (publicPath.test(request.url ?? '')) request.url = '/public.html';
      next();
    });
  },
});

const jsonSchemaFiles = /zod\/v4\/core\/(?:json-schema-processors|to-json-schema)\.js$/;

/**
 * zod's writers of JSON schemas serve OpenAPI on the server; each schema refers to them, so no bundler may drop them.
 * Without them a public page is 5.6 kB (gzipped) lighter. Whoever calls one in a browser is told so.
 */
const withoutJsonSchemas = (): Plugin => ({
  name: 'huiyin-without-json-schemas',
  apply: 'build',
  transform: {
    filter: { id: jsonSchemaFiles },
    handler(code) {
      const names = [...code.matchAll(/^export (?:function|const) (\w+)/gm)].map((match) => match[1]);
      const exported = names.map((name) => `absent as ${name}`).join(', ');
      return `const refuse = () => { throw new Error('zod: no JSON schemas in the browser'); };
const absent = () => refuse;
export { ${exported}, absent as process };`;
    },
  },
});

const versionOf = (): string => {
  const text = readFileSync(path.join(project, 'package.json'), 'utf8');
  return /"version": "([^"]+)"/.exec(text)?.[1] ?? '';
};

export default defineConfig({
  root,
  publicDir: 'public',
  cacheDir: path.join(project, 'node_modules/.cache/vite'),
  plugins: [react(), publicEntry(), withoutJsonSchemas()],
  define: { __HUIYIN_VERSION__: JSON.stringify(versionOf()) },
  build: {
    outDir: path.join(project, 'dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rolldownOptions: { input: { index: path.join(root, 'index.html'), public: path.join(root, 'public.html') } },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: `http://127.0.0.1:${process.env['PORT'] ?? '3000'}`, changeOrigin: false } },
  },
});
