import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Locale } from '#platform/contract/fields.ts';
import type { ProblemDocument } from '#platform/contract/problem.ts';
import type { App } from '../app.ts';
import { faultCode, isLostConnection, isOutOfSpace, isRetryable, isTimeLimit } from '../database/faults.ts';
import { Problem, type FieldProblem } from './problem.ts';
import { InputError } from './serve.ts';

/** The caller's language: his own choice, then the browser's, then zh-CN. */
export const localeOf = (request: FastifyRequest): Locale => {
  const header = request.headers['accept-language'] ?? '';
  for (const part of header.split(',')) {
    const tag = part.trim().toLowerCase();
    if (tag.startsWith('zh')) return 'zh-CN';
    if (tag.startsWith('en')) return 'en';
  }
  return 'zh-CN';
};

const tooSmall = (issue: z.core.$ZodIssue): Record<string, unknown> =>
  'minimum' in issue ? { minimum: issue.minimum } : 'maximum' in issue ? { maximum: issue.maximum } : {};

/** A schema may name its own text: `{ error: 'collect.phone' }` stands under `errors.phone` in that module's texts. */
const ownCode = /^[a-z-]+\.[a-z_]+$/;

const fieldsOf = (app: App, error: InputError, locale: Locale): FieldProblem[] =>
  error.issues.slice(0, 50).map(({ path, issue }) => {
    const code = ownCode.test(issue.message) ? issue.message : `input.${issue.code}`;
    return { path: path || '.', code, message: app.texts.error(code, locale, { ...tooSmall(issue), path }) };
  });

const httpError = z.object({ statusCode: z.int().min(400).max(599), code: z.string().optional() });

const fastifyCodes: Record<string, string> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'request.too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'request.media_type',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'request.not_json',
  FST_ERR_CTP_INVALID_JSON_BODY: 'request.not_json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request.length',
};

/** Whatever was thrown, as a Problem; what we do not know becomes 500 without a word about the inside. */
export const toProblem = (app: App, error: unknown, locale: Locale): Problem => {
  if (error instanceof Problem) return error;
  if (error instanceof InputError) return new Problem('input.invalid', 422, undefined, fieldsOf(app, error, locale));
  if (isTimeLimit(error)) return new Problem('system.time_limit', 503, { retryAfterSeconds: 5 });
  if (isLostConnection(error)) return new Problem('system.database_away', 503, { retryAfterSeconds: 5 });
  // PostgreSQL chose one of two that waited for each other; nothing was kept of it.
  if (isRetryable(error)) return new Problem('system.busy', 503, { retryAfterSeconds: 1 });
  if (isOutOfSpace(error)) return new Problem('system.no_space', 507);
  if (faultCode(error) === '22P05' || faultCode(error) === '22021') return new Problem('input.characters', 422);
  const http = httpError.safeParse(error);
  if (http.success && http.data.statusCode < 500) {
    const known = http.data.code === undefined ? undefined : fastifyCodes[http.data.code];
    return new Problem(
      known ?? (error instanceof SyntaxError ? 'request.not_json' : 'request.refused'),
      http.data.statusCode,
    );
  }
  return new Problem('system.unexpected', 500);
};

export const sendProblem = (
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
  locale: Locale,
): FastifyReply => {
  const retryAfter = problem.data?.['retryAfterSeconds'];
  if (typeof retryAfter === 'number') reply.header('retry-after', String(retryAfter));
  const document: ProblemDocument = {
    type: `/api/docs#${problem.code}`,
    title: problem.code,
    status: problem.status,
    detail: app.texts.error(problem.code, locale, problem.data),
    code: problem.code,
    ...(problem.data ? { data: { ...problem.data } } : {}),
    ...(problem.fields ? { fields: [...problem.fields] } : {}),
    requestId: request.id,
  };
  return reply.status(problem.status).type('application/problem+json; charset=utf-8').send(document);
};
