/** Driver code that is edited while its machine stands still: after a pause in typing the running machine follows. */
import * as vscode from 'vscode';
import type { EditResult } from '../../debug-adapter/custom-requests.ts';
import { debugType, settings } from '../names.ts';
import type { FollowedSession } from '../views/followed-session.ts';
import { keepPlaceOfEdits } from './kept-place.ts';

/** Typing pauses for this many ms before the text is built. */
const typingPause = 300;

export function registerLiveEdit(followed: FollowedSession): vscode.Disposable[] {
  let waiting: NodeJS.Timeout | undefined;
  let told: vscode.Disposable | undefined;
  const tell = (outcome: EditResult['outcome']): void => {
    const words = messages[outcome];
    if (outcome === 'not-part') return;
    told?.dispose();
    if (words === null) return;
    // That the machine does not run what one reads stays to be seen.
    const { setStatusBarMessage: show } = vscode.window;
    told = outcome === 'does-not-compile' ? show(words) : show(words, 5000);
  };
  return [
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0 || document.languageId !== 'c' || !isWanted()) return;
      clearTimeout(waiting);
      waiting = setTimeout(() => void follow(document, tell), typingPause);
    }),
    { dispose: () => clearTimeout(waiting) },
    followed.onDidChange(({ kind }) => void (kind === 'stopped' || told?.dispose())),
    ...keepPlaceOfEdits(),
  ];
}

function isWanted(): boolean {
  return vscode.workspace.getConfiguration(settings.section).get<boolean>(settings.followEdits) ?? true;
}

async function follow(document: vscode.TextDocument, tell: (outcome: EditResult['outcome']) => void): Promise<void> {
  const session = vscode.debug.activeDebugSession;
  if (session?.type !== debugType) return;
  try {
    const edit = { path: document.uri.fsPath, text: document.getText() };
    tell(((await session.customRequest('dma/edit', edit)) as EditResult).outcome);
  } catch {
    // The machine runs, or went on meanwhile: the next restart builds the text.
  }
}

const messages: Readonly<Record<EditResult['outcome'], string | null>> = {
  replaced: '$(check) The machine runs the edited code, at the same stop',
  elsewhere: '$(warning) The edited code has not come to this stop',
  'does-not-compile': '$(error) Not followed: the edited code does not compile',
  same: null,
  'not-part': null,
};
