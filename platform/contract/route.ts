import type { z } from 'zod';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * One route as the wire sees it. Server, web client, OpenAPI document and tests all derive from it.
 * Path parameters stand in braces: `/api/tickets/{number}`.
 */
export type RouteSpec<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> = {
  readonly method: Method;
  readonly path: `/${string}`;
  readonly summary: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly reply: Reply;
  /** Status of success; 200 unless told. */
  readonly status?: 200 | 201 | 202 | 204;
  /** What the request body is; `multipart` and `binary` bodies are read by the handler as streams. */
  readonly consumes?: 'json' | 'multipart' | 'binary';
  /** Media type of a reply that is not JSON (a file, an event stream). */
  readonly produces?: string;
};

export type AnyRoute = RouteSpec<z.ZodType, z.ZodType, z.ZodType, z.ZodType>;

/** Marked so that a page that never calls a route does not carry it. */
/* @__NO_SIDE_EFFECTS__ */
export const defineRoute = <
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Reply extends z.ZodType = z.ZodUndefined,
>(
  spec: RouteSpec<Params, Query, Body, Reply>,
): RouteSpec<Params, Query, Body, Reply> => spec;

export type ParamsOf<R> = R extends RouteSpec<infer P, z.ZodType, z.ZodType, z.ZodType> ? z.output<P> : never;
export type QueryOf<R> = R extends RouteSpec<z.ZodType, infer Q, z.ZodType, z.ZodType> ? z.output<Q> : never;
export type BodyOf<R> = R extends RouteSpec<z.ZodType, z.ZodType, infer B, z.ZodType> ? z.output<B> : never;
export type ReplyOf<R> = R extends RouteSpec<z.ZodType, z.ZodType, z.ZodType, infer A> ? z.output<A> : never;
/** What a client sends: before defaults and coercions. */
export type QueryInputOf<R> = R extends RouteSpec<z.ZodType, infer Q, z.ZodType, z.ZodType> ? z.input<Q> : never;
export type BodyInputOf<R> = R extends RouteSpec<z.ZodType, z.ZodType, infer B, z.ZodType> ? z.input<B> : never;
