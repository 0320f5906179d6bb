import { crc32, deflateRawSync } from 'node:zlib';

export type ZipPart = { name: string; content: string | Buffer; flags?: number; declaredBytes?: number };

/** A zip as bytes; `flags` and `declaredBytes` let a test lie. */
export function buildZip(parts: readonly ZipPart[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const content = Buffer.from(part.content);
    const packed = deflateRawSync(content);
    const name = Buffer.from(part.name);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(part.flags ?? 0, 2);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc32(content), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(part.declaredBytes ?? content.length, 18);
    head.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), head, name, packed]);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), head, place, name]));
    locals.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, list, end]);
}

export type WorkbookParts = {
  /** XML between <sheetData> and its end, by sheet name. */
  sheets: Readonly<Record<string, string>>;
  strings?: readonly string[];
  /** XML of <numFmts> and <cellXfs>. */
  styles?: string;
  hidden?: readonly string[];
  date1904?: boolean;
};

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

export function workbookParts({ sheets, strings, styles, hidden = [], date1904 }: WorkbookParts): ZipPart[] {
  const names = Object.keys(sheets);
  const entries = names.map((name, index) => {
    const state = hidden.includes(name) ? ' state="hidden"' : '';
    return `<sheet name="${name}" sheetId="${index + 1}"${state} r:id="rId${index + 1}"/>`;
  });
  const relations = names.map(
    (_, index) =>
      `<Relationship Id="rId${index + 1}" Type="http://x/worksheet" Target="worksheets/s${index + 1}.xml"/>`,
  );
  const items = strings?.map((text) => `<si>${text}</si>`).join('') ?? '';
  return [
    { name: '[Content_Types].xml', content: `${declaration}<Types/>` },
    {
      name: 'xl/workbook.xml',
      content: `${declaration}<workbook xmlns:r="r"><workbookPr date1904="${date1904 ? 1 : 0}"/><sheets>${entries.join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `${declaration}<Relationships>${relations.join('')}<Relationship Id="s" Type="http://x/styles" Target="/xl/styles.xml"/></Relationships>`,
    },
    { name: 'xl/styles.xml', content: `${declaration}<styleSheet>${styles ?? ''}</styleSheet>` },
    ...(strings ? [{ name: 'xl/sharedStrings.xml', content: `${declaration}<sst>${items}</sst>` }] : []),
    ...names.map((name, index) => ({
      name: `xl/worksheets/s${index + 1}.xml`,
      content: `${declaration}<worksheet><dimension ref="A1:C3"/><sheetData>${sheets[name] ?? ''}</sheetData></worksheet>`,
    })),
  ];
}

export const buildWorkbook = (parts: WorkbookParts): Buffer => buildZip(workbookParts(parts));

/** A row of inline texts. */
export const textRow = (line: number, cells: readonly string[]): string =>
  `<row r="${line}">${cells.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`;
