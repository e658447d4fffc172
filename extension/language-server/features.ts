/** Language features as the protocol has them: hover, completion, signatures, places, outline, hints, and what conditions leave out. */
import {
  CompletionItemKind,
  InlayHintKind,
  MarkupKind,
  SymbolKind,
  type CompletionItem,
  type Connection,
  type DocumentSymbol,
  type Location,
  type Position as LspPosition,
  type ServerCapabilities,
  type TextDocuments,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  analyse,
  aroundCursor,
  completionsAt,
  definitionAt,
  hoverAt,
  inlayHints,
  kindOfSource,
  outlineOf,
  referencesAt,
  shippedText,
  signatureAt,
  type Analysis,
  type HeadersRead,
  type OutlineItem,
  type Place,
  type Position,
  type Proposal,
  type SourceText,
} from '../../simulator/index.ts';
import { rangeOf } from './dma-checks.ts';

/** `own`: only what no other server of C says; that one runs beside this. */
export type FeatureSet = 'all' | 'own' | 'off';

/** Headers that ship, as documents. */
export const shippedScheme = 'dma-shipped';

export function featureCapabilities(set: FeatureSet): ServerCapabilities {
  if (set === 'off') return {};
  const own: ServerCapabilities = { hoverProvider: true, inlayHintProvider: true };
  if (set === 'own') return own;
  return {
    ...own,
    completionProvider: { triggerCharacters: ['.', '>'] },
    signatureHelpProvider: { triggerCharacters: ['(', ','] },
    definitionProvider: true,
    referencesProvider: true,
    documentSymbolProvider: true,
  };
}

export interface FeatureLinks {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly readInclude: (name: string, from: string) => SourceText | null;
  /** Another object as soon as a header may have changed. */
  readonly headersOf: (uri: string) => HeadersRead;
}

interface Kept {
  readonly version: number;
  readonly headers: HeadersRead;
  readonly analysis: Analysis;
}

/** Answers requests; `featureSet` is known once the client has said hello. */
export function registerFeatures(
  { connection, documents, readInclude, headersOf }: FeatureLinks,
  featureSet: () => FeatureSet,
): void {
  const kept = new Map<string, Kept>();
  documents.onDidClose(({ document }) => kept.delete(document.uri));

  // What is kept of headers is that of driver code: the checks read no other.
  const read = (uri: string, source: SourceText, kind: Analysis['kind']): Analysis =>
    analyse(source, kind, readInclude, kind === 'kernel' ? headersOf(uri) : null);

  /** null: not a file of ours. */
  function analysisOf(uri: string): Analysis | null {
    const document = documents.get(uri);
    const known = kept.get(uri);
    if (!document) return null;
    const { version } = document;
    const headers = headersOf(uri);
    if (known?.version === version && known.headers === headers) return known.analysis;
    const analysis = readC(document, (text) => text);
    if (analysis) kept.set(uri, { version, headers, analysis });
    return analysis;
  }

  /** `part`: what is read of its text. */
  function readC(document: TextDocument, part: (text: string) => string): Analysis | null {
    const { uri, languageId } = document;
    const text = document.getText();
    const kind = kindOfSource(text);
    return languageId === 'c' && kind !== 'other' ? read(uri, { path: pathOf(uri), text: part(text) }, kind) : null;
  }

  /** For what is asked while somebody types: of the function around the cursor, and what stands outside of functions. */
  function analysisAround(uri: string, position: LspPosition): Analysis | null {
    const document = documents.get(uri);
    return document ? readC(document, (text) => aroundCursor(text, fromLsp(position))) : null;
  }

  /** A mistake of ours answers nothing, and is logged. `typedAt`: little has to be known beyond that place. */
  function answer<T, Nothing>(
    uri: string,
    nothing: Nothing,
    work: (analysis: Analysis) => T,
    typedAt: LspPosition | null = null,
  ): T | Nothing {
    try {
      const analysis = typedAt ? analysisAround(uri, typedAt) : analysisOf(uri);
      return analysis ? work(analysis) : nothing;
    } catch (error) {
      connection.console.error(`could not answer for ${uri}: ${String(error)}`);
      return nothing;
    }
  }

  connection.onHover(({ textDocument: { uri }, position }) =>
    answer(uri, null, (analysis) => {
      const hover = hoverAt(analysis, fromLsp(position), featureSet() === 'own');
      return hover && { contents: { kind: MarkupKind.Markdown, value: hover.markdown }, range: rangeOf(hover.place) };
    }),
  );
  connection.onCompletion(({ textDocument: { uri }, position }) =>
    answer(
      uri,
      [],
      (analysis) =>
        completionsAt(analysis, fromLsp(position), (source) => read(uri, source, analysis.kind)).map(completionItem),
      position,
    ),
  );
  connection.onSignatureHelp(({ textDocument: { uri }, position }) =>
    answer(
      uri,
      null,
      (analysis) => {
        const signature = signatureAt(analysis, fromLsp(position));
        if (!signature) return null;
        const { label, documentation, active } = signature;
        const parameters = signature.parameters.map((each) => ({ label: each }));
        return { signatures: [{ label, documentation, parameters }], activeSignature: 0, activeParameter: active };
      },
      position,
    ),
  );
  connection.onDefinition(({ textDocument: { uri }, position }) =>
    answer(uri, null, (analysis) => {
      const place = definitionAt(analysis, fromLsp(position));
      return place && locationOf(place);
    }),
  );
  connection.onReferences(({ textDocument: { uri }, position, context }) =>
    answer(uri, [], (analysis) =>
      referencesAt(analysis, fromLsp(position), context.includeDeclaration).map(locationOf),
    ),
  );
  connection.onDocumentSymbol(({ textDocument: { uri } }) =>
    answer(uri, [], (analysis) => outlineOf(analysis).map(documentSymbol)),
  );
  connection.languages.inlayHint.on(({ textDocument: { uri }, range }) =>
    answer(uri, [], (analysis) =>
      inlayHints(analysis)
        .map(({ place, text, tooltip }) => ({
          position: rangeOf(place).end,
          label: text,
          tooltip,
          kind: InlayHintKind.Parameter as InlayHintKind,
        }))
        .filter(({ position: { line } }) => line >= range.start.line && line <= range.end.line),
    ),
  );
  connection.onRequest('dma/inactiveRegions', ({ uri }: { readonly uri: string }) =>
    answer(uri, [], ({ unit, file }) => unit.inactiveRegions.filter(({ path }) => path === file.path)),
  );
  connection.onRequest('dma/shippedText', ({ path }: { readonly path: string }) => shippedText(path));
}

