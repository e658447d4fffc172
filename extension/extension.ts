/** The composition root: registers everything the extension contributes. Computes nothing itself. */
import * as vscode from 'vscode';
import { AdapterFactory } from './debug/adapter-factory.ts';
import { ConfigurationCompletion, DocumentedBugConfigurations } from './debug/configurations.ts';
import { HoveredExpression } from './debug/hovered-expression.ts';
import { InlineValues } from './debug/inline-values.ts';
import { registerLiveEdit } from './debug/live-edit.ts';
import { registerMappedLines } from './debug/mapped-lines.ts';
import { registerTimeTravel } from './debug/time-travel.ts';
import { runAnExperiment } from './experiments/run-experiment.ts';
import { startLanguageClient } from './language/client.ts';
import { registerStaticFindings } from './debug/static-findings.ts';
import { commands, debugType } from './names.ts';
import { openDocumentedBug } from './scenarios/open-documented-bug.ts';
import { FollowedSession } from './views/followed-session.ts';
import { registerViews } from './views/register-views.ts';

export function activate(context: vscode.ExtensionContext): void {
  const { Dynamic, Initial } = vscode.DebugConfigurationProviderTriggerKind;
  const bugs = new DocumentedBugConfigurations();
  const followed = new FollowedSession();
  context.subscriptions.push(
    vscode.debug.registerDebugAdapterDescriptorFactory(debugType, new AdapterFactory()),
    vscode.debug.registerDebugConfigurationProvider(debugType, new ConfigurationCompletion(), Initial),
    vscode.debug.registerDebugConfigurationProvider(debugType, bugs, Dynamic),
    vscode.commands.registerCommand(commands.openDocumentedBug, (id) => openDocumentedBug(context, id)),
    vscode.commands.registerCommand(commands.runExperiment, () => runAnExperiment(context)),
    followed,
    ...registerViews(context, followed),
    ...registerMappedLines(followed),
    vscode.languages.registerInlineValuesProvider({ language: 'c' }, new InlineValues()),
    vscode.languages.registerEvaluatableExpressionProvider({ language: 'c' }, new HoveredExpression()),
    ...registerTimeTravel(),
    ...registerLiveEdit(followed),
    ...registerStaticFindings(),
  );
  const hasC = vscode.workspace.textDocuments.some((document) => document.languageId === 'c');
  if (hasC) void startLanguageClient(context);
  else startWithFirstCFile(context);
}

function startWithFirstCFile(context: vscode.ExtensionContext): void {
  const waiting = vscode.workspace.onDidOpenTextDocument((document) => {
    if (document.languageId !== 'c') return;
    waiting.dispose();
    void startLanguageClient(context);
  });
  context.subscriptions.push(waiting);
}
