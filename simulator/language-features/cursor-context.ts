/** What kind of text a cursor stands in, by the words in front of it: where nothing is to be proposed, and where it is not names. */

export type CursorContext =
  | { readonly kind: 'code' }
  /** Comments, strings and character constants, numbers. */
  | { readonly kind: 'nothing' }
  /** Between `#` and the end of the directive's name. */
  | { readonly kind: 'directive' }
  /** Within the name of an `#include`, so far as it is typed. */
  | { readonly kind: 'include'; readonly form: 'angle' | 'quote'; readonly typed: string };

const quoted = /\/\*[^]*?(?:\*\/|$)|\/\/(?:\\\r?\n|[^\n])*|"(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?/g;

export function contextAt(text: string, offset: number): CursorContext {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const include = /^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]*)$/.exec(line);
  if (include) return { kind: 'include', form: include[1] === '<' ? 'angle' : 'quote', typed: include[2]! };
  if (isQuoted(text.slice(0, offset)) || /(?:^|[^\w.])\d[\w.]*$/.test(line)) return { kind: 'nothing' };
  return /^[ \t]*#[ \t]*\w*$/.test(line) ? { kind: 'directive' } : { kind: 'code' };
}

/** Whether the text ends within a comment, a string or a character constant. */
function isQuoted(before: string): boolean {
  quoted.lastIndex = 0;
  let last = '';
  let end = 0;
  for (let found = quoted.exec(before); found; found = quoted.exec(before)) {
    last = found[0];
    end = quoted.lastIndex;
  }
  if (end < before.length || last === '') return false;
  return last.startsWith('/*')
    ? last.length < 4 || !last.endsWith('*/')
    : last.startsWith('//') || last.length < 2 || last.at(-1) !== last[0] || /[^\\](?:\\\\)*\\.$/.test(last);
}
