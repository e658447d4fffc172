/** Members of what stands in front of the cursor, and of what an initialiser initialises: the unfinished statement is read with a placeholder in it. */
import { findMember } from '../c-language/layout.ts';
import type { Expression, FunctionDefinition } from '../c-language/syntax.ts';
import type { CType, Member, RecordDeclaration } from '../c-language/types.ts';
import type { SourceText } from '../simulation.ts';
import { expressionsOf } from '../static-checks/expressions.ts';
import type { Analysis, Position } from './analysis.ts';

/** Stands for the word that is being typed, so that what is in front of it can be read. */
const placeholder = '__dma_completion__';
export type AnalyseText = (source: SourceText) => Analysis;

export function offsetOf(text: string, { line, column }: Position): number {
  let start = 0;
  for (let i = 1; i < line; i++) {
    const next = text.indexOf('\n', start);
    if (next < 0) return text.length;
    start = next + 1;
  }
  return Math.min(text.length, start + column - 1);
}

const access = /(\.|->)\s*$/;

/** Whether a text ends in `.` or `->`, so that a member follows. */
export function endsInAccess(before: string): boolean {
  return access.test(before) && !/\.\.\s*$/.test(before) && !isDesignator(before);
}

/** Whether a text ends in the `.` of a designator. */
export function isDesignator(before: string): boolean {
  return /[{,\]]\s*(?:\/\*[^]*?\*\/\s*)*\.\s*$/.test(before) && !/[\w)]\s*\]\s*\.\s*$/.test(before);
}

/** The record that has the members which may follow; null: it is not known. */
export function recordBefore(
  { file: { path, text } }: Analysis,
  before: string,
  offset: number,
  analyseText: AnalyseText,
): RecordDeclaration | null {
  const { unit } = analyseText({ path, text: withPlaceholder(before, text.slice(offset)) });
  for (const definition of unit.functions) {
    const base = baseOfPlaceholder(definition);
    const record = base && recordOf(base.type);
    if (record) return record;
  }
  return null;
}

/** The member of that name in what ends in front of `offset` with `.` or `->`. */
export function memberBefore(analysis: Analysis, name: string, offset: number, read: AnalyseText): Member | null {
  const record = recordBefore(analysis, analysis.file.text.slice(0, offset), offset, read);
  return (record && findMember(record, name)?.path.at(-1)) ?? null;
}

/** The record that the initialiser around the cursor initialises there. */
export function recordInitialised(
  { file: { path, text } }: Analysis,
  before: string,
  offset: number,
  analyseText: AnalyseText,
): RecordDeclaration | null {
  const rest = /^\w*[^\n,}]*/.exec(text.slice(offset))![0].length;
  const after = text.slice(offset + rest);
  const { unit } = analyseText({ path, text: `${before}${placeholder} = 0${/^[,}]/.test(after) ? '' : ','}${after}` });
  const place = unit.designations.find(({ member, place: { file, line, column } }) => member === null && file.text.startsWith(placeholder, offsetOf(file.text, { line, column }))); // prettier-ignore
  return place?.record ?? null;
}

/** The text with the statement around the cursor replaced by the placeholder as a member of what stands in front of it: what is unfinished around it is out of the way. Braces behind it on its line stay. */
function withPlaceholder(before: string, after: string): string {
  const arrow = access.exec(before)!;
  const base = postfixExpressionBefore(before.slice(0, arrow.index));
  const statement = Math.max(...[';', '{', '}'].map((each) => before.lastIndexOf(each, arrow.index - base.length))) + 1;
  const line = after.slice(0, Math.max(0, after.indexOf('\n')));
  const rest = /[{}].*$/.exec(line)?.[0] ?? '';
  return `${before.slice(0, statement)} ${base}${arrow[1]}${placeholder};${rest}${after.slice(line.length)}`;
}

/** The longest text at the end that is names, members, calls and indices: `ring->slots[f(1)]`. */
function postfixExpressionBefore(text: string): string {
  let at = text.length;
  for (;;) {
    const last = /(?:\w+|[\])])\s*$/.exec(text.slice(0, at));
    if (!last) break;
    const isWord = /\w/.test(last[0]);
    at = isWord ? last.index : openingOf(text, last.index);
    const link = /(?:->|\.)\s*$/.exec(text.slice(0, at));
    if (link) at = link.index;
    else if (isWord) break;
  }
  return text.slice(at).trim();
}

/** Where the bracket opens that closes at `end`; 0: nowhere. */
function openingOf(text: string, end: number): number {
  let depth = 0;
  for (let at = end; at >= 0; at--) {
    if (')]'.includes(text[at]!)) depth++;
    else if ('(['.includes(text[at]!) && --depth === 0) return at;
  }
  return 0;
}

/** The placeholder is a statement of its own. */
function baseOfPlaceholder({ body }: FunctionDefinition): Expression | null {
  for (const each of expressionsOf(body))
    if (each.kind === 'error' && each.name === placeholder) return each.parts?.[0] ?? null;
  return null;
}

function recordOf(type: CType): RecordDeclaration | null {
  if (type.kind === 'record') return type.declaration;
  if (type.kind === 'array') return recordOf(type.element);
  return type.kind === 'pointer' && type.target.kind === 'record' ? type.target.declaration : null;
}
