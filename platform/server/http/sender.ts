import { isIPv4 } from 'node:net';

export const isLoopback = (address: string): boolean =>
  address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');

/** One customer of a provider is given 2^64 addresses of version 6; their first half names him. */
export const senderOf = (address: string): string => {
  if (isIPv4(address) || address.startsWith('::ffff:')) return address;
  const [head = '', tail] = address.split('::');
  const groups = (part: string | undefined): string[] => (part ? part.split(':') : []);
  const [front, back] = [groups(head), groups(tail)];
  const between = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0');
  return [...front, ...between, ...back].slice(0, 4).join(':');
};

/** Believes the proxy that speaks to us, and nobody before it: what a header held earlier is the sender's own invention. */
export const trustOneProxy = (_address: string, hop: number): boolean => hop === 0;
