/** The host side of every view: its page, and the requests that the page makes of the debug session. Holds no fact of the simulation itself. */
import * as vscode from 'vscode';
import { commands } from '../names.ts';
import { pageScript } from '../page-script.ts';
import type { FollowedSession } from './followed-session.ts';
import type { HostMessage, ViewMessage } from './messages.ts';

export interface ViewDefinition {
  readonly id: string;
  /** Its folder beside this file. */
  readonly folder: string;
  readonly title: string;
}

/** Where a view leads beyond itself. */
export interface ViewLinks {
  /** Has another view show an address or expression. */
  readonly show: (view: string, expression: string) => void;
  /** Brings another view to the front. */
  readonly open: (view: string) => void;
  readonly startReplay: (scenario: string, variant: string, cell: string | null) => Promise<void>;
}

export class ViewHost implements vscode.WebviewViewProvider {
  #view: vscode.WebviewView | undefined;
  /** An address to show as soon as the page is there. */
  #pending: string | undefined;
  /** The page listens: it is made anew whenever the view is shown. */
  #ready = false;

  constructor(
    private readonly definition: ViewDefinition,
    private readonly context: vscode.ExtensionContext,
    private readonly followed: FollowedSession,
    private readonly links: ViewLinks,
  ) {
    context.subscriptions.push(followed.onDidChange((state) => this.#post({ kind: 'session', state })));
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#view = view;
    const root = vscode.Uri.joinPath(this.context.extensionUri, 'dist', 'views');
    view.webview.options = { enableScripts: true, localResourceRoots: [root] };
    view.webview.html = viewPage(view.webview, root, this.definition);
    const subscriptions = [
      view.webview.onDidReceiveMessage((message: ViewMessage) => void this.#receive(message)),
      view.onDidChangeVisibility(() => {
        if (view.visible) this.#post({ kind: 'session', state: this.followed.state });
        else this.#ready = false;
      }),
      view.onDidDispose(() => {
        this.#view = undefined;
        this.#ready = false;
        for (const subscription of subscriptions) subscription.dispose();
      }),
    ];
  }

  /** Opens the view and has it show an address or expression. */
  async show(expression: string): Promise<void> {
    this.#pending = expression;
    await vscode.commands.executeCommand(`${this.definition.id}.focus`);
    this.#flushPending();
  }

  #flushPending(): void {
    if (this.#pending === undefined || !this.#ready) return;
    this.#post({ kind: 'show', expression: this.#pending });
    this.#pending = undefined;
  }

  #post(message: HostMessage): void {
    void this.#view?.webview.postMessage(message);
  }

  async #receive(message: ViewMessage): Promise<void> {
    switch (message.kind) {
      case 'ready':
        this.#ready = true;
        this.#post({ kind: 'session', state: this.followed.state });
        this.#flushPending();
        return;
      case 'request':
        return this.#forward(message);
      case 'openSource':
        return openSource(message.place);
      case 'openMemory':
        return openMemory(this.followed.session, message);
      case 'showElsewhere':
        return this.links.show(message.view, message.expression);
      case 'openView':
        return this.links.open(message.view);
      case 'startReplay':
        return this.links.startReplay(message.scenario, message.variant, message.cell);
      case 'focus':
        return void vscode.commands.executeCommand(`${this.definition.id}.focus`);
      case 'openDocumentedBug':
        return void vscode.commands.executeCommand(commands.openDocumentedBug);
    }
  }

  async #forward({ id, name, arguments: given }: Extract<ViewMessage, { kind: 'request' }>): Promise<void> {
    const { session } = this.followed;
    if (!session) return this.#post({ kind: 'refusal', id, message: 'There is no debug session.' });
    try {
      this.#post({ kind: 'answer', id, response: await session.customRequest(name, given) });
    } catch (error) {
      this.#post({ kind: 'refusal', id, message: error instanceof Error ? error.message : String(error) });
    }
  }
}

async function openSource(place: { path: string; line: number; column: number }): Promise<void> {
  const position = new vscode.Position(place.line - 1, place.column - 1);
  const document = await vscode.workspace.openTextDocument(place.path);
  await vscode.window.showTextDocument(document, {
    selection: new vscode.Range(position, position),
    preview: true,
    preserveFocus: false,
  });
}

/** VS Code's hex editor reads `vscode-debug-memory:` documents; without it installed the range is shown as an error with a way out. */
async function openMemory(
  session: vscode.DebugSession | undefined,
  target: { memoryReference: string; name: string },
): Promise<void> {
  if (!session) return;
  const uri = vscode.Uri.from({
    scheme: 'vscode-debug-memory',
    authority: session.id,
    path: `/${encodeURIComponent(target.memoryReference)}/${encodeURIComponent(target.name)}.bin`,
  });
  try {
    await vscode.commands.executeCommand('vscode.openWith', uri, 'hexEditor.hexedit');
  } catch {
    void vscode.window.showInformationMessage(
      `To see memory at ${target.name} as bytes, install the extension "Hex Editor" (ms-vscode.hexeditor).`,
    );
  }
}

/** A page with one `dma-view` element, which the `view.ts` of that folder defines (page.ts). */
export function viewPage(
  webview: vscode.Webview,
  root: vscode.Uri,
  { folder, title }: Pick<ViewDefinition, 'folder' | 'title'>,
): string {
  const script = pageScript(webview, root);
  const policy = `default-src 'none'; script-src ${script.policy}; style-src ${webview.cspSource} 'unsafe-inline'; img-src ${webview.cspSource} data:;`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<title>${title}</title>
<style>html, body { height: 100%; margin: 0; padding: 0; }</style>
</head>
<body data-view="${folder}"><dma-view></dma-view>${script.element}</body>
</html>`;
}
