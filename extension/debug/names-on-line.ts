/** The names on a line of C that may be variables. */

const words = /\b[A-Za-z_]\w*\b/g;
const keywords = new Set(
  'auto bool break case char const continue default do double else enum extern float for goto if inline int long register return short signed sizeof static struct switch typedef union unsigned void volatile while'.split(
    ' ',
  ),
);

/** Each name once, where it stands first: no keywords, calls, members, or words in strings and comments. */
export function* namesOn(text: string): Iterable<readonly [start: number, name: string]> {
  const code = text
    .replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, (literal) => ' '.repeat(literal.length))
    .replace(/\/\/.*|\/\*.*?(?:\*\/|$)/g, (comment) => ' '.repeat(comment.length));
  const seen = new Set<string>();
  for (const match of code.matchAll(words)) {
    const name = match[0];
    const before = code.slice(0, match.index).trimEnd();
    const isCall = /^\s*\(/.test(code.slice(match.index + name.length));
    if (isCall || before.endsWith('.') || before.endsWith('->') || keywords.has(name) || seen.has(name)) continue;
    seen.add(name);
    yield [match.index, name];
  }
}
