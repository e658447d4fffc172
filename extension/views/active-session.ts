/** The debug session that a command is about, and questions to it: what cannot be is said in a message. */
import * as vscode from 'vscode';
import type { CustomRequestName, CustomRequests } from '../../debug-adapter/custom-requests.ts';
import { debugType } from '../names.ts';

export function activeSession(): vscode.DebugSession | null {
  const session = vscode.debug.activeDebugSession;
  if (session?.type === debugType) return session;
  void vscode.window.showInformationMessage('There is no DMA Debugger session: start one with F5 on a C file.');
  return null;
}

/** null: it was refused, and the user has been told why. */
export async function ask<Name extends CustomRequestName>(
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
