/** `not-scanned` says the truth where no scanner is set up: the type was checked, nothing more. */
export type ScanVerdict = 'clean' | 'refused' | 'not-scanned';
export type ScanResult = { verdict: ScanVerdict; finding?: string };

/** A virus scanner. It is asked before a file is kept; when it throws, the file is not kept. */
export interface FileScanner {
  scan(file: { path: string; bytes: number; sha256: string }): Promise<ScanResult>;
}

// In two parts, so that no scanner takes this source for the thing itself.
const testMark = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''));

/** Looks for the EICAR test text while the bytes pass, over chunk borders too. */
export class TestVirusWatch {
  #tail = Buffer.alloc(0);
  found = false;

  push(chunk: Buffer): void {
    if (this.found) return;
    const joined = this.#tail.length > 0 ? Buffer.concat([this.#tail, chunk]) : chunk;
    this.found = joined.includes(testMark);
    this.#tail = Buffer.from(joined.subarray(Math.max(0, joined.length - testMark.length + 1)));
  }
}
