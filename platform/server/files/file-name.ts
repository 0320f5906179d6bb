import { cleanText } from '#platform/server/text/normalise.ts';
import type { AllowedType } from './file-kinds.ts';

const maxNameChars = 120;
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** Cuts without splitting an emoji or an accented letter in two. */
function shorten(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (kept.length + segment.length > maxChars) break;
    kept += segment;
  }
  return kept;
}

/** A name that any system can save and that never lies about the type; the original's own words are kept. */
export function safeFileName(declared: string, type: AllowedType): string {
  const extension = type.extensions[0];
  const last = cleanText(declared).text.split(/[/\\]/).at(-1) ?? '';
  let base = last
    .replace(/[\n\t<>:"|?*%]+/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  let kept: string = extension;
  for (
    let found = /\.([a-z][a-z0-9]{1,4}|3g[pa])$/i.exec(base);
    found;
    found = /\.([a-z][a-z0-9]{1,4}|3g[pa])$/i.exec(base)
  ) {
    const written = found[1] ?? '';
    base = base.slice(0, found.index).trimEnd();
    // `photo.jpg.exe` is a picture called photo: everything that looks like an ending goes, the true one comes back.
    if (type.extensions.includes(written.toLowerCase())) {
      kept = written.toLowerCase();
      break;
    }
  }
  if (base === '' || reserved.test(base)) base = base === '' ? 'file' : `_${base}`;
  return `${shorten(base, maxNameChars - kept.length - 1).trimEnd()}.${kept}`;
}
