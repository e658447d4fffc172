/** Who types stays where he types: VS Code goes to where the machine stands also when that is only because it follows an edit. */
import * as vscode from 'vscode';
import { debugType } from '../names.ts';

/** VS Code has gone there within this many ms, if at all. */
const longest = 3_000;
const { Keyboard, Mouse } = vscode.TextEditorSelectionChangeKind;

export function keepPlaceOfEdits(): vscode.Disposable[] {
  let kept: { readonly document: vscode.TextDocument; selections: readonly vscode.Selection[] } | null = null;
  let typed = false;
  let waiting: NodeJS.Timeout | undefined;
  const forget = (): void => void (kept = null);
  return [
    vscode.debug.registerDebugAdapterTrackerFactory(debugType, {
      createDebugAdapterTracker: () => ({
        onDidSendMessage({ event, body }: { event?: string; body?: { reason?: string } }) {
          if (event !== 'stopped' && event !== 'continued') return;
          const editor = vscode.window.activeTextEditor;
          const { document, selections } = editor ?? {};
          typed = false;
          kept = body?.reason === 'edit' && document && selections ? { document, selections } : null;
          clearTimeout(waiting);
          waiting = setTimeout(forget, longest);
        },
      }),
    }),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      typed ||= document === kept?.document;
    }),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections, kind }) => {
      if (!kept || textEditor.document !== kept.document) return;
      if (typed || kind === Keyboard || kind === Mouse) {
        kept.selections = selections;
        typed = false;
        return;
      }
      textEditor.selections = kept.selections;
      textEditor.revealRange(kept.selections[0]!);
      kept = null;
    }),
    { dispose: () => clearTimeout(waiting) },
  ];
}
