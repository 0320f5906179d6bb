const wayOut =
  'Or use a PostgreSQL 15 to 18 of your own: set DATABASE_URL=postgres://user:password@host:5432/database.';

/** The embedded database cannot run here. The message is a whole sentence for an operator, with what to do. */
export class EmbeddedTrouble extends Error {
  constructor(problem: string, advice: string, cause?: unknown) {
    super(`${problem} ${advice} ${wayOut}`, { cause });
    this.name = 'EmbeddedTrouble';
  }
}

/** The code of a Node or PostgreSQL error, such as ENOSPC or 57P03. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const adviceFor = (text: string): string => {
  if (/ENOSPC|EDQUOT|No space left|Disk quota/i.test(text))
    return 'The disk is full: free some space, or point HUIYIN_DATA at another disk.';
  if (/EROFS|Read-only file system|ENOENT.*mkdir/i.test(text))
    return 'The disk is read-only or not there: point HUIYIN_DATA at a folder that can be written.';
  if (/EACCES|EPERM|Permission denied/i.test(text)) {
    return 'The folder belongs to another user: start Huiyin as that user, or point HUIYIN_DATA at a folder of your own.';
  }
  if (/ENOTDIR|EEXIST|Not a directory/i.test(text))
    return 'A file stands where a folder is needed: point HUIYIN_DATA elsewhere.';
  if (/error while loading shared libraries|spawn .* ENOENT/i.test(text)) {
    return 'The PostgreSQL program that npm installed does not run on this system (it needs glibc and libstdc++).';
  }
  if (/Cannot allocate memory|ENOMEM/i.test(text))
    return 'The machine has too little free memory for PostgreSQL (about 400 MB).';
  return 'Point HUIYIN_DATA at another folder if the cause lies there.';
};

/** Turns whatever failed into a sentence that says what to do. */
export const explain = (error: unknown, dataDir: string): EmbeddedTrouble =>
  error instanceof EmbeddedTrouble
    ? error
    : new EmbeddedTrouble(
        `The embedded database under ${dataDir} could not be used: ${messageOf(error).trim().replace(/\.$/, '')}.`,
        adviceFor(`${codeOf(error)} ${messageOf(error)}`),
        error,
      );
