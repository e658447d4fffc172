/** Language features as the protocol has them: hover, completion, signatures, places, names, outline, hints, and what conditions leave out. */
import {
  InlayHintKind,
  MarkupKind,
  ResponseError,
  type Connection,
  type InlayHint,
  type Range,
  type ServerCapabilities,
} from 'vscode-languageserver/node';
import {
  completionsAt,
  definitionAt,
  hoverAt,
  inlayHints,
  meaningAt,
  outlineOf,
  referencesAt,
  shippedText,
  signatureAt,
  type Analysis,
  type Lines,
} from '../../simulator/index.ts';
import type { Analyses, Wanted } from './analyses.ts';
import { completionList, documentSymbol, fromLsp, locationOf } from './as-lsp.ts';
import { rangeOf } from './dma-checks.ts';
import { referencesTo, renameable, renamed, workspaceSymbols } from './navigation.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

/** `own`: only what no other server of C says; that one runs beside this. */
export type FeatureSet = 'all' | 'own' | 'off';

export function featureCapabilities(set: FeatureSet): ServerCapabilities {
  if (set === 'off') return {};
  const own: ServerCapabilities = { hoverProvider: true, inlayHintProvider: true };
  if (set === 'own') return own;
  return {
    ...own,
    completionProvider: { triggerCharacters: ['.', '>', '<', '"', '/'] },
    signatureHelpProvider: { triggerCharacters: ['(', ','] },
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: { prepareProvider: true },
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
  };
}

export interface FeatureLinks {
  readonly connection: Connection;
  readonly analyses: Analyses;
  readonly files: WorkspaceFiles;
}

/** Answers requests; `featureSet` is known once the client has said hello. */
export function registerFeatures(links: FeatureLinks, featureSet: () => FeatureSet): void {
  const { connection, analyses } = links;
  const answer = answering(links);
  connection.onHover(({ textDocument: { uri }, position }) =>
    answer(uri, linesOf(position), null, (analysis) => {
      const hover = hoverAt(analysis, fromLsp(position), featureSet() === 'own');
      return hover && { contents: { kind: MarkupKind.Markdown, value: hover.markdown }, range: rangeOf(hover.place) };
    }),
  );
  connection.onSignatureHelp(({ textDocument: { uri }, position }) =>
    answer(uri, linesOf(position), null, (analysis) => {
      const signature = signatureAt(analysis, fromLsp(position), (source) =>
        analyses.again(uri, source, analysis.kind),
      );
      if (!signature) return null;
      const { label, documentation, active } = signature;
      const parameters = signature.parameters.map((each) => ({ label: each }));
      return { signatures: [{ label, documentation, parameters }], activeSignature: 0, activeParameter: active };
    }),
  );
  connection.onDocumentSymbol(({ textDocument: { uri } }) =>
    answer(uri, 'outside', [], (analysis) => outlineOf(analysis).map(documentSymbol)),
  );
  connection.languages.inlayHint.on(({ textDocument: { uri }, range }) =>
    answer(uri, linesOf(range.start, range.end), [], (analysis) => hintsIn(analysis, range)),
  );
  connection.onRequest('dma/inactiveRegions', ({ uri }: { readonly uri: string }) =>
    answer(uri, 'outside', [], ({ unit, file }) => unit.inactiveRegions.filter(({ path }) => path === file.path)),
  );
  connection.onRequest('dma/shippedText', ({ path }: { readonly path: string }) => shippedText(path));
  registerCompletion(links, answer);
  registerPlaces(links, answer);
}

type Answer = <T, Nothing>(
  uri: string,
  wanted: Wanted,
  nothing: Nothing,
  work: (analysis: Analysis) => T,
) => T | Nothing | ResponseError;

/** A mistake of ours answers nothing, and is logged; what is refused is told. */
function answering({ connection, analyses }: FeatureLinks): Answer {
  return (uri, wanted, nothing, work) => {
    try {
      const analysis = analyses.of(uri, wanted);
      return analysis ? work(analysis) : nothing;
    } catch (error) {
      if (error instanceof ResponseError) return error;
      connection.console.error(`could not answer for ${uri}: ${String(error)}`);
      return nothing;
    }
  };
}

function registerCompletion({ connection, analyses, files }: FeatureLinks, answer: Answer): void {
  connection.onCompletion(({ textDocument: { uri }, position, context }) =>
    answer(uri, linesOf(position), [], (analysis) => {
      const doors = {
        analyseText: (source: Parameters<Analyses['again']>[1]) => analyses.again(uri, source, analysis.kind),
        headersIn: (folder: string, form: 'angle' | 'quote') => files.headersIn(analysis.file.path, folder, form),
      };
      const proposals = completionsAt(analysis, fromLsp(position), doors, context?.triggerCharacter ?? null);
      return completionList(proposals, position);
    }),
  );
}

function registerPlaces({ connection, analyses, files }: FeatureLinks, answer: Answer): void {
  connection.onDefinition(({ textDocument: { uri }, position }) =>
    answer(uri, linesOf(position), null, (analysis) => {
      const place = definitionAt(analysis, fromLsp(position));
      return place && locationOf(place);
    }),
  );
  connection.onReferences(({ textDocument: { uri }, position, context }) =>
    answer(uri, 'all', [], (analysis) =>
      referencesTo(analysis, fromLsp(position), context.includeDeclaration, analyses, files).map(locationOf),
    ),
  );
  // Asked for at each step of the cursor: what only one function knows is looked for nowhere else.
  connection.onDocumentHighlight(({ textDocument: { uri }, position }) =>
    answer(uri, linesOf(position), null, (part) => {
      const reach = meaningAt(part, fromLsp(position))?.reach;
      if (reach === undefined) return null;
      const analysis = reach === 'function' ? part : (analyses.of(uri, 'all') ?? part);
      return referencesAt(analysis, fromLsp(position), true).map((place) => ({ range: rangeOf(place) }));
    }),
  );
  connection.onPrepareRename(({ textDocument: { uri }, position }) =>
    answer(uri, 'all', null, (analysis) => {
      const meaning = renameable(analysis, fromLsp(position));
      return meaning && { range: rangeOf(meaning.at), placeholder: meaning.name };
    }),
  );
  connection.onRenameRequest(({ textDocument: { uri }, position, newName }) =>
    answer(uri, 'all', null, (analysis) => renamed(analysis, fromLsp(position), newName, analyses, files)),
  );
  connection.onWorkspaceSymbol(({ query }) => workspaceSymbols(query, files));
}

function linesOf(start: { readonly line: number }, end = start): Lines {
  return { first: start.line + 1, last: end.line + 1 };
}

function hintsIn(analysis: Analysis, { start, end }: Range): InlayHint[] {
  return inlayHints(analysis)
    .map(({ place, text, tooltip }) => ({
      position: rangeOf(place).end,
      label: text,
      tooltip,
      kind: InlayHintKind.Parameter as InlayHintKind,
    }))
    .filter(({ position: { line } }) => line >= start.line && line <= end.line);
}
