/** What was read of each open document, until it changes: all of it, or no more than what was asked about. */
import type { TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  analyse,
  aroundLines,
  within,
  type Analysis,
  type HeadersRead,
  type Lines,
  type SourceText,
} from '../../simulator/index.ts';
import { pathOf, type WorkspaceFiles } from './workspace-files.ts';

/** What has to be known: the functions in some lines, what stands outside of functions, or all. What is not asked for may be there too. */
export type Wanted = Lines | 'outside' | 'all';

export interface Analyses {
  /** null: not a file of ours. */
  readonly of: (uri: string, wanted: Wanted) => Analysis | null;
  /** Another text of a document, which is not kept. */
  readonly again: (uri: string, source: SourceText, kind: Analysis['kind']) => Analysis;
  /** A file that need not be open. null: not driver code. */
  readonly ofFile: (source: SourceText) => Analysis | null;
}

interface Kept {
  readonly version: number;
  readonly headers: HeadersRead;
  whole: Analysis | null;
  /** By the text that was read; the last ones only. */
  readonly parts: Map<string, Analysis>;
}

const mostParts = 2;
/** The last ones that were asked about. */
const mostDocuments = 4;

export function createAnalyses(
  documents: TextDocuments<TextDocument>,
  files: WorkspaceFiles,
  headersOf: (uri: string) => HeadersRead,
): Analyses {
  const kept = new Map<string, Kept>();
  documents.onDidClose(({ document }) => kept.delete(document.uri));
  return { of: (uri, wanted) => (isHeader(uri) ? ofHeader(uri, wanted) : ofDocument(uri, wanted)), again, ofFile };

  // What is kept of headers is that of driver code: the checks read no other.
  function again(uri: string, source: SourceText, kind: Analysis['kind']): Analysis {
    return analyse(source, kind, files.inclusionOf(source.path), kind === 'kernel' ? headersOf(uri) : null);
  }

  function ofDocument(uri: string, wanted: Wanted): Analysis | null {
    const document = documents.get(uri);
    const text = document?.getText() ?? '';
    const kind = files.kindOf({ path: pathOf(uri), text });
    if (document?.languageId !== 'c' || kind === 'other') return null;
    const known = keptOf(document);
    if (known.whole) return known.whole;
    if (wanted === 'all') return (known.whole = again(uri, { path: pathOf(uri), text }, kind));
    const [first] = known.parts.values();
    if (wanted === 'outside' && first) return first;
    const part = aroundLines(text, wanted === 'outside' ? { first: 0, last: 0 } : wanted);
    return known.parts.get(part) ?? keepPart(known, part, again(uri, { path: pathOf(uri), text: part }, kind));
  }

  function keptOf({ uri, version }: TextDocument): Kept {
    const headers = headersOf(uri);
    let known = kept.get(uri);
    if (known?.version !== version || known.headers !== headers)
      known = { version, headers, whole: null, parts: new Map() };
    kept.delete(uri);
    kept.set(uri, known);
    if (kept.size > mostDocuments) kept.delete(kept.keys().next().value!);
    return known;
  }

  /** A header means what it means to a file that includes it. */
  function ofHeader(uri: string, wanted: Wanted): Analysis | null {
    const document = documents.get(uri);
    if (!document) return null;
    const path = pathOf(uri);
    const includers = documents.all().filter((each) => !isHeader(each.uri));
    for (const { uri: other } of includers) {
      const view = seenIn(ofDocument(other, 'outside'), path);
      if (view) return view;
    }
    const name = path.replace(/^.*[\\/]/, '');
    for (const source of files
      .filesNaming(path, name)
      .filter((each) => each.path.endsWith('.c'))
      .slice(0, mostIncluders)) {
      const view = seenIn(ofFile(source), path);
      if (view) return view;
    }
    return ofDocument(uri, wanted);
  }

  function ofFile(source: SourceText): Analysis | null {
    const kind = files.kindOf(source);
    return kind === 'other' ? null : analyse(source, kind, files.inclusionOf(source.path));
  }
}

/** Files read from the disk to find one that includes a header. */
const mostIncluders = 5;

function keepPart({ parts }: Kept, text: string, analysis: Analysis): Analysis {
  const [oldest] = parts.keys();
  if (parts.size >= mostParts) parts.delete(oldest!);
  parts.set(text, analysis);
  return analysis;
}

function seenIn(analysis: Analysis | null, path: string): Analysis | null {
  const file = analysis?.included.find((each) => each.path === path);
  return analysis && file ? within(analysis, file) : null;
}

export function isHeader(uri: string): boolean {
  return uri.endsWith('.h');
}
