/** Starts the language server when the first C file is opened. */
import * as vscode from 'vscode';
import {
  LanguageClient,
  TransportKind,
  type LanguageClientOptions,
  type ServerOptions,
} from 'vscode-languageclient/node';
import { settings } from '../names.ts';
import { dimInactiveLines } from './inactive-lines.ts';

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
      fileEvents: vscode.workspace.createFileSystemWatcher('**/{*.c,*.h,compile_commands.json}'),
    },
    diagnosticCollectionName: 'dma',
    initializationOptions: { features: featureSet(), syntax: saysSyntax() },
  };
  const languageClient = new LanguageClient('dma', 'DMA Debugger', server, client);
  context.subscriptions.push(
    languageClient,
    ...dimInactiveLines(languageClient),
    vscode.workspace.registerTextDocumentContentProvider(shippedScheme, {
      provideTextDocumentContent: ({ path }) =>
        languageClient.sendRequest<string | null>('dma/shippedText', { path: path.slice(1) }),
    }),
  );
  await languageClient.start();
}

/** As the language server spells headers that ship. */
const shippedScheme = 'dma-shipped';

/** Errors of syntax and types are left to the other server, unless somebody asked for ours. */
function saysSyntax(): boolean {
  const set = vscode.workspace.getConfiguration(settings.section).inspect(settings.diagnostics);
  const asked = set?.workspaceFolderValue ?? set?.workspaceValue ?? set?.globalValue;
  return asked !== undefined || !isBesideAnother();
}

/** What clangd or Microsoft's extension says already is not said twice. */
function featureSet(): string {
  const wanted = vscode.workspace.getConfiguration(settings.section).get<string>(settings.languageFeatures) ?? 'auto';
  if (wanted !== 'auto') return wanted;
  return isBesideAnother() ? 'own' : 'all';
}

function isBesideAnother(): boolean {
  const others = ['llvm-vs-code-extensions.vscode-clangd', 'ms-vscode.cpptools'];
  return others.some((each) => vscode.extensions.getExtension(each));
}
