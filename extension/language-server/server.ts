/** The language server: diagnostics of our own C front end while driver code is typed, and of machine files. */
import {
  createConnection,
  DiagnosticSeverity,
  DidChangeConfigurationNotification,
  ProposedFeatures,
  TextDocuments,
  TextDocumentSyncKind,
  type Diagnostic as LspDiagnostic,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  checkMachineFile,
  checkSource,
  kindOfSource,
  type Diagnostic,
  type SourceText,
} from '../../simulator/index.ts';

const connection = createConnection(ProposedFeatures.all);
const documents = new TextDocuments(TextDocument);
/** Typing pause after which a document is checked, in ms. */
const pause = 250;
const waiting = new Map<string, NodeJS.Timeout>();
let enabled = true;

connection.onInitialize(() => ({ capabilities: { textDocumentSync: TextDocumentSyncKind.Incremental } }));
connection.onInitialized(
  () => void connection.client.register(DidChangeConfigurationNotification.type, { section: 'dma' }),
);
connection.onDidChangeConfiguration((change) => {
  const settings = change.settings as { dma?: { diagnostics?: boolean } } | null;
  enabled = settings?.dma?.diagnostics ?? true;
  for (const document of documents.all()) checkSoon(document);
});
documents.onDidChangeContent(({ document }) => checkSoon(document));
documents.onDidClose(({ document }) => {
  clearTimeout(waiting.get(document.uri));
  waiting.delete(document.uri);
  void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
});
documents.listen(connection);
connection.listen();

function checkSoon(document: TextDocument): void {
  clearTimeout(waiting.get(document.uri));
  waiting.set(
    document.uri,
    setTimeout(() => check(document), pause),
  );
}

function check(document: TextDocument): void {
  const diagnostics = enabled ? diagnose(document) : [];
  void connection.sendDiagnostics({ uri: document.uri, version: document.version, diagnostics });
}

/** Never throws: a mistake of ours must not take the server down. */
function diagnose(document: TextDocument): LspDiagnostic[] {
  const path = pathOf(document.uri);
  try {
    const found = document.languageId === 'c' ? diagnoseC(document, path) : machineFile(document, path);
    return found.filter((each) => each.place.file.path === path).map((each) => toLsp(each, document));
  } catch (error) {
    connection.console.error(`could not check ${path}: ${String(error)}`);
    return [];
  }
}

function diagnoseC(document: TextDocument, path: string): readonly Diagnostic[] {
  const text = document.getText();
  const kind = kindOfSource(text);
  if (kind === 'other') return [];
  return checkSource({ path, text }, kind, (name, from) => readInclude(name, from));
}

function machineFile(document: TextDocument, path: string): readonly Diagnostic[] {
  const text = document.getText();
  return /machine[^/]*\.json$/.test(path) && /"(devices|kernel|cma)"/.test(text)
    ? checkMachineFile({ path, text })
    : [];
}

/** Open documents first: what is typed counts, not what is saved. */
function readInclude(name: string, from: string): SourceText | null {
  const path = resolve(dirname(from), name);
  const open = documents.get(pathToFileURL(path).toString());
  if (open) return { path, text: open.getText() };
  try {
    return { path, text: readFileSync(path, 'utf8') };
  } catch {
    return null;
  }
}

function pathOf(uri: string): string {
  return uri.startsWith('file:') ? fileURLToPath(uri) : uri;
}

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  note: DiagnosticSeverity.Information,
} as const;

function toLsp(diagnostic: Diagnostic, document: TextDocument): LspDiagnostic {
  return {
    severity: severities[diagnostic.severity],
    range: rangeOf(diagnostic.place),
    message: diagnostic.message,
    code: diagnostic.code,
    source: 'dma',
    relatedInformation: diagnostic.notes
      .filter((note) => !note.place.file.builtIn)
      .map((note) => ({
        message: note.message,
        location: {
          uri:
            note.place.file.path === pathOf(document.uri)
              ? document.uri
              : pathToFileURL(note.place.file.path).toString(),
          range: rangeOf(note.place),
        },
      })),
  };
}

function rangeOf(place: Diagnostic['place']): LspDiagnostic['range'] {
  const line = place.line - 1;
  const character = place.column - 1;
  return { start: { line, character }, end: { line, character: character + place.length } };
}
