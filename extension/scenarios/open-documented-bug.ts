/** The command *Open a Documented Bug…*: choose one, have it laid out as a workspace and open it, or replay it where one is. */
import * as vscode from 'vscode';
import { scenarios, type Scenario } from '../../simulator/index.ts';
import { debugType, views } from '../names.ts';
import { startReplay } from '../views/start-replay.ts';
import { byThread } from './threads.ts';
import { workspaceFiles } from './scenario-workspace.ts';

/** `id`: which one, by a link of the walkthrough; else the user chooses. */
export async function openDocumentedBug(context: vscode.ExtensionContext, id?: unknown): Promise<void> {
  const scenario = scenarios().find((each) => each.id === id) ?? (await chooseScenario(context));
  if (!scenario) return;
  const place = await choosePlace();
  if (place === 'here') return replayHere(scenario);
  const folder = vscode.Uri.joinPath(context.globalStorageUri, 'documented-bugs', scenario.id);
  if (place && (await layOut(scenario, folder)))
    await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: place === 'new' });
}

/** With the files as they ship, read-only, beside whatever folder is open. */
async function replayHere(scenario: Scenario): Promise<void> {
  const { activeDebugSession: active } = vscode.debug;
  await startReplay(active?.type === debugType ? active : undefined, scenario.id, '', null);
  await vscode.commands.executeCommand(`${views.replay}.focus`);
}

interface ScenarioItem extends vscode.QuickPickItem {
  readonly scenario: Scenario | null;
}

function chooseScenario({ extensionUri }: vscode.ExtensionContext): Promise<Scenario | null | undefined> {
  const items = byThread(scenarios()).flatMap(([{ title, picture }, group]): ScenarioItem[] => [
    { label: title, kind: vscode.QuickPickItemKind.Separator, scenario: null },
    ...group.map((scenario) => ({
      label: scenario.title,
      description: `${scenario.id}  ${scenario.keywords.join(', ')}`,
      detail: scenario.question,
      iconPath: vscode.Uri.joinPath(extensionUri, 'media', 'pictures', `${picture}.svg`),
      scenario,
    })),
  ]);
  return pickFrom(items);
}

/** Who types a name whole means that one, although others' texts mention it: then Enter takes it. */
function pickFrom(items: readonly ScenarioItem[]): Promise<Scenario | null | undefined> {
  const picker = vscode.window.createQuickPick<ScenarioItem>();
  picker.items = items;
  picker.title = 'Open a Documented Bug';
  picker.placeholder = 'A bug to debug: its driver and machine are laid out as a workspace, ready for F5';
  // Something that opens beside it (a preview, say) must not close it.
  picker.ignoreFocusOut = true;
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.onDidChangeValue((value) => {
    const named = items.find(({ scenario }) => scenario?.id === value.trim());
    if (named) picker.activeItems = [named];
  });
  return new Promise((resolve) => {
    picker.onDidAccept(() => {
      resolve(picker.activeItems[0]?.scenario);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}

/** Writes the files; a copy that was edited before is kept unless the user says otherwise. False: cancelled. */
async function layOut(scenario: Scenario, folder: vscode.Uri): Promise<boolean> {
  const encoder = new TextEncoder();
  const files = Object.entries(workspaceFiles(scenario));
  if (await wasEdited(folder, files)) {
    const keep = 'Keep My Changes';
    const answer = await vscode.window.showInformationMessage(
      `You have changed files of "${scenario.title}".`,
      { modal: true },
      keep,
      'Start Afresh',
    );
    if (!answer) return false;
    if (answer === keep) return true;
  }
  for (const [path, text] of files)
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, path), encoder.encode(text));
  return true;
}

async function wasEdited(folder: vscode.Uri, files: readonly (readonly [string, string])[]): Promise<boolean> {
  const decoder = new TextDecoder();
  for (const [path, text] of files) {
    try {
      const found = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, path));
      if (decoder.decode(found) !== text) return true;
    } catch {
      // Not there yet: nothing of the user's can be lost.
    }
  }
  return false;
}

type Place = 'same' | 'new' | 'here';

async function choosePlace(): Promise<Place | undefined> {
  if (!vscode.workspace.workspaceFolders) return 'same';
  const places: readonly (vscode.QuickPickItem & { readonly place: Place })[] = [
    { label: 'Open in This Window', place: 'same' },
    { label: 'Open in a New Window', place: 'new' },
    { label: 'Replay Here', description: 'its files are only read; this folder stays open', place: 'here' },
  ];
  return (await vscode.window.showQuickPick(places, { title: 'Open the Documented Bug' }))?.place;
}