function pathOf(uri: string): string {
  return uri.startsWith('file:') ? fileURLToPath(uri) : uri;
}

function fromLsp({ line, character }: LspPosition): Position {
  return { line: line + 1, column: character + 1 };
}

function locationOf(place: Place): Location {
  const { path, builtIn } = place.file;
  const isUri = /^\w[\w+.-]+:/.test(path);
  const uri = builtIn ? `${shippedScheme}:/${path}` : isUri ? path : pathToFileURL(path).toString();
  return { uri, range: rangeOf(place) };
}

const completionKinds = {
  function: CompletionItemKind.Function,
  variable: CompletionItemKind.Variable,
  field: CompletionItemKind.Field,
  constant: CompletionItemKind.EnumMember,
  type: CompletionItemKind.Struct,
  macro: CompletionItemKind.Constant,
  keyword: CompletionItemKind.Keyword,
} as const;

function completionItem({ name, kind, detail, documentation }: Proposal): CompletionItem {
  // What the DMA API's own words describe comes first.
  const sortText = `${documentation === '' || kind === 'field' ? '1' : '0'}${name}`;
  return { label: name, kind: completionKinds[kind], detail, documentation, ...(kind === 'field' ? {} : { sortText }) };
}

const symbolKinds = {
  function: SymbolKind.Function,
  variable: SymbolKind.Variable,
  struct: SymbolKind.Struct,
  enum: SymbolKind.Enum,
  field: SymbolKind.Field,
  constant: SymbolKind.EnumMember,
  type: SymbolKind.Class,
  macro: SymbolKind.Constant,
} as const;

function documentSymbol({ name, detail, kind, place, end, children }: OutlineItem): DocumentSymbol {
  const selectionRange = rangeOf(place);
  const last = rangeOf(end).end;
  const reaches = last.line > selectionRange.end.line || last.character > selectionRange.end.character;
  const range = { start: selectionRange.start, end: reaches ? last : selectionRange.end };
  return { name, detail, kind: symbolKinds[kind], range, selectionRange, children: children.map(documentSymbol) };
}
