import { expect, test } from 'vitest';
import { openLog } from './index.ts';

const written = (say: (log: ReturnType<typeof openLog>) => void): string => {
  const lines: string[] = [];
  say(openLog('info', { write: (line: string) => lines.push(line) }));
  return lines.join('');
};

test.each([
  [{ password: 'geheim-1' }],
  [{ body: { phone: 'geheim-1' } }],
  [{ request: { headers: { authorization: 'geheim-1', cookie: 'geheim-1' } } }],
  [{ customer: { name: 'geheim-1', email: 'geheim-1' } }],
  [{ message: { content: 'geheim-1', token: 'geheim-1' } }],
])('what is secret never reaches a line (%j)', (fields) => {
  const line = written((log) => log.info(fields, 'something happened'));
  expect(line).toContain('something happened');
  expect(line).toContain('[hidden]');
  expect(line).not.toContain('geheim');
});

test('an error is told by what a person reads, without what a driver hangs on to it', () => {
  const cause = Object.assign(new Error('connect to https://host/?key=geheim-2'), { code: 'ECONNREFUSED' });
  const error = Object.assign(new TypeError('fetch failed', { cause }), { client: { connectionString: 'geheim-3' } });
  const line = written((log) => log.warn({ err: error }, 'not sent'));
  expect(JSON.parse(line)).toMatchObject({
    err: { type: 'TypeError', message: 'fetch failed', cause: 'ECONNREFUSED' },
  });
  expect(line).not.toContain('geheim');
});

test('what is no error is told as well', () => {
  expect(JSON.parse(written((log) => log.warn({ err: 'odd' }, 'x')))).toMatchObject({ err: { message: 'odd' } });
  const copy = { message: 'the queue is away', code: 'ECONNREFUSED', queue: 'event.x', secret: 'geheim-4' };
  const line = written((log) => log.warn({ err: copy }, 'job queue'));
  expect(JSON.parse(line)).toMatchObject({ err: { message: 'the queue is away', code: 'ECONNREFUSED' } });
  expect(line).not.toContain('geheim');
});
