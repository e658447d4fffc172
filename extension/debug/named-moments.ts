/** Moments that the user has named, the branches of history, and the way to them. */
import * as vscode from 'vscode';
import type { TimePosition } from '../../debug-adapter/custom-requests.ts';
import { activeSession, ask } from '../views/active-session.ts';

interface NamedMoment {
  readonly name: string;
  readonly branch: number;
  readonly moment: TimePosition['moment'];
}
/** By session. */
export type NamedMoments = Map<string, readonly NamedMoment[]>;

/** A moment of other code, or of a run that has not come there again, is no place to go to. */
export function forgetWithOldCode(named: NamedMoments, id: string): vscode.DebugAdapterTracker {
  return {
    onWillReceiveMessage({ command }: { command?: string }) {
      if (command === 'restart') named.delete(id);
    },
    onDidSendMessage({ event, body }: { event?: string; body?: { reason?: string } }) {
      if (event === 'stopped' && body?.reason === 'edit') named.delete(id);
    },
  };
}

/** A name that is there already gets another moment. */
export async function nameMoment(named: NamedMoments): Promise<void> {
  const session = activeSession();
  const position = session && (await ask(session, 'dma/position', { keep: true }));
  if (!session || !position) return;
  const known = (): readonly NamedMoment[] => named.get(session.id) ?? [];
  const name = await vscode.window.showInputBox({
    title: 'Name this moment',
    value: timeText(position.moment.at),
    validateInput: (text) =>
      known().some((each) => each.name === text.trim())
        ? { message: 'Another moment has this name and loses it.', severity: vscode.InputBoxValidationSeverity.Info }
        : null,
  });
  if (!name?.trim()) return;
  const moment = { name: name.trim(), branch: position.branch, moment: position.moment };
  named.set(session.id, [...known().filter((each) => each.name !== moment.name), moment]);
}

/** Virtual ns in the unit that reads best. */
export function timeText(nanoseconds: number): string {
  const units = [
    ['s', 1e9],
    ['ms', 1e6],
    ['µs', 1e3],
  ] as const;
  const [unit, scale] = units.find(([, size]) => nanoseconds >= size) ?? ['ns', 1];
  return `${(nanoseconds / scale).toFixed(3)} ${unit}`;
}

interface Choice extends vscode.QuickPickItem {
  readonly named?: string;
  go(session: vscode.DebugSession): Promise<unknown>;
}

export async function goToMoment(named: NamedMoments): Promise<void> {
  const session = activeSession();
  const position = session && (await ask(session, 'dma/position', {}));
  if (!session || !position) return;
  const known = (): readonly NamedMoment[] => named.get(session.id) ?? [];
  const pick = vscode.window.createQuickPick<Choice>();
  pick.title = 'Go to a moment';
  pick.placeholder = 'Begin, end, a named moment, or another branch of history';
  pick.items = choices(position, known());
  pick.onDidTriggerItemButton(({ item }) => {
    named.set(
      session.id,
      known().filter(({ name }) => name !== item.named),
    );
    pick.items = choices(position, known());
  });
  pick.onDidAccept(() => {
    const [chosen] = pick.selectedItems;
    pick.hide();
    void chosen?.go(session);
  });
  pick.onDidHide(() => pick.dispose());
  pick.show();
}

function choices(position: TimePosition, named: readonly NamedMoment[]): Choice[] {
  const to =
    (moment: TimePosition['moment']): Choice['go'] =>
    (session) =>
      ask(session, 'dma/goToMoment', { moment });
  return [
    ...named.map(({ name, branch, moment }) => ({
      label: `$(bookmark) ${name}`,
      named: name,
      buttons: [{ iconPath: new vscode.ThemeIcon('trash'), tooltip: 'Forget this moment' }],
      description: `${timeText(moment.at)}${branch === position.branch ? '' : `, branch ${branch}`}`,
      async go(session: vscode.DebugSession): Promise<void> {
        if (branch !== position.branch) await enter(session, branch);
        await to(moment)(session);
      },
    })),
    { label: '$(debug-reverse-continue) Power-on', description: timeText(position.begin.at), go: to(position.begin) },
    {
      label: '$(debug-continue) The furthest moment reached',
      description: timeText(position.end.at),
      go: to(position.end),
    },
    ...position.branches
      .filter(({ id }) => id !== position.branch)
      .map(({ id, parent, end }) => ({
        label: `$(git-branch) Branch ${id}`,
        description: parent
          ? `changed at ${timeText(parent.at.at)}, reached ${timeText(end.at)}`
          : `reached ${timeText(end.at)}`,
        go: (session: vscode.DebugSession) => enter(session, id),
      })),
  ];
}

/** Resolves when the machine stands at the branch's end. */
async function enter(session: vscode.DebugSession, branch: number): Promise<void> {
  const arrived = new Promise<void>((resolve) => {
    const waiting = vscode.debug.onDidReceiveDebugSessionCustomEvent((event) => {
      if (event.session !== session || event.event !== 'dma/position') return;
      waiting.dispose();
      resolve();
    });
  });
  if (await ask(session, 'dma/enterBranch', { branch })) await arrived;
}
