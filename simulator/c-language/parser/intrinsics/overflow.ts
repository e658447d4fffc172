/** `__builtin_add_overflow` and its like: exact arithmetic on the arguments, stored wrapped, true if it did not fit. */
import { boolType, integerTypes } from '../../type-operations/basic-types.ts';
import { quoteType } from '../../type-operations/description.ts';
import { isError, isInteger } from '../../type-operations/predicates.ts';
import type { Expression } from '../../syntax.ts';
import type { Token } from '../../token.ts';
import type { IntegerName } from '../../types.ts';
import { convertTo } from '../conversions.ts';
import { reportError } from '../diagnostics.ts';
import { errorNode, intrinsicNode, toValue } from '../nodes.ts';
import type { Parser } from '../state.ts';
import { checkCount, parseIntrinsicArguments } from './intrinsics.ts';

const sizes: Readonly<Record<string, IntegerName>> = { '': 'int', l: 'long', ll: 'long long' };

/** The typed forms (`__builtin_uaddl_overflow`) become the generic ones on converted arguments. */
export function parseOverflow(parser: Parser, name: Token, bare: string): Expression | null {
  const match = /^([su]?)(add|sub|mul)(l{0,2})_overflow(_p)?$/.exec(bare);
  if (!match) return null;
  const { operands, extent } = parseIntrinsicArguments(parser);
  if (!checkCount(parser, name, operands, 3, 3, extent)) return errorNode(extent);
  const [, sign, operation, size, probe] = match;
  const base = sizes[size!]!;
  const fixed = sign ? integerTypes[sign === 'u' ? (`unsigned ${base}` as IntegerName) : base] : null;
  const converted = operands.map((operand, index) => {
    const reason = { kind: 'argument', number: index + 1, callee: name.text, parameter: null } as const;
    return fixed && index < 2 ? convertTo(parser, operand, fixed, reason) : toValue(operand);
  });
  if (converted.some(({ type }) => isError(type))) return errorNode(extent);
  for (const [index, { type, place }] of converted.entries()) {
    const stored = index === 2 && !probe ? (type.kind === 'pointer' ? type.target : null) : type;
    if (stored && isInteger(stored)) continue;
    reportError(parser, 'bad-operand', `argument ${index + 1} of '${name.text}' has type ${quoteType(type)}`, place);
    return errorNode(extent);
  }
  return intrinsicNode(`__builtin_${operation}_overflow${probe ?? ''}`, converted, boolType, extent);
}
