/** Places that are told by an offset in the text of a source: of what is found there without the front end. */
import type { Place, SourceFile } from './c-language/source.ts';
import type { TranslationUnit } from './c-language/syntax.ts';

export function placeInText(file: SourceFile, offset: number, length: number): Place {
  const line = file.text.slice(0, offset).split('\n').length;
  const column = offset - file.text.lastIndexOf('\n', offset - 1);
  return { file, line, column, length, expansion: null };
}

/** By `#if`. */
export function isLeftOut({ inactiveRegions }: TranslationUnit, { file, line }: Place): boolean {
  return inactiveRegions.some((each) => each.path === file.path && each.firstLine <= line && line <= each.lastLine);
}
