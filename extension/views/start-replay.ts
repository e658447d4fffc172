/** Begins the replay of another variant of a documented bug, or of a cell of its matrix, in place of the session that runs: with the workspace's own files where it has them. */
import * as vscode from 'vscode';
import { debugType } from '../names.ts';

export async function startReplay(
  session: vscode.DebugSession | undefined,
  scenario: string,
  variant: string,
  cell: string | null,
): Promise<void> {
  const folder = session?.workspaceFolder;
  const replay = variant === '' ? scenario : `${scenario}/${variant}`;
  const known = vscode.workspace
    .getConfiguration('launch', folder)
    .get<readonly vscode.DebugConfiguration[]>('configurations', [])
    .find((each) => each.type === debugType && each['replay'] === replay);
  const name = variant === '' ? scenario : `${scenario}, fixed: ${variant}`;
  const shipped = { type: debugType, request: 'launch', name, scenario, ...(variant === '' ? {} : { fixed: variant }) };
  if (session) await vscode.debug.stopDebugging(session);
  await vscode.debug.startDebugging(folder, {
    ...(known ?? shipped),
    ...(cell === null ? {} : { cell, name: `${scenario}, ${cell}` }),
    stopOnEntry: true,
  });
}
