/** Time zones by IANA name; instants are UTC milliseconds, "local" is the wall clock as milliseconds since 1970-01-01. */
export type Zone = {
  readonly name: string;
  /** Milliseconds to add to UTC at this instant. */
  offsetAt(utcMs: number): number;
  toLocal(utcMs: number): number;
  /**
   * The first instant that shows this wall clock time. A time that a change to summer time skips becomes the instant of
   * the change, so that later wall clocks never map to earlier instants.
   */
  toUtc(localMs: number): number;
};

const dayMs = 86_400_000;
/** No zone has changed its offset between two quarters of an hour since 1970. */
const bucketMs = 900_000;
const keptBuckets = 20_000;

const offsetReader = (name: string): ((utcMs: number) => number) => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (utcMs) => {
    const found: Record<string, number> = {};
    for (const part of format.formatToParts(utcMs)) found[part.type] = Number(part.value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = found;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(utcMs / 1000) * 1000;
  };
};

/** The instant between the two at which the offset changes. */
const changeBetween = (offsetAt: (utcMs: number) => number, from: number, to: number): number => {
  let [low, high] = [from, to];
  const before = offsetAt(low);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return high;
};

const buildZone = (name: string): Zone => {
  const read = offsetReader(name);
  const buckets = new Map<number, number>();
  const offsetAt = (utcMs: number): number => {
    const bucket = Math.floor(utcMs / bucketMs);
    const known = buckets.get(bucket);
    if (known !== undefined) return known;
    if (buckets.size >= keptBuckets) buckets.clear();
    const offset = read(bucket * bucketMs);
    buckets.set(bucket, offset);
    return offset;
  };
  return {
    name,
    offsetAt,
    toLocal: (utcMs) => utcMs + offsetAt(utcMs),
    toUtc(localMs) {
      const before = offsetAt(localMs - dayMs);
      const early = localMs - before;
      if (offsetAt(early) === before) return early;
      const after = offsetAt(localMs + dayMs);
      const late = localMs - after;
      if (offsetAt(late) === after) return late;
      return changeBetween(offsetAt, Math.min(early, late), Math.max(early, late));
    },
  };
};

const zones = new Map<string, Zone>();

/** Throws a RangeError for a name that is none. */
export const zoneOf = (name: string): Zone => {
  const known = zones.get(name);
  if (known) return known;
  const built = buildZone(name);
  zones.set(name, built);
  return built;
};

const two = (value: number): string => String(value).padStart(2, '0');

/** The instant as its wall clock with offset: `2026-09-20T08:30:00+08:00`. */
export const isoIn = (zone: Zone, utcMs: number): string => {
  const offset = zone.offsetAt(utcMs);
  const minutes = Math.abs(offset) / 60_000;
  const sign = offset < 0 ? '-' : '+';
  const wall = new Date(utcMs + offset).toISOString().slice(0, 19);
  return `${wall}${sign}${two(Math.floor(minutes / 60))}:${two(Math.floor(minutes % 60))}`;
};
