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
  /** Lines of calls that have to fail. */
  readonly failing: readonly number[];
  /** What register reads have to give, by line, and module parameters have to be. */
  readonly reads: readonly { readonly line: number; readonly give: readonly string[] }[];
  readonly parameters: Readonly<Record<string, string>>;
}

export function registerStaticFindings(): vscode.Disposable[] {
  return [
    vscode.workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent: pageOf }),
    vscode.debug.registerDebugAdapterTrackerFactory(debugType, { createDebugAdapterTracker: tellWhetherItStops }),
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

/** A session of the file, stopped where the finding is, with calls failing, registers reading and parameters set as it takes to come there. */
async function run(given: CounterExample | undefined): Promise<void> {
  const example = given ?? (await findingHere());
  if (!example) return;
  const uri = vscode.Uri.parse(example.uri);
  const place = new vscode.Location(uri, new vscode.Position(example.line - 1, 0));
  const there = vscode.debug.breakpoints.some((each) => each instanceof vscode.SourceBreakpoint && each.location.uri.toString() === uri.toString() && each.location.range.start.line === example.line - 1); // prettier-ignore
  if (!there) vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(place)]);
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  await vscode.window.showTextDocument(uri);
  await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(uri), {
    type: debugType,
    request: 'launch',
    name: `${counterExample}${example.rule}`,
    program: uri.fsPath,
    ...(await besides(uri)),
    ...forced(example, name),
  });
}

/** What is forced is told in the session, each time that it has its effect. */
function forced({ failing, reads, parameters }: CounterExample, name: string): object {
  return {
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
    faults: {
      failAt: failing.map((line) => `${name}:${line}`),
      reads: reads.map(({ line, give }) => ({ at: `${name}:${line}`, give })),
    },
  };
}

const counterExample = 'Counter-example: ';

/** What a path needs beside calls that fail, registers and parameters, such as what a program asks for, is not brought about. */
function tellWhetherItStops({ name }: vscode.DebugSession): vscode.DebugAdapterTracker | undefined {
  if (!name.startsWith(counterExample)) return undefined;
  let stops = false;
  return {
    onDidSendMessage({ type, event }: { readonly type: string; readonly event?: string }) {
      if (type !== 'event') return;
      if (event === 'stopped') stops = true;
      if (event !== 'terminated' || stops) return;
      void vscode.window.showInformationMessage('The run ended without coming by the place of the finding: its path also needs what neither a failing call, a register nor a parameter brings about (the steps are told with the finding).'); // prettier-ignore
    },
  };
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
