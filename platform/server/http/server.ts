import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import { randomUUID } from 'node:crypto';
import fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { App } from '../app.ts';
import type { Actor } from '../session/actor.ts';
import { Problem, notFound } from './problem.ts';
import { localeOf, sendProblem, toProblem } from './problem-reply.ts';
import { createRateLimit } from './rate-limit.ts';
import { httpDuration } from './metrics.ts';
import { trustOneProxy } from './sender.ts';
import type { ServedRoute } from './serve.ts';

/** Finds out who calls: null for nobody. Given by the module that knows people. */
export type Authenticate = (app: App, request: FastifyRequest) => Promise<Actor | null>;

const unsafe = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Defence against cross-site requests for callers known by a cookie: the browser itself says where the request comes
 * from (Sec-Fetch-Site, else Origin). Bearer tokens are not sent by browsers on their own and need none.
 */
const refuseCrossSite = (request: FastifyRequest): void => {
  if (!unsafe.has(request.method) || request.headers.authorization !== undefined) return;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) {
    if (site !== 'same-origin' && site !== 'none') throw new Problem('request.cross_site', 403);
    return;
  }
  const origin = request.headers.origin;
  // A sandboxed frame says `null`, which is no address and not ours.
  if (origin !== undefined && URL.parse(origin)?.host !== request.headers.host)
    throw new Problem('request.cross_site', 403);
};

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(self)',
} as const;

/** What an answer of data may do where a browser takes it for a page: nothing. Pages and files bring a policy of their own. */
const dataHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const;

/** The slowest line on which the largest file still arrives, in bytes a second: half a megabit. */
const slowestUpload = 65_536;
const shortestTimeoutMs = 120_000;

/** How long a request may take to come in. */
export const requestTimeoutMs = (uploadLimitBytes: number): number =>
  Math.max(shortestTimeoutMs, Math.ceil((uploadLimitBytes / slowestUpload) * 1000));

const admit = async (
  app: App,
  authenticate: Authenticate,
  route: ServedRoute,
  request: FastifyRequest,
): Promise<Actor> => {
  const locale = localeOf(request);
  if (route.access === 'public')
    return { kind: 'customer', id: null, name: '', permissions: new Set(), reach: { kind: 'own', person: '' }, locale };
  const actor = await authenticate(app, request);
  if (!actor) throw new Problem('session.required', 401);
  if (actor.kind === 'user') refuseCrossSite(request);
  if (route.access !== 'signed-in' && !actor.permissions.has(route.access)) throw notFound('page');
  return actor;
};

export const toFastifyPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

const addRoute = (
  server: FastifyInstance,
  app: App,
  authenticate: Authenticate,
  route: ServedRoute,
  limit: ReturnType<typeof createRateLimit>,
): void => {
  const { spec } = route;
  server.route({
    method: spec.method,
    url: toFastifyPath(spec.path),
    bodyLimit: route.options.bodyLimit ?? 262_144,
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      if (route.options.perMinute) limit(request, spec.path, route.options.perMinute(app), app.clock.now().getTime());
      // A browser shows a PDF in a page of its own making, which must be allowed its parts.
      if (spec.produces !== undefined) reply.removeHeader('content-security-policy');
      const actor = await admit(app, authenticate, route, request);
      const answer = await route.run({
        app,
        actor,
        params: request.params,
        query: request.query,
        body: request.body,
        request,
        reply,
      });
      if (reply.sent || spec.produces !== undefined) return reply;
      return reply.status(spec.status ?? (answer === undefined ? 204 : 200)).send(answer);
    },
  });
};

export const createServer = async (
  app: App,
  routes: readonly ServedRoute[],
  authenticate: Authenticate,
): Promise<FastifyInstance> => {
  const logger: FastifyBaseLogger = app.log;
  const server = fastify({
    loggerInstance: logger,
    // A logger for each request costs more than checking what it says; the two lines that know the request name it.
    childLoggerFactory: (parent) => parent,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: app.config.trustProxy ? trustOneProxy : false,
    genReqId: () => randomUUID(),
    requestTimeout: requestTimeoutMs(app.config.uploadLimitBytes),
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    exposeHeadRoutes: false,
  });
  // A page of another site may send text/plain without asking first; nothing here is told in it.
  server.removeContentTypeParser('text/plain');
  await server.register(cookie);
  await server.register(multipart, {
    // One byte more than a file may have: at its own limit the parser is silent until the end of the upload, while
    // whoever keeps the file refuses it, and answers, at the first byte too many.
    limits: { fileSize: app.config.uploadLimitBytes + 1, files: 12, fields: 60, fieldSize: 262_144 },
  });
  const limit = createRateLimit();
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders).header('x-request-id', request.id);
    if (request.url.startsWith('/api/')) reply.headers(dataHeaders);
  });
  server.addHook('onResponse', async (request, reply) => {
    // Who was refused while still sending: left unread, his half-dead connection would hold up a stop.
    if (!request.raw.complete) request.raw.unpipe().resume();
    httpDuration.observe(
      { method: request.method, route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
  });
  server.setErrorHandler((error, request, reply) => {
    const locale = localeOf(request);
    const problem = toProblem(app, error, locale);
    // What we foresaw (busy, not set up) is told to the caller; only what nobody foresaw is a fault of ours.
    if (problem.code === 'system.unexpected')
      request.log.error({ err: error, requestId: request.id }, 'request failed');
    else if (problem.status >= 500) request.log.warn({ code: problem.code, requestId: request.id }, 'request refused');
    return sendProblem(app, request, reply, problem, locale);
  });
  for (const route of routes) addRoute(server, app, authenticate, route, limit);
  return server;
};
