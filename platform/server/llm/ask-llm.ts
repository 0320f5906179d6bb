/** One question to a language model over an OpenAI-compatible interface, answered in a shape that is checked. */
import { z } from 'zod';
import { OutgoingError, postJson, type Incoming, type OutgoingFault } from '../outgoing/index.ts';
import { readAnswer, type AnswerFault, type Tokens } from './chat-answer.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';

export type LlmEndpoint = {
  /** Up to and without `/chat/completions`. */
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey: string | null;
  /** A host of the own network that the administrator allowed, with its port. */
  readonly allowedHost: string | null;
  /** For one try, the reading of the answer included. */
  readonly timeoutMs: number;
};

export type LlmQuestion<Value> = {
  /** Latin letters; names the shape for the provider. */
  readonly name: string;
  readonly system: string;
  readonly user: string;
  readonly schema: z.ZodType<Value>;
  readonly maxTokens: number;
};

export const llmFaults = [
  'bad_url',
  'blocked',
  'timeout',
  'too_large',
  'unreachable',
  'rate_limited',
  'server_error',
  'rejected',
  'unauthorised',
  'bad_json',
  'wrong_schema',
  'refused',
  'cut_off',
  'budget',
  'circuit_open',
  'cancelled',
] as const;
export type LlmFault = (typeof llmFaults)[number];

export type LlmEnd<Value> = {
  readonly outcome: 'ok' | LlmFault;
  readonly value: Value | null;
  readonly attempts: number;
  readonly tokens: Tokens;
  /** Status of the last answer, 0 when there was none. */
  readonly status: number;
  /** The model's own words (masked as they came), cut for the log. */
  readonly answer: string;
};

/** Where calls are counted; shared by all processes when it lives in the database. */
export type LlmBudget = {
  /** Takes one call before it is made; false when the day's budget is used up. */
  take(): Promise<boolean>;
  spend(tokens: Tokens): Promise<void>;
};

export type LlmMeans = {
  readonly budget: LlmBudget;
  readonly breaker: CircuitBreaker;
  readonly wait: (ms: number) => Promise<void>;
  /** 0 to 1, so that many who failed together do not come back together. */
  readonly random: () => number;
  /** Gives up at once, also while it waits for an answer. */
  readonly signal?: AbortSignal;
};

const mostAttempts = 3;
const firstPauseMs = 500;
/** Nobody waits longer than this for a provider that asks for patience. */
const longestPauseMs = 20_000;
const mostBytes = 1_000_000;
const loggedAnswer = 4000;

type Try<Value> = {
  fault: LlmFault | null;
  value: Value | null;
  tokens: Tokens;
  status: number;
  answer: string;
  retryAfterMs: number | null;
};

const nothing: Tokens = { input: 0, output: 0 };
const failed = (fault: OutgoingFault | AnswerFault | LlmFault, status: number, answer = '') => ({
  fault,
  value: null,
  tokens: nothing,
  status,
  answer: answer.slice(0, loggedAnswer),
  retryAfterMs: null,
});

/** Seconds or a date, as HTTP has it; `nowMs` for the latter. */
export const retryAfterMs = (header: string | undefined, nowMs: number): number | null => {
  if (header === undefined || header.trim() === '') return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
};

const faultOfStatus = (status: number): LlmFault => {
  if (status === 401 || status === 403) return 'unauthorised';
  if (status === 429) return 'rate_limited';
  return status >= 500 || status === 408 ? 'server_error' : 'rejected';
};

type Form = 'schema' | 'object';

/** Servers that do not know schemas say so with 400; the words hold the schema anyway. */
const bodyOf = <Value>(endpoint: LlmEndpoint, question: LlmQuestion<Value>, form: Form): object => {
  const schema = z.toJSONSchema(question.schema, { target: 'draft-7' });
  const system = `${question.system}\n\nJSON Schema of the answer:\n${JSON.stringify(schema)}`;
  return {
    model: endpoint.model,
    temperature: 0,
    max_tokens: question.maxTokens,
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: question.user },
    ],
    response_format:
      form === 'schema'
        ? { type: 'json_schema', json_schema: { name: question.name, strict: true, schema } }
        : { type: 'json_object' },
  };
};

