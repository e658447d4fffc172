/**
 * Stands in for the Hex Editor (ms-vscode.hexeditor), which no registry of these tests has: under its names, so that VS Code opens memory in it, it reads and
 * writes `vscode-debug-memory:` documents as that does, by ranges through VS Code's own file system, and reads again when told of a change.
 */
const vscode = require('vscode');

const shown = 16; // bytes

exports.activate = ({ subscriptions }) => {
  const provider = { openCustomDocument: (uri) => ({ uri, dispose() {} }), resolveCustomEditor: edit };
  subscriptions.push(vscode.window.registerCustomEditorProvider('hexEditor.hexedit', provider));
};

function edit({ uri }, { webview, onDidDispose }) {
  const range = (from, to) => uri.with({ query: `?range=${from}:${to}` });
  const read = async () => {
    const bytes = await vscode.workspace.fs.readFile(range(0, shown));
    await webview.postMessage(Buffer.from(bytes).toString('hex'));
  };
  webview.options = { enableScripts: true };
  webview.onDidReceiveMessage(async ({ offset, bytes }) => {
    if (bytes) await vscode.workspace.fs.writeFile(range(offset, offset + bytes.length), Uint8Array.from(bytes));
    else await read();
  });
  const [, reference, file] = uri.path.split('/');
  const folder = uri.with({ path: `/${reference}` });
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, file));
  watcher.onDidChange(read);
  onDidDispose(() => watcher.dispose());
  webview.html = `<!DOCTYPE html><output></output><input><script>
const host = acquireVsCodeApi();
const input = document.querySelector('input');
onmessage = ({ data }) => (document.querySelector('output').textContent = data);
input.onchange = () => host.postMessage({ offset: 0, bytes: [Number(input.value)] });
host.postMessage({});
</script>`;
}
