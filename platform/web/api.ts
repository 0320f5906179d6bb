import { z } from 'zod';
import { problemSchema } from '#platform/contract/problem.ts';
import type { RouteSpec } from '#platform/contract/route.ts';
import { currentLanguage } from './i18n.ts';

type Part<Name extends string, Schema extends z.ZodType> = Schema extends z.ZodUndefined
  ? { readonly [key in Name]?: undefined }
  : object extends z.input<Schema>
    ? { readonly [key in Name]?: z.input<Schema> }
    : { readonly [key in Name]: z.input<Schema> };

/** What a route wants, derived from its contract: `{ params, query, body }`, each only where the route has it. */
export type RouteInput<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = Part<'params', P> &
  Part<'query', Q> &
  Part<'body', B>;

export type CallOptions = { readonly headers?: Record<string, string>; readonly signal?: AbortSignal };

export type ProblemField = { readonly path: string; readonly code: string; readonly message: string };

export type ProblemInit = {
  readonly code: string;
  readonly status: number;
  readonly detail?: string;
  readonly data?: Record<string, unknown>;
  readonly requestId?: string;
  readonly fields?: readonly ProblemField[];
};

/** Every refusal the web meets: the server's problem document, or a network that did not answer (status 0). */
export class ApiProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly detail: string;
  readonly data: Record<string, unknown>;
  readonly requestId: string;
  readonly fields: readonly ProblemField[];

  constructor(init: ProblemInit) {
    super(`${init.status} ${init.code}`);
    this.name = 'ApiProblem';
    this.code = init.code;
    this.status = init.status;
    this.detail = init.detail ?? '';
    this.data = init.data ?? {};
    this.requestId = init.requestId ?? '';
    this.fields = init.fields ?? [];
  }
}

export const isProblem = (error: unknown): error is ApiProblem => error instanceof ApiProblem;

/** Whatever was thrown, as a problem: screens need to handle one shape only. */
export const toProblem = (error: unknown): ApiProblem =>
  isProblem(error) ? error : new ApiProblem({ code: 'unexpected', status: 0, detail: String(error) });

const looseProblem = problemSchema.partial();

export const parseProblem = (status: number, text: string, requestId: string): ApiProblem => {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    document = {};
  }
  const parsed = looseProblem.safeParse(document);
  const known = parsed.success ? parsed.data : {};
  return new ApiProblem({
    code: known.code ?? `http.${status}`,
    status,
    detail: known.detail,
    data: known.data,
    requestId: known.requestId ?? requestId,
    fields: known.fields,
  });
};

const recordSchema = z.record(z.string(), z.unknown());
const recordOf = (value: unknown): Record<string, unknown> => recordSchema.safeParse(value).data ?? {};

const wordOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  return value instanceof Date ? value.toISOString() : JSON.stringify(value);
};

const appendQuery = (search: URLSearchParams, name: string, value: unknown): void => {
  if (value === undefined || value === null || value === '') return;
  if (Array.isArray(value)) value.forEach((each) => appendQuery(search, name, each));
  else search.append(name, wordOf(value));
};

type Address = { readonly path: string };
type LooseInput = { readonly params?: unknown; readonly query?: unknown; readonly body?: unknown };

/** The address of a call, also for links to files. */
export const addressOf = (route: Address, input: Omit<LooseInput, 'body'> = {}): string => {
  const params = recordOf(input.params);
  const path = route.path.replace(/\{(\w+)\}/g, (_brace, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`missing path parameter ${name} of ${route.path}`);
    return encodeURIComponent(wordOf(value));
  });
  const search = new URLSearchParams();
  Object.entries(recordOf(input.query)).forEach(([name, value]) => appendQuery(search, name, value));
  const query = search.toString();
  return query === '' ? path : `${path}?${query}`;
};

const isRawBody = (body: unknown): body is FormData | Blob => body instanceof FormData || body instanceof Blob;

const requestOf = (route: { method: string }, body: unknown, options: CallOptions): RequestInit => {
  const headers: Record<string, string> = {
    accept: 'application/json',
    'accept-language': currentLanguage(),
    ...options.headers,
  };
  const init: RequestInit = { method: route.method, headers, credentials: 'same-origin' };
  if (options.signal) init.signal = options.signal;
  if (body === undefined) return init;
  if (isRawBody(body)) return { ...init, body };
  headers['content-type'] = 'application/json';
  return { ...init, body: JSON.stringify(body) };
};

const readReply = <R extends z.ZodType>(reply: R, status: number, text: string, requestId: string): z.output<R> => {
  let value: unknown;
  try {
    value = text === '' ? undefined : JSON.parse(text);
  } catch {
    throw new ApiProblem({ code: 'reply.unreadable', status, requestId });
  }
  const parsed = reply.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ApiProblem({ code: 'reply.unreadable', status, requestId, detail: z.prettifyError(parsed.error) });
};

const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';

const send = async (url: string, init: RequestInit): Promise<{ response: Response; text: string }> => {
  try {
    const response = await fetch(url, init);
    return { response, text: await response.text() };
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiProblem({ code: 'network', status: 0, detail: String(error) });
  }
};

/** One call by its contract: the parsed reply, or an ApiProblem. */
export const call = async <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  route: RouteSpec<P, Q, B, R>,
  input: RouteInput<P, Q, B>,
  options: CallOptions = {},
): Promise<z.output<R>> => {
  const loose: LooseInput = input;
  const { response, text } = await send(addressOf(route, loose), requestOf(route, loose.body, options));
  const requestId = response.headers.get('x-request-id') ?? '';
  if (!response.ok) throw parseProblem(response.status, text, requestId);
  return readReply(route.reply, response.status, text, requestId);
};

export type UploadOptions = {
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
  /** Share of the bytes sent, 0 to 1. */
  readonly onProgress?: (share: number) => void;
};

/** A body of files with progress; fetch cannot report how much of a body has left. */
export const upload = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  route: RouteSpec<P, Q, B, R>,
  input: Omit<RouteInput<P, Q, B>, 'body'>,
  body: FormData | Blob,
  options: UploadOptions = {},
): Promise<z.output<R>> =>
  new Promise((resolve, reject) => {
    const loose: LooseInput = input;
    const request = new XMLHttpRequest();
    request.open(route.method, addressOf(route, loose));
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('accept-language', currentLanguage());
    Object.entries(options.headers ?? {}).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) options.onProgress?.(event.loaded / event.total);
    };
    request.onload = () => {
      const requestId = request.getResponseHeader('x-request-id') ?? '';
      try {
        if (request.status >= 400) throw parseProblem(request.status, request.responseText, requestId);
        resolve(readReply(route.reply, request.status, request.responseText, requestId));
      } catch (error) {
        reject(toProblem(error));
      }
    };
    request.onerror = () => reject(new ApiProblem({ code: 'network', status: 0 }));
    request.onabort = () => reject(new ApiProblem({ code: 'aborted', status: 0 }));
    options.signal?.addEventListener('abort', () => request.abort());
    request.send(body);
  });
