/** Values of variables beside the code: names on the lines that ran before the stop; VS Code asks the debug adapter for those that are variables there. */
import * as vscode from 'vscode';
import { namesOn } from './names-on-line.ts';

const mostLines = 200;

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
