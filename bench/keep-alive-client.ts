import net from 'node:net';

export type Reply = { status: number; body: string };

/**
 * One keep-alive HTTP/1.1 connection that sends one request at a time over a bare socket. A client library costs as much
 * processor time as the server it measures, and both share the machine; this one costs a string search.
 */
export const openClient = async (
  host: string,
  port: number,
): Promise<{ send(request: string): Promise<Reply>; close(): void }> => {
  const socket = net.connect({ host, port, noDelay: true });
  let buffer = Buffer.alloc(0);
  let waiting: { resolve(reply: Reply): void; reject(error: Error): void } | null = null;

  const tryRead = (): void => {
    const end = buffer.indexOf('\r\n\r\n');
    if (end < 0 || waiting === null) return;
    const head = buffer.subarray(0, end).toString('latin1');
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (buffer.length < end + 4 + length) return;
    const body = buffer.subarray(end + 4, end + 4 + length).toString('utf8');
    buffer = buffer.subarray(end + 4 + length);
    const { resolve } = waiting;
    waiting = null;
    resolve({ status: Number(head.slice(9, 12)), body });
  };

  const fail = (error: Error): void => {
    waiting?.reject(error);
    waiting = null;
  };

  socket.on('data', (chunk) => {
    buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk]);
    tryRead();
  });
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('connection closed')));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
};

/** A POST with a JSON body as the bytes of the wire. */
export const postRequest = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): string => {
  const text = JSON.stringify(body);
  const more = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  return `POST ${path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n${more}\r\n${text}`;
};
