/** What the language features say, in the protocol's words. */
import {
  CompletionItemKind,
  SymbolKind,
  type CompletionItem,
  type CompletionList,
  type DocumentSymbol,
  type Location,
  type Position as LspPosition,
} from 'vscode-languageserver/node';
import { pathToFileURL } from 'node:url';
import type { OutlineItem, Place, Position, Proposal, Proposals } from '../../simulator/index.ts';
import { rangeOf } from './dma-checks.ts';

/** Headers that ship, as documents. */
const shippedScheme = 'dma-shipped';

export function fromLsp({ line, character }: LspPosition): Position {
  return { line: line + 1, column: character + 1 };
}

export function locationOf(place: Place): Location {
  const { path, builtIn } = place.file;
  return { uri: builtIn ? `${shippedScheme}:/${path}` : uriOf(path), range: rangeOf(place) };
}

export function uriOf(path: string): string {
  return /^\w[\w+.-]+:/.test(path) ? path : pathToFileURL(path).toString();
}

const completionKinds = {
  function: CompletionItemKind.Function,
  variable: CompletionItemKind.Variable,
  field: CompletionItemKind.Field,
  constant: CompletionItemKind.EnumMember,
  type: CompletionItemKind.Struct,
  macro: CompletionItemKind.Constant,
  keyword: CompletionItemKind.Keyword,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
  label: CompletionItemKind.Reference,
} as const;

export function completionList({ list, more, replaces }: Proposals, { line, character }: LspPosition): CompletionList {
  const range = { start: { line, character: character - replaces }, end: { line, character } };
  return { isIncomplete: more, items: list.map((each, index) => completionItem(each, index, range)) };
}

function completionItem(
  { name, kind, detail, documentation, rank }: Proposal,
  index: number,
  range: Location['range'],
): CompletionItem {
  // Members stay in the order of their record, all else is in the order of the alphabet.
  const order = kind === 'field' ? String(index).padStart(4, '0') : name;
  const isPath = kind === 'file' || kind === 'folder';
  return {
    label: name,
    kind: completionKinds[kind],
    detail,
    documentation,
    sortText: `${rank}${order}`,
    // What an editor takes for a word ends at dashes and slashes.
    ...(isPath ? { textEdit: { range, newText: name } } : {}),
  };
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

export function symbolKind(kind: OutlineItem['kind']): SymbolKind {
  return symbolKinds[kind];
}

export function documentSymbol({ name, detail, kind, place, end, children }: OutlineItem): DocumentSymbol {
  const selectionRange = rangeOf(place);
  const last = rangeOf(end).end;
  const reaches = last.line > selectionRange.end.line || last.character > selectionRange.end.character;
  const range = { start: selectionRange.start, end: reaches ? last : selectionRange.end };
  return { name, detail, kind: symbolKinds[kind], range, selectionRange, children: children.map(documentSymbol) };
}
