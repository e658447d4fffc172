/** The script of every page: as the build leaves it, or, in a VSIX, packed more tightly than that does it; then it stands in the page. */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import * as vscode from 'vscode';

let unpacked: string | null = null;

export function pageScript(
  webview: vscode.Webview,
  root: vscode.Uri,
): { readonly element: string; readonly policy: string } {
  const packed = vscode.Uri.joinPath(root, 'page.js.br').fsPath;
  if (!existsSync(packed)) {
    const source = webview.asWebviewUri(vscode.Uri.joinPath(root, 'page.js')).toString();
    return { element: `<script type="module" src="${source}"></script>`, policy: webview.cspSource };
  }
  const nonce = randomUUID();
  const code = (unpacked ??= brotliDecompressSync(readFileSync(packed)).toString());
  return { element: `<script type="module" nonce="${nonce}">${code}</script>`, policy: `'nonce-${nonce}'` };
}
