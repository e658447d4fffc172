/** Where the debug adapter runs: in a process of its own, or inside the extension host (also the only way in a browser without processes). */
import * as vscode from 'vscode';
import { settings } from '../names.ts';

export class AdapterFactory implements vscode.DebugAdapterDescriptorFactory {
  async createDebugAdapterDescriptor(
    session: vscode.DebugSession,
    executable: vscode.DebugAdapterExecutable | undefined,
  ): Promise<vscode.DebugAdapterDescriptor | undefined> {
    const host = vscode.workspace
      .getConfiguration(settings.section, session.workspaceFolder)
      .get<string>(settings.adapterHost);
    if (host !== 'inline' && executable) return executable;
    const { createInlineAdapter } = await import('../../debug-adapter/inline.ts');
    return new vscode.DebugAdapterInlineImplementation(createInlineAdapter());
  }
}
