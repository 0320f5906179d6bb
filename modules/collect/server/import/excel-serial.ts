const dayMs = 86_400_000;
const unixEpochSerial = 25_569;
const days1904 = 1_462;
const lastSerial = 2_958_465;

/**
 * A spreadsheet's day count as wall-clock time, in milliseconds as if that clock stood at UTC.
 * Rounded to the second: the fraction of a day is binary and never lands on one.
 */
export function serialToWallMs(serial: number, date1904 = false): number | undefined {
  const shifted = date1904 ? serial + days1904 : serial;
  if (!Number.isFinite(shifted) || shifted < 0 || shifted > lastSerial + 1) return undefined;
  // Spreadsheets count a 29 February 1900 that never was; serials before it are a day short.
  const real = shifted < 60 ? shifted + 1 : shifted;
  return Math.round(real * 86_400) * 1000 - unixEpochSerial * dayMs;
}

/** `2019-02-28 11:25:05`, or only the date or the time where the cell shows only that. */
export function serialToText(serial: number, options: { date1904: boolean; showsTime: boolean }): string | undefined {
  const wallMs = serialToWallMs(serial, options.date1904);
  if (wallMs === undefined) return undefined;
  const text = new Date(wallMs).toISOString();
  if (serial < 1 && !options.date1904) return text.slice(11, 19);
  const hasTime = ((wallMs % dayMs) + dayMs) % dayMs !== 0;
  return hasTime || options.showsTime ? `${text.slice(0, 10)} ${text.slice(11, 19)}` : text.slice(0, 10);
}
