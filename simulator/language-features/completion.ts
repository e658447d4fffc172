/** What can be written at a place: members behind `.` and `->`, else names of the scope, macros, keywords; and the call that the cursor is in. */
import type { Expression, FunctionDefinition } from '../c-language/syntax.ts';
import type { CType, FunctionType, RecordDeclaration } from '../c-language/types.ts';
import { describeDeclaration } from '../c-language/type-operations.ts';
import type { Token } from '../c-language/token.ts';
import type { SourceText } from '../simulation.ts';
import { expressionsOf } from '../static-checks/expressions.ts';
import type { Analysis, Position } from './analysis.ts';
import { documentationOf } from './documentation.ts';
import { scopeAt, visibleSymbols } from './entity.ts';

export interface Proposal {
  readonly name: string;
  readonly kind: 'function' | 'variable' | 'field' | 'constant' | 'type' | 'macro' | 'keyword';
  readonly detail: string;
  /** One sentence; empty where nothing is known. */
  readonly documentation: string;
}

/** Stands for the word that is being typed, so that what is in front of it can be read. */
const placeholder = '__dma_completion__';
const keywords =
  'break case char const continue default do double else enum extern for goto if inline int long return short signed sizeof static struct switch typedef union unsigned void volatile while'.split(
    ' ',
  );
/** Of names that the kernel's headers keep to themselves. */
const hidden = /^__/;

/** `analyseText` reads a changed text of the same file. */
export function completionsAt(
  analysis: Analysis,
  at: Position,
  analyseText: (source: SourceText) => Analysis,
): readonly Proposal[] {
  const { text, path } = analysis.file;
  const offset = offsetOf(text, at);
  const typed = /\w*$/.exec(text.slice(0, offset))![0];
  const before = text.slice(0, offset - typed.length);
  if (/(\.|->)\s*$/.test(before) && !/\d\.$/.test(before))
    return membersOf(analyseText({ path, text: withPlaceholder(before, text.slice(offset)) }));
  const fits: Fits = (name) => name.startsWith(typed) && (typed.startsWith('__') || !hidden.test(name));
  return [...names(analysis, at, fits), ...macros(analysis, fits), ...keywords.filter(fits).map(keyword)];
}

/** Whether a name begins as what was typed does. Asked before anything else of a name is looked at: there are thousands. */
type Fits = (name: string) => boolean;

export function offsetOf(text: string, { line, column }: Position): number {
  let start = 0;
  for (let i = 1; i < line; i++) {
    const next = text.indexOf('\n', start);
    if (next < 0) return text.length;
    start = next + 1;
  }
  return Math.min(text.length, start + column - 1);
}

/** The text with the statement around the cursor replaced by the placeholder as a member of what stands in front of it: what is unfinished around it is out of the way. */
function withPlaceholder(before: string, after: string): string {
  const arrow = /(\.|->)\s*$/.exec(before)!;
  const base = postfixExpressionBefore(before.slice(0, arrow.index));
  const statement = Math.max(...[';', '{', '}'].map((each) => before.lastIndexOf(each, arrow.index - base.length))) + 1;
  const rest = after.slice(Math.max(0, after.indexOf('\n')));
  return `${before.slice(0, statement)} ${base}${arrow[1]}${placeholder};${rest}`;
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

function membersOf({ unit }: Analysis): readonly Proposal[] {
  for (const definition of unit.functions) {
    const base = baseOfPlaceholder(definition);
    const record = base && recordOf(base.type);
    if (record) return fields(record);
  }
  return [];
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

function fields({ members }: RecordDeclaration): Proposal[] {
  return members.flatMap(({ name, type, offset }) => {
    if (name === null) return type.kind === 'record' ? fields(type.declaration) : [];
    return {
      name,
      kind: 'field' as const,
      detail: describeDeclaration(type, name),
      documentation: `at offset ${offset}`,
    };
  });
}

function names(analysis: Analysis, at: Position, fits: Fits): Proposal[] {
  const kinds = { variable: 'variable', function: 'function', typedef: 'type', enumerator: 'constant' } as const;
  const fitting = [...visibleSymbols(scopeAt(analysis, at)).values()].filter(({ name }) => fits(name));
  return fitting.map(({ name, symbol, type }) => ({
    name,
    kind: kinds[symbol],
    detail: describeDeclaration(type, name),
    documentation: documentationOf(name)?.summary ?? '',
  }));
}

function macros({ unit }: Analysis, fits: Fits): Proposal[] {
  return [...unit.macros.values()].flatMap(({ name, parameters }) => {
    if (!fits(name)) return [];
    const detail = `#define ${name}${parameters ? `(${parameters.join(', ')})` : ''}`;
    return { name, kind: 'macro', detail, documentation: documentationOf(name)?.summary ?? '' };
  });
}

function keyword(name: string): Proposal {
  return { name, kind: 'keyword', detail: 'keyword', documentation: '' };
}

export interface Signature {
  readonly label: string;
  readonly parameters: readonly string[];
  /** From 0; the last one of a variadic function takes all further arguments. */
  readonly active: number;
  readonly documentation: string;
}

/** The innermost call whose arguments hold the position, by the words before it: the call may be unfinished. */
export function signatureAt(analysis: Analysis, at: Position): Signature | null {
  const { tokens } = analysis;
  let depth = 0;
  let active = 0;
  for (let i = lastBefore(analysis, at); i > 0; i--) {
    const { text } = tokens[i]!;
    if (text === ';' || text === '{' || text === '}') return null;
    if (text === ')' || text === ']') depth++;
    else if (text === '[' && depth > 0) depth--;
    else if (text === ',' && depth === 0) active++;
    else if (text === '(' && depth > 0) depth--;
    else if (text === '(') {
      const signature = signatureOf(analysis, at, tokens[i - 1]!.text, active);
      if (signature) return signature;
      active = 0;
    }
  }
  return null;
}

function lastBefore({ tokens }: Analysis, { line, column }: Position): number {
  const before = ({ place }: Token): boolean =>
    place.line < line || (place.line === line && place.column + place.length <= column);
  return tokens.filter(before).length - 1;
}

function signatureOf(analysis: Analysis, at: Position, name: string, active: number): Signature | null {
  const documentation = documentationOf(name)?.summary ?? '';
  const macro = analysis.unit.macros.get(name);
  if (macro?.parameters) {
    const { parameters } = macro;
    return {
      label: `${name}(${parameters.join(', ')})`,
      parameters,
      active: Math.min(active, parameters.length - 1),
      documentation,
    };
  }
  const symbol = visibleSymbols(scopeAt(analysis, at)).get(name);
  const type = symbol && calledType(symbol.type);
  if (!type) return null;
  const parameters = [
    ...type.parameters.map((each) => describeDeclaration(each.type, each.name ?? '')),
    ...(type.variadic ? ['...'] : []),
  ];
  const label = `${describeDeclaration(type.result, name).trim()}(${parameters.join(', ')})`;
  return { label, parameters, active: Math.min(active, parameters.length - 1), documentation };
}

function calledType(type: CType): FunctionType | null {
  if (type.kind === 'function') return type;
  return type.kind === 'pointer' && type.target.kind === 'function' ? type.target : null;
}
