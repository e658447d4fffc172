/** Where in the source a journal record was caused. */
import type { JournalRecord, Program } from '../simulator/index.ts';

export interface RecordPlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** The innermost statement of the user's own code, else the innermost of all; null for what no code caused. */
export function placeOfRecord(program: Program, { stack }: JournalRecord): RecordPlace | null {
  const { statements, functions } = program;
  const isOwn = (index: number): boolean => !functions[statements[index]!.function]!.builtIn;
  const statement = stack.find(isOwn) ?? stack[0];
  return statement === undefined ? null : placeOfStatement(program, statement);
}

export function placeOfStatement({ statements }: Program, statement: number): RecordPlace {
  const { file, line, column } = statements[statement]!.place;
  return { path: file.path, line, column };
}
