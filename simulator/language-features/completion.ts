/** What can be written at a place: members behind `.` and `->` and in initialisers, headers, labels, tags, else names of the scope, macros, keywords. */
import type { RecordDeclaration } from '../c-language/types.ts';
import { describeDeclaration } from '../c-language/type-operations.ts';
import { shippedHeaders } from '../shipped-sources.ts';
import type { Analysis, Position } from './analysis.ts';
import { endsInAccess, isDesignator, offsetOf, recordBefore, recordInitialised, type AnalyseText } from './completion-members.ts'; // prettier-ignore
import { namesAt, tagsAt } from './completion-names.ts';
import { contextAt, type CursorContext } from './cursor-context.ts';
import { labelsAround } from './labels.ts';

export interface Proposal {
  readonly name: string;
  readonly kind: 'function' | 'variable' | 'field' | 'constant' | 'type' | 'macro' | 'keyword' | 'file' | 'folder' | 'label'; // prettier-ignore
  readonly detail: string;
  /** One sentence; empty where nothing is known. */
  readonly documentation: string;
  /** Those of a lower one come first. */
  readonly rank: number;
}

export interface Proposals {
  readonly list: readonly Proposal[];
  /** Further letters bring others: not all names were looked at, or there are too many. */
  readonly more: boolean;
  /** How many letters in front of the cursor a proposal takes the place of. */
  readonly replaces: number;
}

export interface CompletionDoors {
  /** Reads a changed text of the same file. */
  readonly analyseText: AnalyseText;
  /** Headers, and folders with a `/` at their end, in a folder of the workspace as an `#include` of this file names it. */
  readonly headersIn: (folder: string, form: 'angle' | 'quote') => readonly string[];
}

const nothing: Proposals = { list: [], more: false, replaces: 0 };
const directives =
  'define elif elifdef elifndef else endif error if ifdef ifndef include include_next line pragma undef warning'.split(
    ' ',
  );

/** `triggered`: the letter by which an editor asked of itself; null where somebody asked. */
export function completionsAt(
  analysis: Analysis,
  at: Position,
  doors: CompletionDoors,
  triggered: string | null = null,
): Proposals {
  const { text } = analysis.file;
  const offset = offsetOf(text, at);
  const context = contextAt(text, offset);
  const typed = /\w*$/.exec(text.slice(0, offset))![0];
  const before = text.slice(0, offset - typed.length);
  const all = (list: readonly Proposal[]): Proposals => ({ list, more: false, replaces: typed.length });
  if (context.kind === 'nothing') return nothing;
  if (context.kind === 'include') return headers(analysis, context, doors);
  if (context.kind === 'directive')
    return all(directives.map((name) => proposal(name, 'keyword', 'preprocessor directive')));
  if (isDesignator(before)) return all(fields(recordInitialised(analysis, before, offset, doors.analyseText)));
  if (endsInAccess(before)) return all(fields(recordBefore(analysis, before, offset, doors.analyseText)));
  if (triggered !== null) return nothing;
  const word = /(\w+)\s+$/.exec(before)?.[1] ?? '';
  if (word === 'goto') return all(labelsAround(analysis, at).map(({ name }) => proposal(name, 'label', 'label')));
  if (word === 'struct' || word === 'union' || word === 'enum') return all(tagsAt(analysis, at, word));
  return { ...namesAt(analysis, at, typed), replaces: typed.length };
}

function proposal(name: string, kind: Proposal['kind'], detail: string): Proposal {
  return { name, kind, detail, documentation: '', rank: 0 };
}

function fields(record: RecordDeclaration | null): Proposal[] {
  return (record?.members ?? []).flatMap(({ name, type, offset }) => {
    if (name === null) return type.kind === 'record' ? fields(type.declaration) : [];
    const rank = name.startsWith('_') ? 1 : 0;
    return { ...proposal(name, 'field', describeDeclaration(type, name)), documentation: `at offset ${offset}`, rank };
  });
}

/** One step of the path: what stands in the folder that is written so far. */
function headers(
  { kind }: Analysis,
  { form, typed }: Extract<CursorContext, { kind: 'include' }>,
  { headersIn }: CompletionDoors,
): Proposals {
  const folder = typed.slice(0, typed.lastIndexOf('/') + 1);
  const below = (name: string): string[] => (name.startsWith(folder) ? [name.slice(folder.length).replace(/\/.*/, '/')] : []); // prettier-ignore
  const own = headersIn(folder, form);
  const ours = shippedHeaders(kind).flatMap(below);
  const list = [...new Set([...own, ...ours])].map((name) => ({
    ...proposal(name, name.endsWith('/') ? ('folder' as const) : ('file' as const), own.includes(name) ? 'of the workspace' : 'ships with the DMA debugger'), // prettier-ignore
    rank: own.includes(name) ? 0 : 1,
  }));
  return { list, more: false, replaces: typed.length - folder.length };
}
