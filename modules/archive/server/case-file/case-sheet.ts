import PDFDocument from 'pdfkit';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const fonts = path.join(path.dirname(require.resolve('@embedpdf/fonts-sc')), '../fonts');
const margin = 54;
const ink = '#1f2328';
const faint = '#6a737d';
const line = '#d8dee4';

/**
 * A4 sheets with Chinese type inside the file, so that it reads the same on a machine without Chinese fonts. Noto Sans
 * Hans covers the characters of GB 18030 that occur in names and texts; pictographs it has not are written as their code.
 */
export type CaseSheet = {
  title(text: string, under: string): void;
  heading(text: string): void;
  /** Label and value, two pairs a row. */
  facts(pairs: readonly (readonly [string, string])[]): void;
  /** One thing that happened: when and who, then what. */
  entry(when: string, who: string, body: string, tone?: 'customer' | 'company' | 'note' | 'event'): void;
  small(text: string): void;
  picture(image: Buffer, caption: string): void;
  /** The finished file; `foot` stands on each page before its number. */
  finish(foot: string): Promise<Buffer>;
};

const tones = { customer: '#0969da', company: '#1a7f37', note: '#9a6700', event: '#8c959f' } as const;

/** What the type has no sign for: other planes (emoji, rare names) and control characters. */
const printable = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufe0e\ufe0f]/gu, '')
    .replaceAll(/[\u{10000}-\u{10ffff}]/gu, (sign) => `[U+${sign.codePointAt(0)?.toString(16).toUpperCase() ?? ''}]`);

const openDocument = (title: string): PDFKit.PDFDocument => {
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: margin, left: margin, right: margin, bottom: margin + 14 },
    bufferPages: true,
    info: { Title: title, Producer: 'Huiyin' },
  });
  doc.registerFont('text', path.join(fonts, 'NotoSansHans-Regular.otf'));
  doc.registerFont('strong', path.join(fonts, 'NotoSansHans-Bold.otf'));
  return doc;
};

const drawFacts = (doc: PDFKit.PDFDocument, pairs: readonly (readonly [string, string])[]): void => {
  const half = (doc.page.width - 2 * margin) / 2;
  for (let at = 0; at < pairs.length; at += 2) {
    const row = pairs.slice(at, at + 2);
    const wide = half - 74;
    const height = Math.max(
      ...row.map(([, value]) => doc.font('text').fontSize(9.5).heightOfString(value, { width: wide })),
    );
    if (doc.y + height > doc.page.height - margin - 20) doc.addPage();
    const top = doc.y;
    for (const [column, [label, value]] of row.entries()) {
      const left = margin + column * half;
      doc.font('text').fontSize(9.5).fillColor(faint).text(label, left, top, { width: 66 });
      doc.fillColor(ink).text(value, left + 68, top, { width: wide });
    }
    doc.x = margin;
    doc.y = top + height + 4;
  }
};

const numberPages = (doc: PDFKit.PDFDocument, foot: string): void => {
  const { start, count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(start + page);
    // Written below the bottom margin, which would otherwise begin a new page.
    doc.page.margins.bottom = 0;
    const top = doc.page.height - margin + 4;
    doc.font('text').fontSize(8).fillColor(faint);
    doc.text(printable(foot), margin, top, { lineBreak: false });
    doc.text(`${page + 1} / ${count}`, margin, top, { width: doc.page.width - 2 * margin, align: 'right' });
  }
};

const bytesOf = (doc: PDFKit.PDFDocument): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    doc.on('data', (part: Buffer) => parts.push(part));
    doc.on('end', () => resolve(Buffer.concat(parts)));
    doc.on('error', reject);
    doc.end();
  });

export const openCaseSheet = (documentTitle: string): CaseSheet => {
  const doc = openDocument(documentTitle);
  const room = (points: number): void => {
    if (doc.y + points > doc.page.height - margin - 20) doc.addPage();
  };
  return {
    title(text, under) {
      doc.font('strong').fontSize(19).fillColor(ink).text(printable(text));
      doc.font('text').fontSize(10).fillColor(faint).text(printable(under)).moveDown(0.8);
    },
    heading(text) {
      // Together with the first lines of what it heads.
      room(110);
      doc.moveDown(0.8).font('strong').fontSize(12.5).fillColor(ink).text(printable(text), margin);
      const y = doc.y + 2;
      doc
        .moveTo(margin, y)
        .lineTo(doc.page.width - margin, y)
        .lineWidth(0.7)
        .strokeColor(line)
        .stroke();
      doc.y = y + 8;
    },
    facts: (pairs) =>
      drawFacts(
        doc,
        pairs.map(([label, value]) => [printable(label), printable(value)]),
      ),
    entry(when, who, body, tone = 'event') {
      room(34);
      const top = doc.y;
      doc.font('text').fontSize(8.5).fillColor(faint).text(when, margin, top, { width: 92 });
      doc.y = top;
      doc.font('strong').fontSize(9.5).fillColor(tones[tone]);
      if (who !== '') doc.text(printable(who), margin + 96, top);
      doc
        .font('text')
        .fontSize(tone === 'event' ? 9.5 : 10.5)
        .fillColor(tone === 'event' ? faint : ink);
      doc.text(printable(body), margin + 96, doc.y, { width: doc.page.width - 2 * margin - 96, lineGap: 2 });
      doc.x = margin;
      doc.moveDown(0.5);
    },
    small(text) {
      room(16);
      doc.font('text').fontSize(8.5).fillColor(faint).text(printable(text), margin, doc.y, { lineGap: 1 });
    },
    picture(image, caption) {
      const width = 220;
      room(200);
      doc.image(image, margin + 96, doc.y, { fit: [width, 180] });
      doc
        .font('text')
        .fontSize(8)
        .fillColor(faint)
        .text(printable(caption), margin + 96, doc.y + 4);
      doc.x = margin;
      doc.moveDown(0.5);
    },
    finish(foot) {
      numberPages(doc, foot);
      return bytesOf(doc);
    },
  };
};
