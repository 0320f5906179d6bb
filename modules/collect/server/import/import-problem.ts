import { Problem } from '#platform/server/http/problem.ts';

/** Faults of a whole file: nothing can be read until the person does something about it. */
export const fileProblemCodes = [
  'import.file_empty',
  'import.file_too_big',
  'import.not_a_table',
  'import.html_file',
  'import.json_not_lines',
  'import.encoding_unknown',
  'import.too_many_columns',
  'import.too_many_rows',
  'import.xls_old',
  'import.xlsx_encrypted',
  'import.xlsx_damaged',
  'import.xlsx_not_a_workbook',
  'import.xlsx_sheet_not_found',
  'import.xlsx_too_big_unpacked',
  'import.xlsx_ratio_suspicious',
  'import.xlsx_too_many_parts',
  'import.xlsx_strings_too_big',
  'import.no_content_column',
  'import.mapping_unknown_column',
  'import.mapping_duplicate_target',
] as const;

/** Faults of one row: it is reported, kept for the error file, and the rows after it go on. */
export const rowProblemCodes = [
  'import.row.broken_quotes',
  'import.row.cell_count',
  'import.row.invalid_bytes',
  'import.row.too_long',
  'import.row.not_json',
  'import.row.no_content',
  'import.row.content_too_long',
  'import.row.field_too_long',
  'import.date.unknown_format',
  'import.date.two_digit_year',
  'import.date.no_year',
  'import.date.incomplete',
  'import.date.impossible',
  'import.date.out_of_range',
] as const;

/** Things worth telling that stop nothing. */
export const importWarningCodes = [
  'import.warning.mixed_charset',
  'import.warning.duplicate_columns',
  'import.warning.header_not_first',
  'import.warning.other_sheets',
  'import.warning.date_ambiguous',
] as const;

export type FileProblemCode = (typeof fileProblemCodes)[number];
export type RowProblemCode = (typeof rowProblemCodes)[number];
export type ImportWarningCode = (typeof importWarningCodes)[number];

export type RowProblem = { code: RowProblemCode; data: Record<string, unknown> };
export type ImportWarning = { code: ImportWarningCode; data: Record<string, unknown> };

export const importProblem = (code: FileProblemCode, data: Record<string, unknown> = {}): Problem =>
  new Problem(code, 422, data);
