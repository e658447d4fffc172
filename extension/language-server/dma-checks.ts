/** Findings of the static checks as diagnostics, and what can be done about each as code actions. */
import {
  CodeActionKind,
  DiagnosticSeverity,
  type CodeAction,
  type Diagnostic,
  type Range,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { pathToFileURL } from 'node:url';
import { staticRule, type StaticFinding } from '../../simulator/index.ts';

/** `off`, or how serious a rule's findings are, by rule; `*` is all that are not named. */
export type CheckSettings = Readonly<Record<string, 'off' | 'error' | 'warning' | 'note'>>;

/** What is shown, and what it was made from. */
export interface ShownFinding {
  readonly finding: StaticFinding;
  readonly diagnostic: Diagnostic;
}

/** Arguments of the command that starts a debug session along a finding's path. */
export interface CounterExample {
  readonly uri: string;
  /** 1-based. */
  readonly line: number;
  readonly rule: string;
}

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  note: DiagnosticSeverity.Information,
} as const;

export function shownFindings(
  findings: readonly StaticFinding[],
  settings: CheckSettings,
  document: TextDocument,
  path: string,
): ShownFinding[] {
  return findings.flatMap((finding) => {
    const rule = staticRule(finding.rule);
    const level = settings[finding.rule] ?? (rule?.asked ? 'off' : (settings['*'] ?? rule?.severity ?? 'warning'));
    if (level === 'off' || finding.place.file.path !== path) return [];
    return [{ finding, diagnostic: diagnosticOf(finding, severities[level], document, path) }];
  });
}

function diagnosticOf(
  { rule, message, place, notes }: StaticFinding,
  severity: DiagnosticSeverity,
  document: TextDocument,
  path: string,
): Diagnostic {
  return {
    severity,
    range: rangeOf(place),
    message,
    code: rule,
    codeDescription: { href: explanationUri(rule) },
    source: 'dma',
    relatedInformation: notes.map((note) => ({
      message: note.message,
      location: {
        uri: note.place.file.path === path ? document.uri : pathToFileURL(note.place.file.path).toString(),
        range: rangeOf(note.place),
      },
    })),
  };
}

export const explanationScheme = 'dma-rule';

export function explanationUri(rule: string): string {
  return `${explanationScheme}:/${rule}.md`;
}

export function rangeOf({ line, column, length }: StaticFinding['place']): Range {
  return {
    start: { line: line - 1, character: column - 1 },
    end: { line: line - 1, character: column - 1 + length },
  };
}

/** For the findings that the asked-for range touches. */
export function actionsFor(
  shown: readonly ShownFinding[],
  range: Range,
  document: TextDocument,
  fixesOf: (finding: StaticFinding) => StaticFinding['fixes'],
): CodeAction[] {
  const touched = shown.filter(({ diagnostic }) => touches(diagnostic.range, range));
  return touched.flatMap(({ finding, diagnostic }) => [
    ...fixesOf(finding).map((fix) => fixAction(fix, diagnostic, document)),
    suppressAction(diagnostic, finding, document),
    {
      title: 'Run the counter-example',
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      command: {
        title: 'Run the counter-example',
        command: 'dma.runCounterExample',
        arguments: [counterExample(finding, document)],
      },
    },
    {
      title: `Explain ${finding.rule}`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      command: { title: 'Explain', command: 'dma.explainFinding', arguments: [finding.rule] },
    },
  ]);
}

function touches(one: Range, other: Range): boolean {
  return one.start.line <= other.end.line && other.start.line <= one.end.line;
}

function fixAction(
  { title, edits }: StaticFinding['fixes'][number],
  diagnostic: Diagnostic,
  document: TextDocument,
): CodeAction {
  const changes = edits.map(({ from, to, text }) => ({
    range: { start: document.positionAt(from), end: document.positionAt(to) },
    newText: text.replaceAll('\n', lineEndOf(document)),
  }));
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    isPreferred: true,
    edit: { changes: { [document.uri]: changes } },
  };
}

/** As the text has it. */
export function lineEndOf(document: TextDocument): string {
  return /\r?\n/.exec(document.getText())?.[0] ?? '\n';
}

function suppressAction(diagnostic: Diagnostic, { rule }: StaticFinding, document: TextDocument): CodeAction {
  const { line } = diagnostic.range.start;
  const start = { line, character: 0 };
  const indent = /^[ \t]*/.exec(document.getText({ start, end: { line: line + 1, character: 0 } }))![0];
  const newText = `${indent}/* dma-debugger: ignore ${rule} (why) */${lineEndOf(document)}`;
  return {
    title: `Ignore ${rule} here, with a reason`,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    edit: { changes: { [document.uri]: [{ range: { start, end: start }, newText }] } },
  };
}

function counterExample({ place, rule }: StaticFinding, { uri }: TextDocument): CounterExample {
  return { uri, line: place.line, rule };
}