const readTry = <Value>(answer: Incoming, schema: z.ZodType<Value>): Try<Value> => {
  if (answer.status < 200 || answer.status > 299) {
    const fault = failed(faultOfStatus(answer.status), answer.status, answer.text);
    return {
      ...fault,
      retryAfterMs: retryAfterMs(answer.headers['retry-after'], Date.parse(answer.headers['date'] ?? '')),
    };
  }
  const read = readAnswer(answer.text, schema);
  return {
    fault: read.ok ? null : read.fault,
    value: read.ok ? read.value : null,
    tokens: read.tokens,
    status: answer.status,
    answer: read.text.slice(0, loggedAnswer),
    retryAfterMs: null,
  };
};

const tryOnce = async <Value>(
  endpoint: LlmEndpoint,
  question: LlmQuestion<Value>,
  form: Form,
  signal: AbortSignal | undefined,
): Promise<Try<Value>> => {
  try {
    const answer = await postJson({
      url: `${endpoint.baseUrl.replace(/\/+$/, '')}/chat/completions`,
      headers: endpoint.apiKey === null ? {} : { authorization: `Bearer ${endpoint.apiKey}` },
      body: bodyOf(endpoint, question, form),
      timeoutMs: endpoint.timeoutMs,
      maxBytes: mostBytes,
      allowedHost: endpoint.allowedHost,
      ...(signal ? { signal } : {}),
    });
    return readTry(answer, question.schema);
  } catch (error) {
    if (signal?.aborted === true) return failed('cancelled', 0);
    if (error instanceof OutgoingError) return failed(error.fault, 0, error.message);
    throw error;
  }
};

/** Worth another try: the provider was busy, broken or slow, or the model slipped. */
const passing: ReadonlySet<LlmFault> = new Set([
  'timeout',
  'unreachable',
  'rate_limited',
  'server_error',
  'bad_json',
  'wrong_schema',
]);
/** The provider is in trouble; a model that slips or refuses is not. */
const troubles: ReadonlySet<LlmFault> = new Set([
  'timeout',
  'unreachable',
  'rate_limited',
  'server_error',
  'too_large',
]);

const pauseBefore = (attempt: number, last: Try<unknown>, random: () => number): number | null => {
  if (last.retryAfterMs !== null) return last.retryAfterMs > longestPauseMs ? null : last.retryAfterMs;
  return firstPauseMs * 2 ** (attempt - 1) * (0.5 + random() / 2);
};

const add = (a: Tokens, b: Tokens): Tokens => ({ input: a.input + b.input, output: a.output + b.output });

/** Asks up to three times. Never throws for what the provider does; every try is taken from the budget. */
export const askLlm = async <Value>(
  endpoint: LlmEndpoint,
  question: LlmQuestion<Value>,
  means: LlmMeans,
): Promise<LlmEnd<Value>> => {
  let tokens = nothing;
  let form: Form = 'schema';
  let last: Try<Value> | null = null;
  for (let attempt = 1; ; attempt += 1) {
    const end = (outcome: LlmEnd<Value>['outcome'], attempts: number): LlmEnd<Value> => ({
      outcome,
      value: outcome === 'ok' ? (last?.value ?? null) : null,
      attempts,
      tokens,
      status: last?.status ?? 0,
      answer: last?.answer ?? '',
    });
    if (!means.breaker.allows()) return end(last?.fault ?? 'circuit_open', attempt - 1);
    if (means.signal?.aborted === true) return end('cancelled', attempt - 1);
    if (!(await means.budget.take())) return end(last?.fault ?? 'budget', attempt - 1);
    last = await tryOnce(endpoint, question, form, means.signal);
    tokens = add(tokens, last.tokens);
    await means.budget.spend(last.tokens);
    const { fault } = last;
    // It says nothing about the provider that somebody did not want to wait for him.
    if (fault === 'cancelled') return end(fault, attempt);
    means.breaker.note(fault === null || !troubles.has(fault));
    if (fault === null) return end('ok', attempt);
    const plainer = fault === 'rejected' && form === 'schema' && last.status === 400;
    if (attempt >= mostAttempts || !(plainer || passing.has(fault))) return end(fault, attempt);
    if (plainer) form = 'object';
    else {
      const pause = pauseBefore(attempt, last, means.random);
      if (pause === null) return end(fault, attempt);
      await means.wait(pause);
    }
  }
};
