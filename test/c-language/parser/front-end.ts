/** C text in, typed tree out: the one place where the tests of this folder call the front end. */
import { parse, parseExpression, type ParseResult } from '../../../simulator/c-language/parse.ts';
import { preprocess, tokenize } from '../../../simulator/c-language/preprocess.ts';
import type { SourceFile } from '../../../simulator/c-language/source.ts';
import type { Expression, OrdinarySymbol, Scope, VariableSymbol } from '../../../simulator/c-language/syntax.ts';
import type { CType, RecordDeclaration } from '../../../simulator/c-language/types.ts';

const path = 'test.c';

export function parseText(text: string): ParseResult {
  const file: SourceFile = { path, text, builtIn: false };
  const { tokens, packing, diagnostics } = preprocess(file, {
    findInclude: () => null,
    defines: [],
    tolerateMissingIncludes: false,
  });
  const result = parse(path, tokens, { packing });
  return { unit: result.unit, diagnostics: [...diagnostics, ...result.diagnostics] };
}

/** Parses text that has to be free of mistakes, warnings included. */
export function parseClean(text: string): ParseResult['unit'] {
  const { unit, diagnostics } = parseText(text);
  if (diagnostics.length > 0) throw new Error(transcript({ unit, diagnostics }));
  return unit;
}

/** Messages as `line:column severity code: message`, one a line. */
export function transcript({ diagnostics }: ParseResult): string {
  return diagnostics
    .map(({ severity, code, message, place }) => `${place.line}:${place.column} ${severity} ${code}: ${message}`)
    .join('\n');
}

export function expressionIn(
  scope: Scope,
  text: string,
): { expression: Expression | null; messages: readonly string[] } {
  const tokens = tokenize({ path: 'expression', text, builtIn: false });
  const { expression, diagnostics } = parseExpression(tokens, scope);
  return { expression, messages: diagnostics.map(({ message }) => message) };
}

export function symbolOf(unit: ParseResult['unit'], name: string): OrdinarySymbol {
  const symbol = unit.scope.ordinary.get(name);
  if (!symbol) throw new Error(`no symbol '${name}'`);
  return symbol;
}

export function variableOf(unit: ParseResult['unit'], name: string): VariableSymbol {
  const symbol = symbolOf(unit, name);
  if (symbol.symbol !== 'variable') throw new Error(`'${name}' is no variable`);
  return symbol;
}

export function recordOf(type: CType | undefined): RecordDeclaration {
  if (type?.kind !== 'record') throw new Error('no record');
  return type.declaration;
}
