/** Time in the editor: where the machine stands, in the status bar; named moments, branches, and *Who wrote this?*. */
import * as vscode from 'vscode';
import type { CustomRequestName, CustomRequests, TimePosition } from '../../debug-adapter/custom-requests.ts';
import { commands, debugType } from '../names.ts';

interface NamedMoment {
  readonly name: string;
  readonly branch: number;
  readonly moment: TimePosition['moment'];
}

export function registerTimeTravel(): vscode.Disposable[] {
  const status = vscode.window.createStatusBarItem('dma.time', vscode.StatusBarAlignment.Left, 50);
  status.name = 'DMA Debugger: Position in Time';
  status.command = commands.goToMoment;
  const named = new Map<string, NamedMoment[]>();
  return [
    status,
    vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
      if (session.type === debugType && event === 'dma/position') show(status, body as TimePosition);
    }),
    vscode.debug.onDidTerminateDebugSession((session) => {
      named.delete(session.id);
      if (session.type === debugType) status.hide();
    }),
    vscode.commands.registerCommand(commands.whoWroteThis, whoWroteThis),
    vscode.commands.registerCommand(commands.nameMoment, () => nameMoment(named)),
    vscode.commands.registerCommand(commands.goToMoment, () => goToMoment(named)),
  ];
}

function show(status: vscode.StatusBarItem, position: TimePosition): void {
  const { moment, end, past, branch, branches } = position;
  const where = branches.length > 1 ? `, branch ${branch}` : '';
  status.text = `$(${past ? 'history' : 'clock'}) ${timeText(moment.at)}${past ? ` of ${timeText(end.at)}` : ''}${where}`;
  status.tooltip = past
    ? 'The machine stands in the past: Continue runs again what happened; a change begins another branch of history.'
    : 'Virtual time since power-on. Select to go to a named moment or another branch.';
  status.accessibilityInformation = {
    label: `Virtual time ${timeText(moment.at)}${past ? ', in the past' : ''}${where}`,
  };
  status.backgroundColor = past ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
  status.show();
}

/** Virtual ns in the unit that reads best. */
function timeText(nanoseconds: number): string {
  const units = [
    ['s', 1e9],
    ['ms', 1e6],
    ['µs', 1e3],
  ] as const;
  const [unit, scale] = units.find(([, size]) => nanoseconds >= size) ?? ['ns', 1];
  return `${(nanoseconds / scale).toFixed(3)} ${unit}`;
}

function activeSession(): vscode.DebugSession | null {
  const session = vscode.debug.activeDebugSession;
  return session?.type === debugType ? session : null;
}

async function ask<Name extends CustomRequestName>(
  session: vscode.DebugSession,
  name: Name,
  args: CustomRequests[Name]['arguments'],
): Promise<CustomRequests[Name]['response'] | null> {
  try {
    return (await session.customRequest(name, args)) as CustomRequests[Name]['response'];
  } catch (error) {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    return null;
  }
}

/** Of a variable or watch, of what is selected in the editor, or of what one types. */
async function whoWroteThis(from: unknown): Promise<void> {
  const session = activeSession();
  if (!session) return;
  const expression = expressionOf(from) ?? selectedText() ?? (await askForExpression());
  if (!expression) return;
  const frameId = (vscode.debug.activeStackItem as { frameId?: number } | undefined)?.frameId;
  await ask(session, 'dma/lastWriter', { expression, ...(frameId === undefined ? {} : { frameId }) });
}

function expressionOf(from: unknown): string | undefined {
  const { variable, address } = (from ?? {}) as {
    variable?: { evaluateName?: string; memoryReference?: string };
    /** Of a place in one of our views. */
    address?: string;
  };
  return address?.replace(/^virtual:/, '') ?? variable?.evaluateName ?? variable?.memoryReference;
}

function selectedText(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  const text = editor?.document.getText(editor.selection).trim();
  return text || undefined;
}

function askForExpression(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: 'Who wrote this?',
    prompt: 'A C expression or an address: fpga->status, 0xffff888430000000 or phys:0x30000000',
  });
}

async function nameMoment(named: Map<string, NamedMoment[]>): Promise<void> {
  const session = activeSession();
  const position = session && (await ask(session, 'dma/position', {}));
  if (!session || !position) return;
  const name = await vscode.window.showInputBox({ title: 'Name this moment', value: timeText(position.moment.at) });
  if (!name) return;
  named.set(session.id, [...(named.get(session.id) ?? []), { name, branch: position.branch, moment: position.moment }]);
}

interface Choice extends vscode.QuickPickItem {
  go(session: vscode.DebugSession): Promise<unknown>;
}

async function goToMoment(named: Map<string, NamedMoment[]>): Promise<void> {
  const session = activeSession();
  const position = session && (await ask(session, 'dma/position', {}));
  if (!session || !position) return;
  const chosen = await vscode.window.showQuickPick(choices(position, named.get(session.id) ?? []), {
    title: 'Go to a moment',
    placeHolder: 'Begin, end, a named moment, or another branch of history',
  });
  await chosen?.go(session);
}

function choices(position: TimePosition, named: readonly NamedMoment[]): Choice[] {
  const to =
    (moment: TimePosition['moment']): Choice['go'] =>
    (session) =>
      ask(session, 'dma/goToMoment', { moment });
  return [
    ...named.map(({ name, branch, moment }) => ({
      label: `$(bookmark) ${name}`,
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
