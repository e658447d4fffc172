/** Launch configurations: what F5 does without a launch.json, and one ready configuration for each documented bug. */
import * as vscode from 'vscode';
import { scenarios } from '../../simulator/index.ts';
import { debugType } from '../names.ts';

/** Completes a configuration; with nothing to complete, the C file being edited is debugged. */
export class ConfigurationCompletion implements vscode.DebugConfigurationProvider {
  /** What a new launch.json begins with. */
  async provideDebugConfigurations(folder: vscode.WorkspaceFolder | undefined): Promise<vscode.DebugConfiguration[]> {
    const document = editedC();
    const driver =
      (document?.isUntitled ? undefined : document?.uri) ?? (folder && vscode.Uri.joinPath(folder.uri, 'driver.c'));
    const files: Record<string, string> = driver
      ? { program: driver.fsPath, ...(await neighbours(folder, driver)) }
      : {};
    const named = Object.entries(files).map(([name, path]) => [name, inFolder(path)] as const);
    return [{ type: debugType, request: 'launch', name: 'Debug driver', ...Object.fromEntries(named) }];
  }

  async resolveDebugConfiguration(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | null | undefined> {
    if (configuration.type) {
      if (configuration['program'] && !configuration['replay']) ownDriver();
      return configuration;
    }
    const document = editedC();
    if (!document) {
      await explainNothingToDebug();
      return undefined;
    }
    const program = await onDisk(document);
    if (!program) return undefined;
    ownDriver();
    return {
      type: debugType,
      name: 'Debug this C file',
      request: 'launch',
      program: program.fsPath,
      ...(await neighbours(folder, program)),
      // Else it would be over before anything was seen.
      stopOnEntry: vscode.debug.breakpoints.length === 0,
    };
  }
}

function editedC(): vscode.TextDocument | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document?.languageId === 'c' ? document : undefined;
}

/** Where the file is; one that was never saved is asked a place for. undefined: it got none. */
async function onDisk(document: vscode.TextDocument): Promise<vscode.Uri | undefined> {
  if (!document.isUntitled) return document.uri;
  return vscode.workspace.saveAs(document.uri);
}

/** Completes the last step of the walkthrough. */
function ownDriver(): void {
  void vscode.commands.executeCommand('setContext', 'dma.ownDriver', true);
}

function inFolder(path: string): string {
  const relative = vscode.workspace.asRelativePath(path, false);
  return relative === path ? path : `\${workspaceFolder}/${relative}`;
}

/** Configurations for *Select and Start Debugging* that need no file in the workspace. */
export class DocumentedBugConfigurations implements vscode.DebugConfigurationProvider {
  provideDebugConfigurations(): vscode.DebugConfiguration[] {
    return scenarios().map((scenario) => ({
      type: debugType,
      request: 'launch',
      name: scenario.title,
      scenario: scenario.id,
      stopOnEntry: true,
    }));
  }
}

async function explainNothingToDebug(): Promise<void> {
  const open = 'Open a Documented Bug…';
  const answer = await vscode.window.showErrorMessage(
    'There is nothing to debug: open a C file of a driver, or start from a documented bug.',
    open,
  );
  if (answer === open) await vscode.commands.executeCommand('dma.openDocumentedBug');
}

/** A machine file and an app beside the driver are used without being named. */
async function neighbours(
  folder: vscode.WorkspaceFolder | undefined,
  program: vscode.Uri,
): Promise<{ machine?: string; app?: string }> {
  const folders = [vscode.Uri.joinPath(program, '..'), ...(folder ? [folder.uri] : [])];
  const machine = await firstExisting(folders, 'machine.json');
  const app = program.path.endsWith('/app.c') ? null : await firstExisting(folders, 'app.c');
  return { ...(machine ? { machine } : {}), ...(app ? { app } : {}) };
}

async function firstExisting(folders: readonly vscode.Uri[], name: string): Promise<string | null> {
  for (const folder of folders) {
    const file = vscode.Uri.joinPath(folder, name);
    try {
      await vscode.workspace.fs.stat(file);
      return file.fsPath;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}
