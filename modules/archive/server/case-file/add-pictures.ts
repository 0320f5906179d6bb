import { buffer } from 'node:stream/consumers';
import { openFile } from '#platform/server/files/index.ts';
import type { CaseSheet } from './case-sheet.ts';
import type { CaseWords } from './case-words.ts';

type Drawn = { readonly name: string; readonly mime: string; readonly bytes: number; readonly sha256: string };

/** Above this a picture stands in the list of files only. */
const largestPicture = 8 * 1024 * 1024;
const drawable = new Set(['image/jpeg', 'image/png']);

/** The pictures among these files, each with its name. */
export const addPictures = async (
  sheet: CaseSheet,
  words: CaseWords,
  files: readonly Drawn[],
  dataDir: string,
): Promise<void> => {
  for (const file of files) {
    if (!drawable.has(file.mime) || file.bytes > largestPicture) continue;
    try {
      sheet.picture(await buffer((await openFile(dataDir, file.sha256)).stream), file.name);
    } catch {
      sheet.small(words.text('sheet.pictureFailed', { name: file.name }));
    }
  }
};
