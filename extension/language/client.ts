/** Starts the language server when the first C file is opened. */
import * as vscode from 'vscode';
import {
  LanguageClient,
  TransportKind,
  type LanguageClientOptions,
  type ServerOptions,
} from 'vscode-languageclient/node';
import { settings } from '../names.ts';

export async function startLanguageClient(context: vscode.ExtensionContext): Promise<void> {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'language-server.cjs').fsPath;
  const run = { module, transport: TransportKind.ipc };
  const server: ServerOptions = { run, debug: run };
  const client: LanguageClientOptions = {
    documentSelector: [
      { language: 'c', scheme: 'file' },
      { language: 'c', scheme: 'untitled' },
      { pattern: '**/*machine*.json', scheme: 'file' },
    ],
    synchronize: {
      configurationSection: settings.section,
      fileEvents: vscode.workspace.createFileSystemWatcher('**/*.{c,h}'),
    },
    diagnosticCollectionName: 'dma',
  };
  const languageClient = new LanguageClient('dma', 'DMA Debugger', server, client);
  context.subscriptions.push(languageClient);
  await languageClient.start();
}
