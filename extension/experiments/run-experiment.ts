/** The command *Run an Experiment…*: choose one and how far it goes, run it in portions with progress, show what came out. */
import * as vscode from 'vscode';
import { shortQuantity } from '../../debug-adapter/charts/index.ts';
import { experiments, runExperiment, type Experiment, type ExperimentResult } from '../../simulator/index.ts';
import { showExperiment } from './experiment-panel.ts';

const turn = 40; // ms that the extension host works before it lets others in

export async function runAnExperiment(context: vscode.ExtensionContext): Promise<void> {
  const experiment = await chooseExperiment();
  if (!experiment) return;
  const most = await chooseMost(experiment);
  if (most === undefined) return;
  const result = await runWithProgress(experiment, most);
  if (result) showExperiment(context, result);
}

async function chooseExperiment(): Promise<Experiment | undefined> {
  const items = experiments().map((experiment) => ({
    label: experiment.title,
    description: experiment.id,
    detail: experiment.question,
    experiment,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Run an Experiment',
    placeHolder: 'The same work in several ways, at several sizes, on several simulated machines',
    ignoreFocusOut: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.experiment;
}

/** Large sizes take long: the suggested end comes first. */
async function chooseMost({ x, quick }: Experiment): Promise<number | undefined> {
  const last = x.values.at(-1)!;
  if (quick === undefined) return last;
  const others = x.values.filter((value) => value !== quick && value > x.values[1]!);
  const items = [quick, ...others].map((most) => ({
    label: `Up to ${shortQuantity(most, x.unit)}`,
    description: most === last ? 'all sizes: this takes minutes' : '',
    most,
  }));
  const chosen = await vscode.window.showQuickPick(items, { title: x.title, ignoreFocusOut: true });
  return chosen?.most;
}

/** undefined: cancelled. */
function runWithProgress(experiment: Experiment, most: number): Thenable<ExperimentResult | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title: experiment.title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, cancelled) => {
    const steps = runExperiment(experiment, { most });
    let told = 0;
    for (let since = Date.now(); ;) {
      const step = steps.next();
      if (step.done) return step.value;
      if (Date.now() - since < turn) continue;
      const { done, total, what, x } = step.value;
      const message = `${done + 1} of ${total}: ${what}, ${shortQuantity(x, experiment.x.unit)}`;
      progress.report({ message, increment: ((done - told) / total) * 100 });
      told = done;
      await new Promise((resolve) => setTimeout(resolve, 0));
      if (cancelled.isCancellationRequested) return undefined;
      since = Date.now();
    }
  });
}
