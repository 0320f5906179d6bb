/** A command that ends badly in a way we foresaw: the message is for the person, the code for the script. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
  readonly exitCode: number;
  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Progress goes to stderr, so that stdout holds nothing but the result. */
export const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** The last line on stdout: one JSON object with --json, else a sentence. */
export const conclude = (json: boolean, result: Readonly<Record<string, unknown>>, sentence: string): void => {
  process.stdout.write(`${json ? JSON.stringify(result) : sentence}\n`);
};
