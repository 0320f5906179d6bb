import { lookup as lookupName, type LookupAddress, type LookupOptions } from 'node:dns';
import { request as requestPlain, type IncomingMessage } from 'node:http';
import { request as requestTls } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPrivateAddress } from './private-address.ts';

export const outgoingFaults = ['bad_url', 'blocked', 'timeout', 'too_large', 'unreachable'] as const;
export type OutgoingFault = (typeof outgoingFaults)[number];

/** Nothing usable came back; `message` is for the log and holds no part of the request. */
export class OutgoingError extends Error {
  override readonly name = 'OutgoingError';
  readonly fault: OutgoingFault;
  constructor(fault: OutgoingFault, detail: string) {
    super(detail);
    this.fault = fault;
  }
}

export type Outgoing = {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** For everything together, so that an answer that drips in ends too. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** An administrator allowed this very host (`name` or `name:port`) though it lies in the own network. */
  readonly allowedHost?: string | null;
  readonly signal?: AbortSignal;
};

export type Incoming = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
};

/** A name is looked up once and connected to as it was checked: a second answer of the name server has no say. */
const checkedLookup: LookupFunction = (hostname, options, callback) => {
  const asked: LookupOptions = { ...options, all: true };
  lookupName(hostname, asked, (error, found) => {
    const all: LookupAddress[] = typeof found === 'string' ? [{ address: found, family: isIP(found) }] : (found ?? []);
    const inner = all.find((one) => isPrivateAddress(one.address));
    const [first] = all;
    if (error) callback(error, '', 0);
    else if (inner || !first) callback(Object.assign(new Error('blocked'), { code: 'EBLOCKED' }), '', 0);
    else if (options.all === true) callback(null, all);
    else callback(null, first.address, first.family);
  });
};

/** The address as it will be called, or OutgoingError when it may not be. */
export const checkUrl = (url: string, allowedHost: string | null | undefined): { url: URL; trusted: boolean } => {
  const read = URL.canParse(url) ? new URL(url) : null;
  if (!read || (read.protocol !== 'https:' && read.protocol !== 'http:'))
    throw new OutgoingError('bad_url', 'not an http address');
  if (read.username !== '' || read.password !== '') throw new OutgoingError('bad_url', 'a password in the address');
  const trusted = allowedHost !== null && allowedHost !== undefined && allowedHost.toLowerCase() === read.host;
  if (trusted) return { url: read, trusted };
  const bare = read.hostname.replace(/^\[|\]$/g, '');
  const isInner = isIP(bare) === 0 ? /^localhost\.?$|\.localhost\.?$/i.test(bare) : isPrivateAddress(bare);
  if (isInner) throw new OutgoingError('blocked', 'an address of the own network');
  return { url: read, trusted };
};

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : error.name);

const collect = async (answer: IncomingMessage, maxBytes: number): Promise<string> => {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of answer) {
    const part: unknown = piece;
    if (!(part instanceof Uint8Array)) continue;
    bytes += part.length;
    if (bytes > maxBytes) throw new OutgoingError('too_large', `more than ${maxBytes} bytes`);
    pieces.push(part);
  }
  return Buffer.concat(pieces).toString('utf8');
};

const plainHeaders = (answer: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(answer.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as const],
    ),
  );

/** Sends JSON and reads the whole answer. Never follows a redirect, for that would lead past the check. */
export const postJson = async (wish: Outgoing): Promise<Incoming> => {
  const { url, trusted } = checkUrl(wish.url, wish.allowedHost);
  const body = Buffer.from(JSON.stringify(wish.body));
  const deadline = AbortSignal.timeout(wish.timeoutMs);
  const signal = wish.signal ? AbortSignal.any([deadline, wish.signal]) : deadline;
  const headers = { ...wish.headers, 'content-type': 'application/json', 'content-length': body.length };
  const send = url.protocol === 'https:' ? requestTls : requestPlain;
  const options = { method: 'POST', headers, signal, agent: false, ...(trusted ? {} : { lookup: checkedLookup }) };
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      send(url, options, resolve).once('error', reject).end(body);
    });
    return {
      status: answer.statusCode ?? 0,
      headers: plainHeaders(answer),
      text: await collect(answer, wish.maxBytes),
    };
  } catch (error) {
    if (error instanceof OutgoingError) throw error;
    if (deadline.aborted) throw new OutgoingError('timeout', `no answer in ${wish.timeoutMs} ms`);
    const code = error instanceof Error ? codeOf(error) : 'unknown';
    throw new OutgoingError(code === 'EBLOCKED' ? 'blocked' : 'unreachable', code);
  }
};
