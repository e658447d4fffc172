/** Values of variables beside the code: names on the lines that ran before the stop; VS Code asks the debug adapter for those that are variables there. */
import * as vscode from 'vscode';

const mostLines = 200;
const words = /\b[A-Za-z_]\w*\b/g;
const keywords = new Set(
  'auto bool break case char const continue default do double else enum extern float for goto if inline int long register return short signed sizeof static struct switch typedef union unsigned void volatile while'.split(
    ' ',
  ),
);

export class InlineValues implements vscode.InlineValuesProvider {
  provideInlineValues(
    document: vscode.TextDocument,
    viewPort: vscode.Range,
    { stoppedLocation }: vscode.InlineValueContext,
  ): vscode.InlineValue[] {
    const last = stoppedLocation.end.line;
    const first = Math.max(viewPort.start.line, startOfFunction(document, last), last - mostLines);
    const values: vscode.InlineValue[] = [];
    for (let line = first; line <= last; line++) {
      for (const [start, name] of namesOn(document.lineAt(line).text))
        values.push(
          new vscode.InlineValueVariableLookup(new vscode.Range(line, start, line, start + name.length), name, true),
        );
    }
    return values;
  }
}

/** Kernel code begins its functions' bodies in the first column. */
function startOfFunction(document: vscode.TextDocument, from: number): number {
  for (let line = from; line > 0; line--) if (document.lineAt(line).text.startsWith('{')) return Math.max(0, line - 3);
  return 0;
}

/** Each name once, where it stands first: no keywords, calls, members, or words in strings and comments. */
function* namesOn(text: string): Iterable<readonly [start: number, name: string]> {
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
