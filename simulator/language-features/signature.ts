/** The call that the cursor is in: what it takes, and which argument is being written. */
import type { Token } from '../c-language/token.ts';
import type { CType } from '../c-language/types.ts';
import type { Analysis, Position } from './analysis.ts';
import { memberBefore, offsetOf, type AnalyseText } from './completion-members.ts';
import { documentationOf } from './documentation.ts';
import { scopeAt, visibleSymbols } from './entity.ts';
import { calledType, functionHead, macroHead, macroParameters, parametersOf } from './spelling.ts';

export interface Signature {
  readonly label: string;
  readonly parameters: readonly string[];
  /** From 0; the last one of a variadic function takes all further arguments. */
  readonly active: number;
  readonly documentation: string;
}

/** The innermost call whose arguments hold the position, by the words before it: the call may be unfinished. */
export function signatureAt(analysis: Analysis, at: Position, analyseText: AnalyseText): Signature | null {
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
      const signature = calledAt(analysis, i - 1, active, analyseText);
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

/** Of what is called by the word with that index. */
function calledAt(analysis: Analysis, index: number, active: number, analyseText: AnalyseText): Signature | null {
  const { tokens, file, unit } = analysis;
  const { text: name, kind, place } = tokens[index]!;
  if (kind !== 'identifier') return null;
  if (/^(\.|->)$/.test(tokens[index - 1]?.text ?? '')) {
    const member = memberBefore(analysis, name, offsetOf(file.text, place), analyseText);
    return member && ofType(member.type, name, active);
  }
  const macro = unit.macros.get(name);
  if (macro?.parameters) return signature(macroHead(macro), macroParameters(macro), name, active);
  const other = macro?.body.length === 1 ? macro.body[0]!.text : name;
  const symbol = visibleSymbols(scopeAt(analysis, place)).get(other);
  return symbol ? ofType(symbol.type, name, active) : null;
}

function ofType(type: CType, name: string, active: number): Signature | null {
  const called = calledType(type);
  return called && signature(functionHead(called, name), parametersOf(called), name, active);
}

function signature(label: string, parameters: readonly string[], name: string, active: number): Signature {
  const isOpen = parameters.at(-1)?.endsWith('...') ?? false;
  const last = isOpen ? parameters.length - 1 : active;
  return { label, parameters, active: Math.min(active, last), documentation: documentationOf(name)?.summary ?? '' };
}
