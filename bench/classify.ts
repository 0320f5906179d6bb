import { trainTextModel } from '../platform/server/text/learn/index.ts';
import { voice } from './voices.ts';

const ROWS = 10_000;
const LABELS = 6;

/** Training and predicting on invented short texts in this process: seconds of one core, peak memory, texts a second. */
export const benchClassify = (): Record<string, number>[] => {
  const rows = Array.from({ length: ROWS }, (_, i) => ({
    body: voice(i * 17).content,
    label: String(((i * 17) >> 6) % LABELS),
  }));
  const before = process.cpuUsage();
  const model = trainTextModel(rows);
  const { user, system } = process.cpuUsage(before);
  const began = performance.now();
  for (const row of rows) model.predict(row);
  const seconds = (performance.now() - began) / 1000;
  return [
    {
      rows: ROWS,
      labels: LABELS,
      trainCpuSeconds: Math.round((user + system) / 10_000) / 100,
      peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
      modelMegabytes: Math.round(model.toBytes().length / 10_000) / 100,
      textsPerSecond: Math.round(ROWS / seconds),
    },
  ];
};
