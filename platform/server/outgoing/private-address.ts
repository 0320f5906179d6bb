import { BlockList, isIP } from 'node:net';

/** Addresses that lead into the own network or machine, from RFC 6890 and what followed it. */
const ranges4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;
const ranges6 = [
  ['::', 128],
  ['::1', 128],
  // Carry an IPv4 address inside (NAT64, 6to4, Teredo), which would have to be looked at again.
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['100::', 64],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const;

// Of their own, because a range such as ::ffff:0:0/96 in one list would match every IPv4 address.
const inner4 = new BlockList();
for (const [start, bits] of ranges4) inner4.addSubnet(start, bits, 'ipv4');
const inner6 = new BlockList();
for (const [start, bits] of ranges6) inner6.addSubnet(start, bits, 'ipv6');
const mapped = /^::(?:ffff:(?:0:)?)?(\d+\.\d+\.\d+\.\d+)$/i;
const mappedHex = /^::(?:ffff:(?:0:)?)?([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i;

/** The IPv4 address that an IPv6 one stands for (`::ffff:127.0.0.1`, `::ffff:7f00:1`), or null. */
const innerFour = (address: string): string | null => {
  const dotted = mapped.exec(address)?.[1];
  if (dotted !== undefined) return dotted;
  const hex = mappedHex.exec(address);
  if (!hex) return null;
  const value = (Number.parseInt(hex[1] ?? '0', 16) << 16) | Number.parseInt(hex[2] ?? '0', 16);
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
};

/** True for everything that is not a public unicast address, and for what is no address at all. */
export const isPrivateAddress = (written: string): boolean => {
  const address = written.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const family = isIP(address);
  if (family === 4) return inner4.check(address, 'ipv4');
  if (family !== 6) return true;
  const four = innerFour(address);
  return four === null ? inner6.check(address, 'ipv6') : isPrivateAddress(four);
};
