import { Gauge } from 'prom-client';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import { metrics } from '#platform/server/http/metrics.ts';
import { fieldSummaries } from './read-accuracy.ts';

const accuracyGauge = new Gauge({
  name: 'huiyin_classify_week_accuracy',
  help: 'Share of decisions of the last seven days that nobody corrected, by field; absent without decisions.',
  labelNames: ['field'],
  registers: [metrics],
});

const driftGauge = new Gauge({
  name: 'huiyin_classify_drift',
  help: '1 when the week is clearly worse than the four weeks before, by field: the alarm of the accuracy page.',
  labelNames: ['field'],
  registers: [metrics],
});

/** Told by whoever keeps the models fresh; the figures move by the day, so a minute's age does no harm. */
export const tellDrift = async (app: App): Promise<void> => {
  const fields = await app.db.read(everything, (tx) => fieldSummaries(tx, app));
  for (const { field, week, drift } of fields) {
    if (week.accuracy === null) accuracyGauge.remove(field);
    else accuracyGauge.set({ field }, week.accuracy);
    driftGauge.set({ field }, drift ? 1 : 0);
  }
};
