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

const versionOf = (): string => {
  const text = readFileSync(path.join(project, 'package.json'), 'utf8');
  return /"version": "([^"]+)"/.exec(text)?.[1] ?? '';
};

export default defineConfig({
  root,
  publicDir: 'public',
  cacheDir: path.join(project, 'node_modules/.cache/vite'),
  plugins: [react(), publicEntry()],
  define: { __HUIYIN_VERSION__: JSON.stringify(versionOf()) },
  build: {
    outDir: path.join(project, 'dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: { input: { index: path.join(root, 'index.html'), public: path.join(root, 'public.html') } },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: `http://127.0.0.1:${process.env['PORT'] ?? '3000'}`, changeOrigin: false } },
  },
});
