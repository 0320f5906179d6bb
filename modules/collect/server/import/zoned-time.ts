const quarterMs = 15 * 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  return format;
}

function computeOffset(instantMs: number, timeZone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(instantMs)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - instantMs;
}

/** Asking Intl costs 5 to 10 microseconds and no zone changes within a quarter of an hour, hence the memory. */
function offsetAt(instantMs: number, timeZone: string): number {
  const quarter = Math.floor(instantMs / quarterMs);
  const key = `${timeZone} ${quarter}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  if (offsets.size > 50_000) offsets.clear();
  const offset = computeOffset(quarter * quarterMs, timeZone);
  offsets.set(key, offset);
  return offset;
}

/**
 * The instant at which a zone's clocks show this wall time (given as milliseconds as if they stood at UTC).
 * A time that happens twice is its first occurrence; one that is skipped is moved on by the gap.
 */
export function wallToInstant(wallMs: number, timeZone: string): number {
  const before = offsetAt(wallMs - 86_400_000, timeZone);
  const after = offsetAt(wallMs + 86_400_000, timeZone);
  const early = wallMs - Math.max(before, after);
  const late = wallMs - Math.min(before, after);
  if (early + offsetAt(early, timeZone) === wallMs) return early;
  return late;
}
