/** Where the debug adapter runs: in a process of its own, or inside the extension host (also the only way in a browser without processes). */
import * as vscode from 'vscode';
import type { createInlineAdapter } from '../../debug-adapter/inline.ts';
import { settings } from '../names.ts';

type CreateInlineAdapter = typeof createInlineAdapter;

export class AdapterFactory implements vscode.DebugAdapterDescriptorFactory {
  /** Machines whose sessions have let go of them. */
  readonly #keptMachines: Parameters<CreateInlineAdapter>[0] = [];

  async createDebugAdapterDescriptor(
    session: vscode.DebugSession,
    executable: vscode.DebugAdapterExecutable | undefined,
  ): Promise<vscode.DebugAdapterDescriptor | undefined> {
    const host = vscode.workspace
      .getConfiguration(settings.section, session.workspaceFolder)
      .get<string>(settings.adapterHost);
    if (host !== 'inline' && executable) return executable;
    const { createInlineAdapter } = await import('../../debug-adapter/inline.ts');
    return new vscode.DebugAdapterInlineImplementation(createInlineAdapter(this.#keptMachines));
  }
}
