/** What can be done with a finding of the static checks: read why, and watch it happen. */
import * as vscode from 'vscode';
import { explainRule, staticRules } from '../../simulator/index.ts';
import { commands, debugType } from '../names.ts';

/** As the language server spells it in the links of its diagnostics. */
const scheme = 'dma-rule';

/** What the language server gives the command along with a finding. */
interface CounterExample {
  readonly uri: string;
  /** 1-based. */
  readonly line: number;
  readonly rule: string;
}

export function registerStaticFindings(): vscode.Disposable[] {
  return [
    vscode.workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent: pageOf }),
    vscode.commands.registerCommand(commands.explainFinding, (rule?: string) => explain(rule)),
    vscode.commands.registerCommand(commands.runCounterExample, (example?: CounterExample) => run(example)),
  ];
}

function pageOf({ path }: vscode.Uri): string {
  return explainRule(path.replace(/^\/|\.md$/g, '')) ?? 'There is no such rule.';
}

async function explain(given: string | undefined): Promise<void> {
  const rule = given ?? (await chooseRule());
  if (!rule) return;
  await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.from({ scheme, path: `/${rule}.md` }));
}

async function chooseRule(): Promise<string | undefined> {
  const items = staticRules().map(({ id, title }) => ({ label: id, description: title }));
  return (await vscode.window.showQuickPick(items, { title: 'Explain a DMA Rule', matchOnDescription: true }))?.label;
}

/** A session of the file that stops where the finding is: the adapter looks for a run that goes the way there, and tells what it has to be given. */
async function run(given: CounterExample | undefined): Promise<void> {
  const example = given ?? (await findingHere());
  if (!example) return;
  const uri = vscode.Uri.parse(example.uri);
  const { rule, line } = example;
  await vscode.window.showTextDocument(uri);
  await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(uri), {
    type: debugType,
    request: 'launch',
    name: `Counter-example: ${rule} on line ${line}`,
    program: uri.fsPath,
    ...(await besides(uri)),
    counterExample: { rule, line },
  });
}

/** A machine file and an app beside the driver, as F5 takes them. */
async function besides(uri: vscode.Uri): Promise<{ machine?: string; app?: string }> {
  const found: { machine?: string; app?: string } = {};
  for (const [key, name] of [
    ['machine', 'machine.json'],
    ['app', 'app.c'],
  ] as const) {
    const file = vscode.Uri.joinPath(uri, '..', name);
    try {
      await vscode.workspace.fs.stat(file);
      found[key] = file.fsPath;
    } catch {
      // There is none.
    }
  }
  return found;
}

/** From the palette: the finding on the line of the cursor. */
async function findingHere(): Promise<CounterExample | null> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return null;
  const { document, selection } = editor;
  const actions = await vscode.commands.executeCommand<(vscode.CodeAction | vscode.Command)[]>('vscode.executeCodeActionProvider', document.uri, selection); // prettier-ignore
  const command = actions.map((each) => ('command' in each && typeof each.command === 'object' ? each.command : undefined)).find((each) => each?.command === commands.runCounterExample); // prettier-ignore
  if (command) return command.arguments?.[0] as CounterExample;
  void vscode.window.showInformationMessage('There is no finding of the DMA checks on this line.');
  return null;
}
