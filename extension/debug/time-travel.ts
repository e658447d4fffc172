/** Time in the editor: where the machine stands, in the status bar; named moments, branches, and *Who wrote this?*. */
import * as vscode from 'vscode';
import type { TimePosition } from '../../debug-adapter/custom-requests.ts';
import { commands, debugType } from '../names.ts';
import { expressionAtCursor, expressionOf, named, type Named } from '../views/asked-address.ts';
import { activeSession, ask } from '../views/active-session.ts';
import { forgetWithOldCode, goToMoment, nameMoment, timeText, type NamedMoments } from './named-moments.ts';

export function registerTimeTravel(): vscode.Disposable[] {
  const status = vscode.window.createStatusBarItem('dma.time', vscode.StatusBarAlignment.Left, 50);
  status.name = 'DMA Debugger: Position in Time';
  status.command = commands.goToMoment;
  const positions = new Map<string, TimePosition>();
  const named: NamedMoments = new Map();
  const showActive = (): void => {
    const position = positions.get(vscode.debug.activeDebugSession?.id ?? '');
    if (position) show(status, position);
    else status.hide();
  };
  return [
    status,
    vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
      if (session.type !== debugType || event !== 'dma/position') return;
      positions.set(session.id, body as TimePosition);
      showActive();
    }),
    vscode.debug.onDidChangeActiveDebugSession(showActive),
    vscode.debug.onDidTerminateDebugSession((session) => {
      named.delete(session.id);
      positions.delete(session.id);
      showActive();
    }),
    vscode.debug.registerDebugAdapterTrackerFactory(debugType, {
      createDebugAdapterTracker: ({ id }) => forgetWithOldCode(named, id),
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

/** Of a variable or watch, of what is selected in the editor, or of what one types. */
async function whoWroteThis(from: unknown): Promise<void> {
  const session = activeSession();
  if (!session) return;
  const typed = expressionOf(from) ?? (await askForExpression());
  if (!typed) return;
  const { frameId, ...asked } = await named(session, from, typed);
  const expression = await itselfOrTarget(asked);
  if (expression === undefined) return;
  await ask(session, 'dma/lastWriter', { expression, ...(frameId === undefined ? {} : { frameId }) });
}

/** An address has two answers: who set it, and who wrote where it leads. */
async function itselfOrTarget({ expression, bus, pointer, memoryReference }: Named): Promise<string | undefined> {
  if (memoryReference === undefined || !(bus || pointer)) return expression;
  const target = { label: bus ? `memory at ${expression}` : `*${expression}`, description: memoryReference };
  const itself = { label: expression, description: bus ? 'the bus address itself' : 'the pointer itself' };
  const chosen = await vscode.window.showQuickPick([target, itself], { title: 'Who wrote this?' });
  if (!chosen) return undefined;
  return chosen === itself ? expression : bus ? memoryReference : `*(${expression})`;
}

function askForExpression(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: 'Who wrote this?',
    value: expressionAtCursor() ?? '',
    prompt: 'A C expression or an address: fpga->status, 0xffff888430000000 or phys:0x30000000',
  });
}
