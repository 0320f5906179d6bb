/**
 * A refusal that the caller is told: a stable code, an HTTP status and the data its sentence needs.
 * The sentence itself stands in the i18n files (`errors.<code>`), never in server code.
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: string;
  readonly status: number;
  readonly data: Readonly<Record<string, unknown>> | undefined;
  readonly fields: readonly FieldProblem[] | undefined;

  constructor(
    code: string,
    status: number,
    data?: Readonly<Record<string, unknown>>,
    fields?: readonly FieldProblem[],
  ) {
    super(code);
    this.code = code;
    this.status = status;
    this.data = data;
    this.fields = fields;
  }
}

export type FieldProblem = { path: string; code: string; message: string };

/** Absent and forbidden look alike: the same 404 for both. */
export const notFound = (noun: string): Problem => new Problem('not_found', 404, { noun });
