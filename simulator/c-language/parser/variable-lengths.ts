/**
 * Arrays of variable length: where one is declared, each length is kept in a hidden variable, so that the type's
 * expressions can be evaluated again at any time and still give the length of the moment of declaration.
 */
import { sizeType, longType } from '../type-operations/basic-types.ts';
import type { Expression, VariableSymbol } from '../syntax.ts';
import type { CType } from '../types.ts';
import { castNode, toValue, variableNode } from './nodes.ts';
import type { Parser } from './state.ts';
import { newVariable } from './symbols.ts';

/** The type with its lengths read from hidden variables, which wait in `pendingLengths` for their declaration. */
export function bindLengths(parser: Parser, type: CType, name: string): CType {
  if (type.kind === 'pointer') {
    const target = bindLengths(parser, type.target, name);
    return target === type.target ? type : { ...type, target };
  }
  if (type.kind !== 'array' || type.typedefName !== null) return type;
  const element = bindLengths(parser, type.element, name);
  if (!type.variableLength || !parser.function) return element === type.element ? type : { ...type, element };
  return { ...type, element, variableLength: keepLength(parser, type.variableLength, name) };
}

function keepLength(parser: Parser, length: Expression, name: string): Expression {
  const context = parser.function!;
  const hidden: VariableSymbol = newVariable(
    { name: `.length.${name}.${context.counter++}`, type: sizeType, place: length.place, attributes: [] },
    'automatic',
    { functionName: context.symbol.name },
  );
  const value = castNode(castNode(length, longType, true), sizeType, true);
  hidden.initializer = { leaves: [{ offset: 0, bitField: null, type: sizeType, value }], place: length.place };
  context.locals.push(hidden);
  parser.pendingLengths.push(hidden);
  return toValue(variableNode(hidden, length.place));
}
