/** Where in the source a journal record was caused. */
import { newestFirst } from '../simulator/index.ts';
import type { Finding, JournalRecord, Program, World } from '../simulator/index.ts';

export interface RecordPlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** The innermost statement of the user's own code, else the innermost of all; null for what no code caused. */
export function placeOfRecord(program: Program, { stack }: JournalRecord): RecordPlace | null {
  return placeOfStack(program, stack);
}

/** As `placeOfRecord`, of any stack. */
export function placeOfStack(program: Program, stack: readonly number[]): RecordPlace | null {
  const { statements, functions } = program;
  const isOwn = (index: number): boolean => !functions[statements[index]!.function]!.builtIn;
  const statement = stack.find(isOwn) ?? stack[0];
  return statement === undefined ? null : placeOfStatement(program, statement);
}

/**
 * As `placeOfRecord`; what a device does on its own is laid to the last register write that the driver made to it before. `journal` holds
 * the record.
 */
export function placeOfCause(program: Program, journal: World['journal'], record: JournalRecord): RecordPlace | null {
  const place = placeOfRecord(program, record);
  if (place || !('device' in record) || record.device === null) return place;
  for (const earlier of newestFirst(journal, ['register-write'], record.sequence))
    if (earlier.device === record.device) return placeOfRecord(program, earlier);
  return null;
}

export function placeOfStatement({ statements }: Program, statement: number): RecordPlace {
  const { file, line, column } = statements[statement]!.place;
  return { path: file.path, line, column };
}

/** The other places that matter to a finding, in words: `mapped at driver.c:12:9`. */
export function relatedPlaces(program: Program, { related = [] }: Finding): string[] {
  return related.flatMap(({ what, stack }) => {
    const place = placeOfStack(program, stack);
    return place ? [`${what} at ${place.path}:${place.line}:${place.column}`] : [];
  });
}
