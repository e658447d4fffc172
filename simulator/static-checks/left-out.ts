/** What the parser said of bodies that are not read again: it still says that, where they stand now. */
import { outermostPlace, type Diagnostic } from '../c-language/source.ts';
import type { CheckCache, Mover, Remembered } from './check-cache.ts';

/** Together with what is said `now` of all others, whose `text` was read; null where that cannot be told. */
export function together(
  { read, functions }: CheckCache,
  leftOut: ReadonlySet<string>,
  text: string,
  now: readonly Diagnostic[],
  moved: Mover,
  path: string,
): readonly Diagnostic[] | null {
  if (leftOut.size === 0) return now;
  const bodies = [...leftOut].map((name) => functions.get(name)!);
  const isWithin = (each: Diagnostic): boolean => bodies.some((body) => isIn(body, each, path));
  const said = read?.parsed ?? [];
  const kept = said.filter(isWithin).map((each) => ({
    ...each,
    place: moved(each.place),
    notes: each.notes.map((note) => ({ ...note, place: moved(note.place) })),
  }));
  if (kept.some(({ message }) => /\bline \d/.test(message))) return null;
  // What a body makes known by calling it may be declared behind it as something else.
  if (kept.some(({ code, message }) => code === once && isDeclared(text, nameIn(message)))) return null;
  // Said of the first use only: with it gone, the next one is the first.
  const isSaid = ({ message }: Diagnostic): boolean => now.some((each) => each.message === message);
  const isUsed = ({ message }: Diagnostic): boolean => bodies.some(({ text }) => text.includes(nameIn(message))); // prettier-ignore
  if (said.some((each) => each.code === once && !isWithin(each) && !isSaid(each) && isUsed(each))) return null;
  const again = ({ message, place: { line, column } }: Diagnostic): boolean => now.some((each) => each.message === message && each.place.line === line && each.place.column === column); // prettier-ignore
  return [...now.filter((each) => isFirst(each, kept)), ...kept.filter((each) => isFirst(each, now) && !again(each))];
}

function nameIn(message: string): string {
  return /'([^']+)'/.exec(message)?.[1] ?? '';
}

/** Where a type stands before it, on a line above perhaps, as while one is typed. */
function isDeclared(text: string, name: string): boolean {
  return new RegExp(`\\b(unsigned|signed|int|long|short|char|void|bool|float|double|[us](8|16|32|64)|u?int\\d+_t|(struct|union|enum)\\s+\\w+)[\\s*]+${name}\\s*\\(`).test(text); // prettier-ignore
}

function isIn({ extent, open }: Remembered, { place }: Diagnostic, path: string): boolean {
  const { file, line, column } = outermostPlace(place);
  if (file.path !== path || line > extent.last) return false;
  const begins = outermostPlace(open);
  return line > begins.line || (line === begins.line && column > begins.column);
}

const once = 'undeclared-function';

function isFirst({ code, message, place }: Diagnostic, others: readonly Diagnostic[]): boolean {
  if (code !== once) return true;
  const { line } = outermostPlace(place);
  return !others.some((other) => other.message === message && outermostPlace(other.place).line < line);
}
