import { openBenchInstance, startProduct, stopProduct } from './instance.ts';
import { openClient, postRequest } from './keep-alive-client.ts';
import { percentile } from './percentile.ts';
import { rawLimit } from './raw-limit.queries.ts';
import { voice } from './voices.ts';

export type IntakeRow = {
  clients: number;
  rawPerSecond: number;
  productPerSecond: number;
  ratio: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
};

const rawConnections = 16;
/** Until the compiler has seen the whole path: the first ten thousand requests cost up to half as much again. */
const warmUpSeconds = 8;
export const port = 3997;

/** Posts feedback over keep-alive connections for so many seconds; each answer must be a 201 with a number. */
export const drive = async (
  clients: number,
  seconds: number,
  offset: number,
): Promise<{ perSecond: number; latencies: number[] }> => {
  const connections = await Promise.all(Array.from({ length: clients }, () => openClient('127.0.0.1', port)));
  const latencies: number[] = [];
  const until = performance.now() + seconds * 1000;
  let next = offset;
  const run = async (client: Awaited<ReturnType<typeof openClient>>): Promise<void> => {
    while (performance.now() < until) {
      const n = next;
      next += 1;
      const request = postRequest('/api/public/feedback', voice(n), { 'idempotency-key': `bench-${n}` });
      const began = performance.now();
      const reply = await client.send(request);
      latencies.push(performance.now() - began);
      if (reply.status !== 201) throw new Error(`intake answered ${reply.status}: ${reply.body}`);
    }
  };
  const began = performance.now();
  await Promise.all(connections.map(run));
  const took = (performance.now() - began) / 1000;
  for (const connection of connections) connection.close();
  return { perSecond: latencies.length / took, latencies };
};

export const benchIntake = async (options: {
  seconds: number;
  role: 'web' | 'all';
  say(line: string): void;
}): Promise<IntakeRow[]> => {
  const { seconds, role, say } = options;
  const instance = await openBenchInstance(say);
  const product = await startProduct(instance, port, role);
  try {
    say('warming up');
    await drive(64, warmUpSeconds, 0);
    const rows: IntakeRow[] = [];
    let offset = 1_000_000;
    for (const clients of [16, 64]) {
      say(`raw limit, ${rawConnections} connections, ${seconds} s`);
      const before = await rawLimit(instance.databaseUrl, rawConnections, seconds / 2, offset);
      say(`product, ${clients} clients, ${seconds} s`);
      const { perSecond, latencies } = await drive(clients, seconds, offset);
      const after = await rawLimit(instance.databaseUrl, rawConnections, seconds / 2, offset + 500_000);
      const rawPerSecond = (before + after) / 2;
      rows.push({
        clients,
        rawPerSecond: Math.round(rawPerSecond),
        productPerSecond: Math.round(perSecond),
        ratio: Math.round((perSecond / rawPerSecond) * 100) / 100,
        p50Ms: percentile(latencies, 0.5),
        p95Ms: percentile(latencies, 0.95),
        p99Ms: percentile(latencies, 0.99),
      });
      offset += 1_000_000;
    }
    return rows;
  } finally {
    await stopProduct(product);
    await instance.stop();
  }
};
