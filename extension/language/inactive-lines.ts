/** Lines that conditions of the preprocessor leave out are shown dimmed, as they were when the text was last read. */
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';

interface InactiveRegion {
  /** 1-based, both included. */
  readonly firstLine: number;
  readonly lastLine: number;
}

/** Typing pause in ms after which the server is asked again. */
const pause = 400;

export function dimInactiveLines(client: LanguageClient): vscode.Disposable[] {
  const dimmed = vscode.window.createTextEditorDecorationType({ opacity: '0.55', isWholeLine: true });
  const waiting = new Map<string, NodeJS.Timeout>();

  async function show(editor: vscode.TextEditor): Promise<void> {
    if (editor.document.languageId !== 'c' || !client.isRunning()) return;
    const { version } = editor.document;
    const uri = client.code2ProtocolConverter.asUri(editor.document.uri);
    const regions = await client.sendRequest<readonly InactiveRegion[]>('dma/inactiveRegions', { uri });
    if (editor.document.version !== version) return;
    editor.setDecorations(
      dimmed,
      regions.map(({ firstLine, lastLine }) => new vscode.Range(firstLine - 1, 0, lastLine - 1, 0)),
    );
  }
  function showSoon({ document }: { readonly document: vscode.TextDocument }): void {
    const key = document.uri.toString();
    clearTimeout(waiting.get(key));
    waiting.set(
      key,
      setTimeout(() => {
        waiting.delete(key);
        for (const editor of vscode.window.visibleTextEditors) if (editor.document === document) void show(editor);
      }, pause),
    );
  }
  for (const editor of vscode.window.visibleTextEditors) showSoon(editor);
  return [
    dimmed,
    vscode.workspace.onDidChangeTextDocument(showSoon),
    vscode.window.onDidChangeVisibleTextEditors((editors) => editors.forEach(showSoon)),
    new vscode.Disposable(() => {
      for (const timer of waiting.values()) clearTimeout(timer);
    }),
  ];
}
