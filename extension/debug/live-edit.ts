/** Driver code that is edited while its machine stands still: after a pause in typing the running machine follows. */
import * as vscode from 'vscode';
import type { EditResult } from '../../debug-adapter/custom-requests.ts';
import { debugType, settings } from '../names.ts';
import type { FollowedSession } from '../views/followed-session.ts';
import { keepPlaceOfEdits } from './kept-place.ts';

/** Typing pauses for this many ms before the machine follows. */
const typingPause = 300;
/** Typing pauses for this many ms before the build and the run of the text are begun: with luck they are done when the pause is. */
const headStart = 60;

export function registerLiveEdit(followed: FollowedSession): vscode.Disposable[] {
  const changed = new Set<vscode.TextDocument>();
  let waiting: NodeJS.Timeout[] = [];
  let told: vscode.Disposable | undefined;
  const tell = ({ outcome, difference }: EditResult): void => {
    const words = messages[outcome];
    if (outcome === 'not-part') return;
    told?.dispose();
    if (words === null) return;
    // That the machine does not run what one reads stays to be seen.
    const { setStatusBarMessage: show } = vscode.window;
    told = outcome === 'does-not-compile' ? show(words) : show(words + firstOf(difference), 8000);
  };
  const followAll = async (): Promise<void> => {
    const documents = [...changed];
    changed.clear();
    for (const document of documents) await follow(document, tell);
  };
  const stopWaiting = (): void => waiting.forEach(clearTimeout);
  return [
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0 || !isCode(document) || !isWanted()) return;
      changed.add(document);
      stopWaiting();
      waiting = [
        setTimeout(() => void prepare([...changed]), headStart),
        setTimeout(() => void followAll(), typingPause),
      ];
    }),
    { dispose: stopWaiting },
    followed.onDidChange(({ kind }) => void (kind === 'stopped' || told?.dispose())),
    ...keepPlaceOfEdits(),
  ];
}

/** VS Code takes headers for C++. */
function isCode({ languageId, fileName }: vscode.TextDocument): boolean {
  return languageId === 'c' || (languageId === 'cpp' && fileName.endsWith('.h'));
}

function isWanted(): boolean {
  return vscode.workspace.getConfiguration(settings.section).get<boolean>(settings.followEdits) ?? true;
}

/** Of several documents, only what all of them come to is worth a run. */
async function prepare([document, ...others]: readonly vscode.TextDocument[]): Promise<void> {
  const session = debugged();
  if (!session || !document || others.length > 0) return;
  try {
    await session.customRequest('dma/prepareEdit', editOf(document));
  } catch {
    // The machine runs.
  }
}

async function follow(document: vscode.TextDocument, tell: (result: EditResult) => void): Promise<void> {
  const session = debugged();
  if (!session) return;
  try {
    tell((await session.customRequest('dma/edit', editOf(document))) as EditResult);
  } catch {
    // The machine runs, or went on meanwhile: the next restart builds the text.
  }
}

function debugged(): vscode.DebugSession | null {
  const session = vscode.debug.activeDebugSession;
  return session?.type === debugType ? session : null;
}

function editOf(document: vscode.TextDocument): { readonly path: string; readonly text: string } {
  return { path: document.uri.fsPath, text: document.getText() };
}

/** Characters of it that a status bar has room for; the debug console tells all. */
const mostOfDifference = 70;

function firstOf(difference: EditResult['difference']): string {
  if (!difference) return '';
  const line = difference.after ?? `no more ${difference.before}`;
  const shown = line.length > mostOfDifference ? `${line.slice(0, mostOfDifference)}…` : line;
  return `; the first that differs: ${shown}`;
}

const messages: Readonly<Record<EditResult['outcome'], string | null>> = {
  replaced: '$(check) The machine runs the edited code, at the same stop',
  elsewhere: '$(warning) The edited code has not come to this stop',
  'does-not-compile': '$(error) Not followed: the edited code does not compile',
  same: null,
  'not-part': null,
};
