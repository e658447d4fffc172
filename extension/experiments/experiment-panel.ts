/** The editor that shows an experiment's result: tells the page what to show, and again when costs were edited; saves the picture. */
import * as vscode from 'vscode';
import type { ExperimentResult } from '../../simulator/index.ts';
import type { ExperimentHostMessage, ExperimentPageMessage } from '../views/experiment/messages.ts';
import { viewPage } from '../views/view-host.ts';
import { experimentView } from './experiment-view.ts';

export function showExperiment(context: vscode.ExtensionContext, result: ExperimentResult): void {
  const { id, title } = result.experiment;
  const root = vscode.Uri.joinPath(context.extensionUri, 'dist', 'views');
  const panel = vscode.window.createWebviewPanel('dma.experiment', title, vscode.ViewColumn.Active, {
    enableScripts: true,
    localResourceRoots: [root],
    retainContextWhenHidden: true,
    enableFindWidget: true,
  });
  let view = experimentView(result, {});
  const show = (): void => {
    const message: ExperimentHostMessage = { kind: 'experiment', view };
    void panel.webview.postMessage(message);
  };
  panel.webview.onDidReceiveMessage((message: ExperimentPageMessage) => {
    if (message.kind === 'saveSvg') return void savePicture(id, view.svg);
    if (message.kind === 'costs') view = experimentView(result, message.costs);
    show();
  });
  panel.webview.html = viewPage(panel.webview, root, { folder: 'experiment', title });
}

async function savePicture(id: string, svg: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, `${id}.svg`) } : {}),
    filters: { 'SVG picture': ['svg'] },
    title: 'Save the Charts',
  });
  if (target) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(svg));
}
