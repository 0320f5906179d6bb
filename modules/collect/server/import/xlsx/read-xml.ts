import { SaxesParser } from 'saxes';
import { importProblem } from '../import-problem.ts';

export type XmlHandlers = {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
};

/** Office nests a dozen levels; a document of nothing but open tags would otherwise fill the memory. */
const maxDepth = 64;
/** Likewise one text, tag or comment that never ends. */
const maxCharsWithoutEvent = 8 * 1024 ** 2;

/** Some writers prefix every element (`x:row`); the prefix means nothing here. */
const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** A push parser that knows no DTD and resolves no entity but the five of XML itself. */
export class XmlReader {
  readonly #parser = new SaxesParser({ xmlns: false, position: false });
  #depth = 0;
  #charsWithoutEvent = 0;

  constructor(handlers: XmlHandlers) {
    this.#parser.on('doctype', () => {
      throw importProblem('import.xlsx_damaged', { reason: 'doctype' });
    });
    this.#parser.on('opentag', (tag) => {
      this.#charsWithoutEvent = 0;
      if (++this.#depth > maxDepth) throw importProblem('import.xlsx_damaged', { reason: 'depth' });
      handlers.open?.(localName(tag.name), tag.attributes);
    });
    this.#parser.on('text', (text) => {
      this.#charsWithoutEvent = 0;
      handlers.text?.(text);
    });
    this.#parser.on('cdata', (text) => {
      this.#charsWithoutEvent = 0;
      handlers.text?.(text);
    });
    this.#parser.on('closetag', (tag) => {
      this.#charsWithoutEvent = 0;
      this.#depth--;
      handlers.close?.(localName(tag.name));
    });
  }

  write(chunk: string): void {
    this.#charsWithoutEvent += chunk.length;
    this.#parser.write(chunk);
    if (this.#charsWithoutEvent > maxCharsWithoutEvent) {
      throw importProblem('import.xlsx_damaged', { reason: 'endless part' });
    }
  }

  close(): void {
    this.#parser.close();
  }
}

export async function readXml(chunks: AsyncIterable<string>, handlers: XmlHandlers): Promise<void> {
  const reader = new XmlReader(handlers);
  for await (const chunk of chunks) reader.write(chunk);
  reader.close();
}
