import { resolve } from 'node:path';

/** What one check found: a line of figures when all is well, a list a person can act on when not. */
export interface CheckReport {
  name: string;
  figures: string;
  faults: string[];
}

export type Check = (root: string) => Promise<CheckReport> | CheckReport;

export const projectRoot = resolve(import.meta.dirname, '..');

const shownFaults = 200;

export function formatReport(report: CheckReport): string {
  if (report.faults.length === 0) return `ok    ${report.name}: ${report.figures}`;
  const shown = report.faults.slice(0, shownFaults).map((fault) => `      ${fault.replaceAll('\n', '\n      ')}`);
  const rest = report.faults.length - shown.length;
  const more = rest > 0 ? [`      … and ${rest} more`] : [];
  return [`FAIL  ${report.name}: ${report.faults.length} found (${report.figures})`, ...shown, ...more].join('\n');
}

/** For a check file run by itself: `node checks/sizes.ts`. */
export async function runCheck(check: Check): Promise<void> {
  const report = await check(projectRoot);
  console.log(formatReport(report));
  process.exitCode = report.faults.length === 0 ? 0 : 1;
}
