import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { isPrivateAddress, OutgoingError, postJson } from './index.ts';

const servers: Server[] = [];
const serve = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `127.0.0.1:${address.port}`;
};
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

const faultOf = async (url: string, rest: Partial<Parameters<typeof postJson>[0]> = {}): Promise<string> => {
  try {
    const answer = await postJson({ url, body: {}, timeoutMs: 2000, maxBytes: 1000, ...rest });
    return `answered ${answer.status}`;
  } catch (error) {
    if (error instanceof OutgoingError) return error.fault;
    throw error;
  }
};

describe('which addresses lead inside', () => {
  test.each([
    '127.0.0.1',
    '127.9.9.9',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fe80::1%eth0',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:a9fe:a9fe',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '[::1]',
    'nonsense',
    '',
  ])('%s does', (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  test.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '192.167.255.255', '2606:4700:4700::1111', '::ffff:8.8.8.8'])(
    '%s does not',
    (address) => {
      expect(isPrivateAddress(address)).toBe(false);
    },
  );
});

describe('what is called', () => {
  test('never the own machine or network, however it is written', async () => {
    const host = await serve((_request, response) => response.end('{}'));
    const port = host.split(':')[1] ?? '';
    for (const name of [`127.0.0.1:${port}`, `localhost:${port}`, `[::ffff:127.0.0.1]:${port}`, `2130706433:${port}`])
      expect(await faultOf(`http://${name}/`), name).toBe('blocked');
    expect(await faultOf(`http://0x7f.1:${port}/`)).toBe('blocked');
    expect(await faultOf(`http://a.localhost:${port}/`)).toBe('blocked');
  });

  test('a host of the own network that the administrator named, and no other port of it', async () => {
    const host = await serve((_request, response) => response.end('{}'));
    expect(await faultOf(`http://${host}/v1`, { allowedHost: host })).toBe('answered 200');
    expect(await faultOf(`http://${host}/v1`, { allowedHost: '127.0.0.1:1' })).toBe('blocked');
    expect(await faultOf(`http://${host}/v1`, { allowedHost: '127.0.0.1' })).toBe('blocked');
  });

  test('no other protocol, no password in the address, no nonsense', async () => {
    for (const url of ['file:///etc/passwd', 'ftp://example.com/', 'http://a:b@example.com/', 'example.com', ''])
      expect(await faultOf(url), url).toBe('bad_url');
  });

  test('a redirect is an answer, not an order', async () => {
    let followed = 0;
    const host = await serve((request, response) => {
      if (request.url === '/inner') followed += 1;
      response.writeHead(302, { location: '/inner' }).end();
    });
    expect(await faultOf(`http://${host}/`, { allowedHost: host })).toBe('answered 302');
    expect(followed).toBe(0);
  });
});

describe('what comes back', () => {
  test('is read as it was sent, with its headers', async () => {
    const host = await serve((request, response) => {
      let body = '';
      request.on('data', (piece: Buffer) => (body += piece.toString()));
      request.on('end', () => response.writeHead(201, { 'x-one': '1' }).end(body));
    });
    const answer = await postJson({
      url: `http://${host}/`,
      body: { text: '你好' },
      timeoutMs: 2000,
      maxBytes: 1000,
      allowedHost: host,
    });
    expect(answer).toMatchObject({ status: 201, text: '{"text":"你好"}' });
    expect(answer.headers['x-one']).toBe('1');
  });

  test('more than was agreed is cut off', async () => {
    const host = await serve((_request, response) => response.end('x'.repeat(100_000)));
    expect(await faultOf(`http://${host}/`, { allowedHost: host })).toBe('too_large');
  });

  test('silence and dripping end at the deadline', async () => {
    const silent = await serve(() => undefined);
    expect(await faultOf(`http://${silent}/`, { allowedHost: silent, timeoutMs: 80 })).toBe('timeout');
    const dripping = await serve((_request, response) => {
      const timer = setInterval(() => response.write('x'), 10);
      response.once('close', () => clearInterval(timer));
    });
    expect(await faultOf(`http://${dripping}/`, { allowedHost: dripping, timeoutMs: 120 })).toBe('timeout');
  });

  test('a connection that is cut, and a door that is shut', async () => {
    const cut = await serve((request) => request.socket.destroy());
    expect(await faultOf(`http://${cut}/`, { allowedHost: cut })).toBe('unreachable');
    expect(await faultOf('http://127.0.0.1:1/', { allowedHost: '127.0.0.1:1' })).toBe('unreachable');
  });
});
