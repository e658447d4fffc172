/** The language server: diagnostics of our own C front end and of the static checks while driver code is typed, and of machine files. */
import {
  CodeActionKind,
  createConnection,
  DiagnosticSeverity,
  DidChangeConfigurationNotification,
  ProposedFeatures,
  TextDocuments,
  TextDocumentSyncKind,
  type Diagnostic as LspDiagnostic,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  checkDriver,
  checkMachineFile,
  checkSource,
  createCheckCache,
  explainRule,
  safeFixes,
  outermostPlace,
  type CheckCache,
  type Diagnostic,
  type DriverCheck,
  type StaticFinding,
} from '../../simulator/index.ts';
import { featureCapabilities, registerFeatures, type FeatureSet } from './features.ts';
import { createAnalyses, isHeader } from './analyses.ts';
import { uriOf } from './as-lsp.ts';
import { includeActions } from './include-fix.ts';
import { mistakesInHeaders } from './header-mistakes.ts';
import { actionsFor, rangeOf, shownFindings, type CheckSettings, type ShownFinding } from './dma-checks.ts';
import { createWorkspaceFiles, pathOf } from './workspace-files.ts';

const connection = createConnection(ProposedFeatures.all);
const documents = new TextDocuments(TextDocument);
const files = createWorkspaceFiles(documents);
const analyses = createAnalyses(documents, files, (uri) => cacheOf(uri).headers);
/** Typing pause after which a document is checked, in ms. */
const pause = 250;
const waiting = new Map<string, NodeJS.Timeout>();
let enabled = true;
let checks: CheckSettings = {};
/** What the static checks found last, by document. */
const found = new Map<string, Found>();
const caches = new Map<string, CheckCache>();
/** Documents of which headers and functions are kept as they were read: some 15 MB each. */
const mostCaches = 8;
/** Rules that failed: each is logged once. */
const logged = new Set<string>();

/** What the client asks for when it says hello; what another server of C says already need not be said twice. */
let features: FeatureSet = 'all';
let followsFolders = false;
/** Somebody else underlines errors of syntax and types. */
let ofOthers = false;

connection.onInitialize(({ initializationOptions, workspaceFolders, rootUri, capabilities }) => {
  const folders = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
  files.folders = folders.map(pathOf);
  followsFolders = capabilities.workspace?.workspaceFolders ?? false;
  const options = (initializationOptions ?? {}) as { features?: FeatureSet; syntax?: boolean };
  features = options.features ?? 'all';
  ofOthers = options.syntax === false;

  return {
    capabilities: {
      textDocumentSync: TextDocumentSyncKind.Incremental,
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
      ...featureCapabilities(features),
      ...(followsFolders ? { workspace: { workspaceFolders: { supported: true, changeNotifications: true } } } : {}),
    },
  };
});
registerFeatures({ connection, analyses, files }, () => features);
connection.onInitialized(() => {
  void connection.client.register(DidChangeConfigurationNotification.type, { section: 'dma' });
  if (!followsFolders) return;
  connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
    const gone = removed.map(({ uri }) => pathOf(uri));
    files.folders = [...files.folders.filter((each) => !gone.includes(each)), ...added.map(({ uri }) => pathOf(uri))];
    readHeadersAgain();
  });
});
connection.onDidChangeConfiguration((change) => {
  const settings = change.settings as { dma?: { diagnostics?: boolean; checks?: CheckSettings } } | null;
  enabled = settings?.dma?.diagnostics ?? true;
  checks = settings?.dma?.checks ?? {};
  for (const document of documents.all()) checkSoon(document);
});
// Not every client tells of files that come.
documents.onDidOpen(() => files.forget());
documents.onDidChangeContent(({ document }) => {
  if (isHeader(document.uri)) readHeadersAgain();
  else checkSoon(document);
});
// Of what is open the text in the editor counts, which has been heard of.
connection.onDidChangeWatchedFiles(({ changes }) => {
  if (changes.some(({ uri }) => !documents.get(uri))) readHeadersAgain();
});
documents.onDidClose(({ document }) => {
  if (isHeader(document.uri)) readHeadersAgain();
  clearTimeout(waiting.get(document.uri));
  waiting.delete(document.uri);
  found.delete(document.uri);
  caches.delete(document.uri);
  void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
});
connection.onCodeAction(({ textDocument, range, context: { only, diagnostics } }) => {
  const document = documents.get(textDocument.uri);
  if (!document || (only && !only.some((kind) => `${CodeActionKind.QuickFix}.`.startsWith(`${kind}.`)))) return [];
  const known = found.get(textDocument.uri);
  const ofChecks = known ? actionsFor(known.shown, range, document, (finding) => fixesOf(document, known, finding)) : []; // prettier-ignore
  return [...ofChecks, ...includeActions(diagnostics, document)];
});
connection.onRequest('dma/explainRule', ({ rule }: { readonly rule: string }) => explainRule(rule));
documents.listen(connection);
connection.listen();

/** Whatever is open may include what has changed. */
function readHeadersAgain(): void {
  caches.clear();
  files.forget();
  for (const document of documents.all()) checkSoon(document);
}

