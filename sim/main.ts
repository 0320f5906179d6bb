import formBody from 'node:querystring';
import { createServer, type IncomingMessage } from 'node:http';
import { parseArgs } from 'node:util';
import { inboxPage } from './inbox-page.ts';
import { llmPranks, startLlmFake, type LlmFake } from './llm-fake.ts';
import { mailFaults, startMailCatcher, type MailCatcher } from './mail-catcher.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '2580' },
    'smtp-port': { type: 'string', default: '2525' },
    'llm-port': { type: 'string', default: '2581' },
    help: { type: 'boolean', default: false },
  },
});

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let body = '';
  for await (const piece of request) body += String(piece);
  return body;
};

const setFault = (catcher: MailCatcher, asked: unknown): boolean => {
  const fault = mailFaults.find((known) => known === asked);
  if (fault) catcher.fail(fault);
  return fault !== undefined;
};

const setPrank = (llm: LlmFake, asked: unknown): boolean => {
  const prank = llmPranks.find((known) => known === asked);
  if (prank) llm.usual = prank;
  return prank !== undefined;
};

type Reply = { status: number; type: string; body: string; location?: string };
const json = (value: unknown, status = 200): Reply => ({
  status,
  type: 'application/json',
  body: JSON.stringify(value),
});

/** GET /api/llm the calls so far · POST /api/llm {prank} what the next ones meet */
const answerLlm = async (llm: LlmFake, request: IncomingMessage): Promise<Reply> => {
  if (request.method === 'GET') return json({ prank: llm.usual, pranks: llmPranks, calls: llm.calls.slice(-50) });
  const asked: unknown = JSON.parse(await bodyOf(request));
  const known = typeof asked === 'object' && asked !== null && 'prank' in asked && setPrank(llm, asked.prank);
  return json({ prank: llm.usual }, known ? 200 : 422);
};

/** GET / the page · GET /api/mails?to= · DELETE /api/mails · POST /fault (form) or /api/fault {fault} */
const answer = async (catcher: MailCatcher, llm: LlmFake, request: IncomingMessage): Promise<Reply> => {
  const url = new URL(request.url ?? '/', 'http://sim');
  const route = `${request.method} ${url.pathname}`;
  if (route === 'GET /')
    return {
      status: 200,
      type: 'text/html; charset=utf-8',
      body: inboxPage(catcher.mails(), catcher.fault, catcher.url),
    };
  if (url.pathname === '/api/llm') return answerLlm(llm, request);
  if (route === 'GET /api/mails') return json(catcher.mails(url.searchParams.get('to') ?? undefined));
  if (route === 'DELETE /api/mails') {
    catcher.clear();
    return json([]);
  }
  if (route === 'POST /api/fault') {
    const asked: unknown = JSON.parse(await bodyOf(request));
    const known = typeof asked === 'object' && asked !== null && 'fault' in asked && setFault(catcher, asked.fault);
    return json({ fault: catcher.fault }, known ? 200 : 422);
  }
  if (route === 'POST /fault') {
    setFault(catcher, formBody.parse(await bodyOf(request))['fault']);
    return { status: 303, type: 'text/plain', body: '', location: '/' };
  }
  return json({ error: 'not found' }, 404);
};

const start = async (): Promise<void> => {
  const catcher = await startMailCatcher({ port: Number(values['smtp-port']) });
  const llm = await startLlmFake({ port: Number(values['llm-port']) });
  const server = createServer((request, response) => {
    answer(catcher, llm, request)
      .catch((error: unknown) => json({ error: String(error) }, 400))
      .then(({ status, type, body, location }) => {
        response.writeHead(status, { 'content-type': type, ...(location === undefined ? {} : { location }) }).end(body);
      }, console.error);
  });
  server.listen(Number(values.port), '127.0.0.1', () => {
    process.stdout.write(
      `inbox  http://127.0.0.1:${values.port}/\nmail   SMTP_URL=${catcher.url}\nllm    ${llm.baseUrl}\n`,
    );
  });
  const stop = (): void => {
    server.close();
    server.closeAllConnections();
    void catcher.stop();
    void llm.stop();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
};

if (values.help)
  process.stdout.write(
    'npm run sim -- [--port 2580] [--smtp-port 2525] [--llm-port 2581]\nPlays the mail server of every customer, and a language model.\n',
  );
else await start();
