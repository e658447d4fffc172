/** Definitions from before prototypes: `int f(a, b) int a; char *b; { … }` (C11 6.9.1). */
import { promoted } from '../type-operations/arithmetic.ts';
import { floatingTypes, intType } from '../type-operations/basic-types.ts';
import type { Statement, VariableSymbol } from '../syntax.ts';
import type { Token } from '../token.ts';
import type { CType } from '../types.ts';
import { parseDeclarator } from './declarators.ts';
import { reportError } from './diagnostics.ts';
import { implicitCast, toValue, variableNode } from './nodes.ts';
import { adjusted, type ParameterList } from './parameters.ts';
import { expectSemicolon } from './recovery.ts';
import { parseSpecifiers } from './specifiers.ts';
import { accept, type Parser } from './state.ts';
import { newVariable } from './symbols.ts';

type Conversion = Extract<Statement, { kind: 'declaration' }>;

export interface OldStyleParameters {
  readonly list: ParameterList;
  /** In front of the body: callers pass promoted values, which become what the declarations say. */
  readonly conversions: readonly Conversion[];
}

/** Behind the `)`: the declarations up to the `{`, if the list has names. What none of them names is an `int`. */
export function parseOldStyleParameters(parser: Parser, list: ParameterList): OldStyleParameters {
  if (list.names.length === 0) return { list, conversions: [] };
  const declared = new Map<string, { readonly type: CType; readonly name: Token }>();
  while (parser.kind !== '{' && parser.kind !== 'end') {
    const before = parser.index;
    parseOldStyleDeclaration(parser, list, declared);
    if (parser.index === before) break;
  }
  const conversions: Conversion[] = [];
  const symbols = list.names.map((name) => {
    const type = declared.get(name.text)?.type ?? intType;
    return declareParameter(list, declared.get(name.text)?.name ?? name, type, conversions);
  });
  return { list: { ...list, symbols, types: symbols.map(({ type }) => type) }, conversions };
}

function parseOldStyleDeclaration(
  parser: Parser,
  { names }: ParameterList,
  declared: Map<string, { readonly type: CType; readonly name: Token }>,
): void {
  const specifiers = parseSpecifiers(parser, 'declaration');
  if (!specifiers) return;
  do {
    const { name, type, place } = parseDeclarator(parser, specifiers.type, 'named');
    if (!name) break;
    if (names.some(({ text }) => text === name.text)) {
      declared.set(name.text, { type: adjusted(parser, type, name.text, place), name });
    } else
      reportError(parser, 'bad-parameter', `declaration for parameter '${name.text}' but no such parameter`, place);
  } while (accept(parser, ','));
  expectSemicolon(parser);
}

/** A parameter narrower than what is passed is a variable of its own, set from the hidden parameter. */
function declareParameter(list: ParameterList, name: Token, type: CType, conversions: Conversion[]): VariableSymbol {
  const { place } = name;
  const passed = type.kind === 'floating' && type.size === 4 ? floatingTypes.double : promoted(type);
  const declaration = { name: name.text, type: passed, place, attributes: [] };
  const parameter = newVariable(declaration, 'parameter', {});
  if (passed === type) {
    list.scope.ordinary.set(name.text, parameter);
    return parameter;
  }
  const hidden = { ...parameter, name: `.${name.text}` };
  const variable = newVariable({ ...declaration, type }, 'automatic', {});
  const value = implicitCast(toValue(variableNode(hidden, place)), type);
  variable.initializer = { leaves: [{ offset: 0, bitField: null, type, value }], place };
  list.scope.ordinary.set(name.text, variable);
  conversions.push({ kind: 'declaration', variables: [variable], place, end: place });
  return hidden;
}
