/** Quick fix for a function that some header declares which is not included. */
import { CodeActionKind, type CodeAction, type Diagnostic } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { lineEndOf } from './dma-checks.ts';

/** As the front end says it. */
const named = /'#include (<[^>]+>)' declares it/;

export function includeActions(diagnostics: readonly Diagnostic[], document: TextDocument): CodeAction[] {
  return diagnostics.flatMap((diagnostic) => {
    const header = diagnostic.source === 'dma' ? named.exec(String(diagnostic.message))?.[1] : undefined;
    const line = header === undefined ? null : lineBehindIncludes(document);
    if (line === null) return [];
    const start = { line, character: 0 };
    const edit = { range: { start, end: start }, newText: `#include ${header}${lineEndOf(document)}` };
    return {
      title: `Add #include ${header}`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      isPreferred: true,
      edit: { changes: { [document.uri]: [edit] } },
    };
  });
}

/** Behind the last one that no condition stands around; null: there is none. */
function lineBehindIncludes(document: TextDocument): number | null {
  let open = 0;
  let found: number | null = null;
  document
    .getText()
    .split('\n')
    .forEach((line, index) => {
      if (/^\s*#\s*if/.test(line)) open++;
      else if (/^\s*#\s*endif/.test(line)) open--;
      else if (open === 0 && /^\s*#\s*include\s*</.test(line)) found = index + 1;
    });
  return found;
}
