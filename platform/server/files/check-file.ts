import { Problem } from '#platform/server/http/problem.ts';
import { detectType } from './detect-type.ts';
import { claimedKind, type AllowedType, type FileKind } from './file-kinds.ts';
import { imageSize, type ImageSize } from './image-size.ts';
import type { Received } from './receive-file.ts';
import type { FileScanner, ScanVerdict } from './scan-file.ts';

export type TypeWish = { declaredName: string; declaredType?: string; allow: readonly FileKind[] };

/** A small file may unfold to a picture no browser survives. */
const maxPixels = 100_000_000;

export async function checkType(filePath: string, received: Received, options: TypeWish): Promise<AllowedType> {
  const { declaredName: name, declaredType, allow } = options;
  const { head, holdsNul } = received;
  const detected = await detectType(filePath, { name, declaredType, head, holdsNul });
  if ('allowed' in detected) {
    if (allow.includes(detected.allowed.kind)) return detected.allowed;
    throw new Problem('file.type_refused', 415, { detected: detected.allowed.mime, allow });
  }
  const claimed = claimedKind(name, declaredType);
  const data = { detected: detected.refused, allow };
  if (claimed && allow.includes(claimed)) throw new Problem('file.type_mismatch', 415, { ...data, claimed });
  throw new Problem('file.type_refused', 415, data);
}

export async function checkContent(
  filePath: string,
  received: Received,
  scanner: FileScanner | undefined,
): Promise<ScanVerdict> {
  if (received.holdsTestVirus) throw new Problem('file.virus_found', 422, { finding: 'EICAR-Test-File' });
  if (!scanner) return 'not-scanned';
  const { bytes, sha256 } = received;
  const result = await scanner.scan({ path: filePath, bytes, sha256 }).catch(() => {
    // Whoever set up a scanner wants nothing kept that it has not seen.
    throw new Problem('file.scanner_unavailable', 503);
  });
  if (result.verdict === 'refused') throw new Problem('file.virus_found', 422, { finding: result.finding ?? '' });
  return result.verdict;
}

export function checkPixels(head: Buffer, mime: string): ImageSize | undefined {
  const size = imageSize(head, mime);
  if (size && size.width * size.height > maxPixels)
    throw new Problem('file.image_too_large', 422, { ...size, maxPixels });
  return size;
}
