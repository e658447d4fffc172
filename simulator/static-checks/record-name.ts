/** What a struct is called where members are told apart by their record. */
import type { RecordType } from '../c-language/types.ts';

export function recordName({ declaration: { tag, place } }: RecordType): string {
  return tag ?? `${place.line}:${place.column}`;
}