function checkSoon(document: TextDocument): void {
  clearTimeout(waiting.get(document.uri));
  waiting.set(
    document.uri,
    setTimeout(() => check(document), pause),
  );
}

function check(document: TextDocument): void {
  const diagnostics = diagnose(document);
  void connection.sendDiagnostics({ uri: document.uri, version: document.version, diagnostics });
}

/** Never throws: a mistake of ours must not take the server down. */
function diagnose(document: TextDocument): LspDiagnostic[] {
  const path = pathOf(document.uri);
  try {
    if (document.languageId === 'c') return diagnoseC(document, path);
    return enabled ? here(machineFile(document, path), document, path) : [];
  } catch (error) {
    connection.console.error(`could not check ${path}: ${String(error)}`);
    return [];
  }
}

function here(diagnostics: readonly Diagnostic[], document: TextDocument, path: string): LspDiagnostic[] {
  // What is wrong within a macro of a header is told where it is used.
  const said = diagnostics.map((each) => ({ ...each, place: outermostPlace(each.place) }));
  return said.filter((each) => each.place.file.path === path).map((each) => toLsp(each, document));
}

function diagnoseC(document: TextDocument, path: string): LspDiagnostic[] {
  const text = document.getText();
  const kind = files.kindOf({ path, text });
  if (kind === 'other') return [];
  const inclusion = files.inclusionOf(path);
  const saysSyntax = enabled && !ofOthers;
  if (kind === 'user')
    return saysSyntax ? here(checkSource({ path, text }, kind, inclusion.findInclude), document, path) : [];
  const checked = checkDriver({ path, text }, inclusion, cacheOf(document.uri));
  logCrashes(checked.crashes);
  const shown = shownFindings(checked.findings, checks, document, path);
  found.set(document.uri, { text, shown, checked, fixes: new Map() });
  const { findInclude } = inclusion;
  const ofLanguage = saysSyntax ? [...here(checked.diagnostics, document, path), ...mistakesInHeaders(checked.diagnostics, document, path, findInclude)] : []; // prettier-ignore
  return [...ofLanguage, ...shown.map(({ diagnostic }) => diagnostic)];
}

interface Found {
  readonly text: string;
  readonly shown: readonly ShownFinding[];
  readonly checked: DriverCheck;
  /** Those that were tried, and were right. */
  readonly fixes: Map<StaticFinding, StaticFinding['fixes']>;
}

/** What has changed since it was checked is checked again soon: until then nothing is known of fixes. */
function fixesOf(
  document: TextDocument,
  { text, checked, fixes }: Found,
  finding: StaticFinding,
): StaticFinding['fixes'] {
  if (document.getText() !== text) return [];
  let safe = fixes.get(finding);
  const source = { path: pathOf(document.uri), text };
  if (!safe)
    fixes.set(
      finding,
      (safe = safeFixes(source, files.inclusionOf(source.path), cacheOf(document.uri), checked, finding)),
    );
  return safe;
}

/** A header that changed may change what is known of every function. */
function cacheOf(uri: string): CheckCache {
  const cache = caches.get(uri) ?? createCheckCache();
  // The one that was asked for last stands last; what was not asked for in long is read anew when it is.
  caches.delete(uri);
  caches.set(uri, cache);
  if (caches.size > mostCaches) caches.delete(caches.keys().next().value!);
  return cache;
}

function logCrashes(crashes: readonly string[]): void {
  for (const crash of crashes) {
    const where = crash.slice(0, crash.indexOf(':'));
    if (logged.has(where)) continue;
    logged.add(where);
    connection.console.error(`a rule failed, and goes on with the next file: ${crash}`);
  }
}

function machineFile(document: TextDocument, path: string): readonly Diagnostic[] {
  const text = document.getText();
  return /machine[^/]*\.json$/.test(path) && /"(devices|kernel|cma)"/.test(text)
    ? checkMachineFile({ path, text })
    : [];
}

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  note: DiagnosticSeverity.Information,
} as const;

/** A header that is not there keeps nobody from working on the rest. */
function isAboutHeader({ code, place: { line } }: Diagnostic, document: TextDocument): boolean {
  if (code === 'missing-include') return true;
  const text = document.getText({ start: { line: line - 1, character: 0 }, end: { line, character: 0 } });
  return code === 'not-modelled' && /^[ \t]*#/.test(text);
}

function toLsp(diagnostic: Diagnostic, document: TextDocument): LspDiagnostic {
  return {
    severity: severities[isAboutHeader(diagnostic, document) ? 'note' : diagnostic.severity],
    range: rangeOf(diagnostic.place),
    message: diagnostic.message,
    code: diagnostic.code,
    source: 'dma',
    relatedInformation: diagnostic.notes
      .filter((note) => !note.place.file.builtIn)
      .map((note) => ({
        message: note.message,
        location: {
          uri: note.place.file.path === pathOf(document.uri) ? document.uri : uriOf(note.place.file.path),
          range: rangeOf(note.place),
        },
      })),
  };
}
