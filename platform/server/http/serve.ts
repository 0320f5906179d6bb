import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { AnyRoute, RouteSpec } from '#platform/contract/route.ts';
import type { App } from '../app.ts';
import type { Actor } from '../session/actor.ts';

/**
 * Who may call a route: `public` (anyone), `signed-in` (any person or token), or the permission key he must hold.
 * Without a session: 401. Without the permission: the same 404 as for a route that does not exist.
 */
export type Access = 'public' | 'signed-in' | `${string}.${string}`;

export type Call<Params, Query, Body> = {
  readonly app: App;
  readonly actor: Actor;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** For headers, streams, cookies. */
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
};

export type RouteOptions = {
  /** Largest JSON body in bytes; 256 KiB unless told. */
  readonly bodyLimit?: number;
  /** Calls per minute and sender address. */
  readonly perMinute?: (app: App) => number;
};

export type ServedRoute = {
  readonly spec: AnyRoute;
  readonly access: Access;
  readonly options: RouteOptions;
  readonly run: (call: Call<unknown, unknown, unknown>) => Promise<unknown>;
};

type Handler<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> = (
  call: Call<z.output<P>, z.output<Q>, z.output<B>>,
) => Promise<z.input<R>>;

/** A handler whose input types were checked where it was bound; a method, so that TypeScript lets the types be forgotten. */
type Erased = { run(call: Call<unknown, unknown, unknown>): Promise<unknown> };

/**
 * Binds a contract route to its handler. Stands in the module's `server/index.ts`, one line per route, with who may
 * call it. A handler of a streamed reply (`produces`) sends it on `call.reply`.
 */
export const serve = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  spec: RouteSpec<P, Q, B, R>,
  access: Access,
  handler: Handler<P, Q, B, R>,
  options: RouteOptions = {},
): ServedRoute => {
  const erased: Erased = { run: handler };
  const streamed = spec.consumes === 'multipart' || spec.consumes === 'binary';
  return {
    spec,
    access,
    options,
    run: async (call) =>
      erased.run({
        ...call,
        params: parsePart(spec.params, call.params, 'params'),
        query: parsePart(spec.query, call.query, 'query'),
        body: streamed ? undefined : parsePart(spec.body, call.body, 'body'),
      }),
  };
};

export class InputError extends Error {
  readonly issues: readonly { path: string; issue: z.core.$ZodIssue }[];
  constructor(part: string, issues: readonly z.core.$ZodIssue[]) {
    super('invalid input');
    this.issues = issues.map((issue) => ({
      path: [part === 'body' ? '' : part, ...issue.path.map(String)].filter(Boolean).join('.'),
      issue,
    }));
  }
}

const parsePart = (schema: z.ZodType | undefined, value: unknown, part: string): unknown => {
  if (!schema) return undefined;
  const read = schema.safeParse(value);
  if (!read.success) throw new InputError(part, read.error.issues);
  return read.data;
};
