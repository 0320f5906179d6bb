import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** One registry per process, read by GET /metrics in the Prometheus text format. */
export const metrics = new Registry();
collectDefaultMetrics({ register: metrics });

export const httpDuration = new Histogram({
  name: 'huiyin_http_request_seconds',
  help: 'Time to answer a request, by route and status.',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  registers: [metrics],
});

export const dispatchLagGauge = new Gauge({
  name: 'huiyin_event_dispatch_lag_seconds',
  help: 'Age of the oldest event that has not been handed to its subscribers.',
  registers: [metrics],
});

export const deadLetterGauge = new Gauge({
  name: 'huiyin_dead_jobs',
  help: 'Jobs that failed for good and wait for a person.',
  registers: [metrics],
});
