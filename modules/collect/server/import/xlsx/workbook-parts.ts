import { posix } from 'node:path';
import { importProblem } from '../import-problem.ts';
import type { TableLimits } from '../table.ts';
import type { XlsxArchive } from './open-archive.ts';
import { readXml } from './read-xml.ts';

export type Sheet = { name: string; path: string; hidden: boolean };
export type Workbook = { sheets: Sheet[]; date1904: boolean; sharedStringsPath?: string; stylesPath?: string };
/** What a cell style says about a number: `undefined` is a plain number. */
export type DateStyle = 'date' | 'date-time' | undefined;

type Relation = { target: string; type: string };

async function readRelations(archive: XlsxArchive): Promise<Map<string, Relation>> {
  const relations = new Map<string, Relation>();
  const path = 'xl/_rels/workbook.xml.rels';
  if (!archive.has(path)) return relations;
  await readXml(archive.chunks(path), {
    open(name, attributes) {
      const { Id: id, Target: target, Type: type } = attributes;
      if (name !== 'Relationship' || id === undefined || target === undefined) return;
      const resolved = target.startsWith('/') ? target.slice(1) : posix.normalize(`xl/${target}`);
      relations.set(id, { target: resolved, type: type ?? '' });
    },
  });
  return relations;
}

export async function readWorkbook(archive: XlsxArchive): Promise<Workbook> {
  const relations = await readRelations(archive);
  const partOf = (kind: string): string | undefined =>
    [...relations.values()].find((relation) => relation.type.endsWith(`/${kind}`))?.target;
  const sheets: Sheet[] = [];
  let date1904 = false;
  await readXml(archive.chunks('xl/workbook.xml'), {
    open(name, attributes) {
      if (name === 'workbookPr') date1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
      const path = relations.get(id)?.target ?? `xl/worksheets/sheet${sheets.length + 1}.xml`;
      const hidden = attributes.state === 'hidden' || attributes.state === 'veryHidden';
      // A chart sheet stands in the list too and holds no cells.
      if (path.includes('worksheets/')) sheets.push({ name: attributes.name ?? '', path, hidden });
    },
  });
  return { sheets, date1904, sharedStringsPath: partOf('sharedStrings'), stylesPath: partOf('styles') };
}

const unescapeWhenNeeded = /_x([0-9a-f]{4})_/gi;

/** Office writes characters XML cannot hold as `_x000D_`. */
export const unescapeText = (text: string): string =>
  text.includes('_x')
    ? text.replace(unescapeWhenNeeded, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;

export async function readSharedStrings(
  archive: XlsxArchive,
  workbook: Workbook,
  limits: TableLimits,
): Promise<string[]> {
  const path = workbook.sharedStringsPath ?? 'xl/sharedStrings.xml';
  const strings: string[] = [];
  if (!archive.has(path)) return strings;
  let text = '';
  let reading = false;
  let phonetic = 0;
  let total = 0;
  await readXml(archive.chunks(path), {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic++;
      else reading = name === 't' && phonetic === 0;
    },
    text(piece) {
      if (reading) text += piece;
    },
    close(name) {
      if (name === 't') reading = false;
      if (name === 'rPh') phonetic--;
      if (name !== 'si') return;
      // Each entry costs memory besides its characters, empty ones too.
      total += text.length + 16;
      if (total > limits.maxSharedStringChars) {
        throw importProblem('import.xlsx_strings_too_big', { limit: limits.maxSharedStringChars });
      }
      strings.push(unescapeText(text));
    },
  });
  return strings;
}

const builtInDate = (id: number): DateStyle => {
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)) return 'date';
  if ((id >= 18 && id <= 22) || (id >= 32 && id <= 35) || id === 45 || id === 47) return 'date-time';
  return undefined;
};

export function dateStyleOf(formatCode: string): DateStyle {
  const [positive = ''] = formatCode.split(';');
  if (/\[(h+|m+|s+)\]/i.test(positive)) return undefined;
  const bare = positive.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|general/gi, '');
  if (/[hs]/i.test(bare)) return 'date-time';
  return /[ymd]/i.test(bare) ? 'date' : undefined;
}

/** Indexed by a cell's `s` attribute. */
export async function readDateStyles(archive: XlsxArchive, workbook: Workbook): Promise<DateStyle[]> {
  const path = workbook.stylesPath ?? 'xl/styles.xml';
  const styles: DateStyle[] = [];
  if (!archive.has(path)) return styles;
  const custom = new Map<number, DateStyle>();
  let inCellFormats = false;
  await readXml(archive.chunks(path), {
    open(name, attributes) {
      if (name === 'cellXfs') inCellFormats = true;
      const id = Number(attributes.numFmtId ?? 0);
      if (name === 'numFmt') custom.set(id, dateStyleOf(attributes.formatCode ?? ''));
      if (name === 'xf' && inCellFormats) styles.push(custom.has(id) ? custom.get(id) : builtInDate(id));
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false;
    },
  });
  return styles;
}
