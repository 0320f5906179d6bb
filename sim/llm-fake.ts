/** Plays a language model behind an OpenAI-compatible interface, well-behaved or not, for tests and demonstrations. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';

export const llmPranks = [
  'none',
  'delay',
  'busy',
  'busy_long',
  'broken',
  'broken_json',
  'refusal',
  'wrong_schema',
  'huge',
  'drip',
  'reset',
  'cut_off',
  'no_schemas',
  'fenced',
  'bad_key',
  'redirect',
] as const;
export type LlmPrank = (typeof llmPranks)[number];

const asked = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  response_format: z.object({ type: z.string(), json_schema: z.object({ name: z.string() }).optional() }),
});
export type Asked = z.infer<typeof asked> & { readonly authorization: string };

export type LlmFake = {
  /** `http://127.0.0.1:port/v1` */
  readonly baseUrl: string;
  readonly host: string;
  /** What the next calls meet, in order; afterwards `usual`. */
  next(...pranks: LlmPrank[]): void;
  usual: LlmPrank;
  /** Overrules what is answered in content. */
  say(answer: ((user: string, name: string) => object) | null): void;
  readonly calls: Asked[];
  stop(): Promise<void>;
};

const slowMs = 3000;

const userOf = (call: Asked): string => call.messages.at(-1)?.content ?? '';

const firstSentence = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 60);

/** Says something sensible enough for each of the product's questions, told by the name of the shape. */
const plainAnswer = (user: string, name: string): object => {
  const categories = [...user.matchAll(/^- (\S+) = (.+)$/gm)];
  if (name === 'second_opinion') {
    const words = user.slice(user.indexOf('<ticket>'));
    const named = categories.find((one) =>
      (one[2] ?? '').split(/[ /]+/).some((word) => word.length > 1 && words.includes(word)),
    );
    return {
      categoryKey: (named ?? categories[0])?.[1] ?? 'none',
      kind: 'complaint',
      level: 2,
      confidence: 0.8,
      reason: `"${firstSentence(words.replace('<ticket>', ''))}"`,
    };
  }
  if (name === 'summary')
    return { summary: firstSentence(user.slice(user.indexOf('<thread>') + 8)), open: ['refund'], wish: 'refund' };
  if (name === 'reply_draft') {
    const person = /\[\[person-\d+\]\]/.exec(user)?.[0] ?? '';
    return { reply: `${person} ${firstSentence(user.slice(user.indexOf('<thread>') + 8))}`.trim() };
  }
  return { ok: true, word: 'pong' };
};

const completion = (content: string | null, more: object = {}): object => ({
  id: 'sim',
  object: 'chat.completion',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content, ...more } }],
  usage: { prompt_tokens: 120, completion_tokens: 30 },
});

const sendJson = (
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

const drip = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 20);
  response.once('close', () => clearInterval(timer));
};

type Play = (call: Asked, response: ServerResponse, content: string) => void;
const error = (message: string): object => ({ error: { message, type: 'sim' } });

const plays: Readonly<Record<LlmPrank, Play>> = {
  none: (_call, response, content) => sendJson(response, 200, completion(content)),
  delay: (_call, response, content) => {
    const timer = setTimeout(() => sendJson(response, 200, completion(content)), slowMs);
    response.once('close', () => clearTimeout(timer));
  },
  busy: (_call, response) => sendJson(response, 429, error('too many requests'), { 'retry-after': '1' }),
  busy_long: (_call, response) => sendJson(response, 429, error('come back later'), { 'retry-after': '3600' }),
  broken: (_call, response) => sendJson(response, 500, error('internal')),
  broken_json: (_call, response, content) => sendJson(response, 200, completion(content.slice(0, -4))),
  refusal: (_call, response) => sendJson(response, 200, completion(null, { refusal: 'I cannot help with that.' })),
  wrong_schema: (_call, response) => sendJson(response, 200, completion('{"answer": 42}')),
  huge: (_call, response) => sendJson(response, 200, completion('x'.repeat(2_000_000))),
  drip: (_call, response) => drip(response),
  reset: (_call, response) => void response.socket?.destroy(),
  cut_off: (_call, response, content) =>
    sendJson(response, 200, {
      ...completion(null),
      choices: [{ finish_reason: 'length', message: { role: 'assistant', content: content.slice(0, 8) } }],
    }),
  no_schemas: (call, response, content) => {
    const isAsked = call.response_format.type === 'json_schema';
    sendJson(response, isAsked ? 400 : 200, isAsked ? error('json_schema is not supported') : completion(content));
  },
  fenced: (_call, response, content) =>
    sendJson(response, 200, completion(`<think>hm</think>\n\`\`\`json\n${content}\n\`\`\``)),
  bad_key: (_call, response) => sendJson(response, 401, error('invalid api key')),
  redirect: (_call, response) => void response.writeHead(307, { location: 'http://169.254.169.254/' }).end(),
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let body = '';
  request.setEncoding('utf8');
  for await (const piece of request) body += String(piece);
  return body;
};

export const startLlmFake = async ({ port = 0 } = {}): Promise<LlmFake> => {
  const calls: Asked[] = [];
  const queue: LlmPrank[] = [];
  const state: { usual: LlmPrank; said: ((user: string, name: string) => object) | null } = {
    usual: 'none',
    said: null,
  };
  const server = createServer((request, response) => {
    bodyOf(request)
      .then((body) => {
        if (request.url !== '/v1/chat/completions') return sendJson(response, 404, error('not found'));
        const call: Asked = { ...asked.parse(JSON.parse(body)), authorization: request.headers.authorization ?? '' };
        calls.push(call);
        const name = call.response_format.json_schema?.name ?? shapeOf(call);
        const content = JSON.stringify((state.said ?? plainAnswer)(userOf(call), name));
        return plays[queue.shift() ?? state.usual](call, response, content);
      })
      .catch((fault: unknown) => sendJson(response, 400, error(String(fault))));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the fake has no port');
  const host = `127.0.0.1:${address.port}`;
  return {
    baseUrl: `http://${host}/v1`,
    host,
    calls,
    next: (...pranks) => void queue.push(...pranks),
    get usual() {
      return state.usual;
    },
    set usual(prank) {
      state.usual = prank;
    },
    say: (answer) => {
      state.said = answer;
    },
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
};

/** Without a named schema the question itself tells which shape is wanted. */
const shapeOf = (call: Asked): string => {
  const system = call.messages[0]?.content ?? '';
  if (system.includes('"categoryKey"')) return 'second_opinion';
  if (system.includes('"summary"')) return 'summary';
  return system.includes('"reply"') ? 'reply_draft' : 'ping';
};
