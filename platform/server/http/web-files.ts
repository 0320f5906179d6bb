import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { App } from '../app.ts';
import { notFound } from './problem.ts';
import { localeOf, sendProblem } from './problem-reply.ts';

const built = path.resolve(import.meta.dirname, '../../../dist/web');

const policy = (frameAncestors: string): string =>
  [
    "default-src 'self'",
    "script-src 'self'",
    // antd puts its style sheets into the page as it renders.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${frameAncestors}`,
  ].join('; ');

/** Pages that customers open load `public.html`. */
const isPublicPage = (url: string): boolean => /^\/(f|t|s)(\/|\?|$)/.test(url);
/** The form alone may stand in a frame of the company's own site. */
export const mayBeFramed = (url: string): boolean => /^\/f(\/|\?|$)/.test(url);

const page = async (reply: FastifyReply, url: string): Promise<FastifyReply> => {
  const name = isPublicPage(url) ? 'public.html' : 'index.html';
  const html = await readFile(path.join(built, name), 'utf8');
  return reply
    .headers({ 'content-security-policy': policy(mayBeFramed(url) ? '*' : "'self'"), 'cache-control': 'no-cache' })
    .type('text/html; charset=utf-8')
    .send(html);
};

/** Serves the built screens. Unknown paths below /api are a 404 problem; anything else is a page of the single-page app. */
export const serveWebFiles = async (server: FastifyInstance, app: App): Promise<void> => {
  const present = existsSync(path.join(built, 'index.html'));
  if (present) {
    await server.register(fastifyStatic, {
      root: path.join(built, 'assets'),
      prefix: '/assets/',
      immutable: true,
      maxAge: '365d',
      decorateReply: false,
      preCompressed: true,
    });
  }
  server.setNotFoundHandler(async (request, reply) => {
    const wantsPage =
      request.method === 'GET' && !request.url.startsWith('/api/') && !request.url.startsWith('/assets/');
    if (present && wantsPage) return page(reply, request.url);
    const locale = localeOf(request);
    return sendProblem(app, request, reply, notFound('page'), locale);
  });
};
