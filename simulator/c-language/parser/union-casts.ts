/** Casts to unions, and arguments for transparent unions: an unnamed object with one member set (GNU). */
import { sameType } from '../type-operations/compatibility.ts';
import { unqualified } from '../type-operations/basic-types.ts';
import type { Expression } from '../syntax.ts';
import type { Member, RecordType } from '../types.ts';
import { toValue, type Extent } from './nodes.ts';
import type { Parser } from './state.ts';
import { newVariable } from './symbols.ts';

/** The member that a cast of a value of this type sets: the first of exactly its type. */
export function memberForCast(union: RecordType, operand: Expression): Member | null {
  return union.declaration.members.find(({ type }) => sameType(unqualified(type), unqualified(operand.type))) ?? null;
}

/** The union as a value; `value` has the member's type already. */
export function unionValue(
  parser: Parser,
  union: RecordType,
  member: Member,
  value: Expression,
  extent: Extent,
): Expression {
  const { place, start, end } = extent;
  const context = parser.function;
  const storage = context ? 'automatic' : 'static';
  const declaration = { name: '(compound literal)', type: union, place, attributes: [] };
  const symbol = newVariable(declaration, storage, { functionName: context?.symbol.name ?? null });
  symbol.initializer = { leaves: [{ offset: member.offset, bitField: null, type: member.type, value }], place };
  symbol.addressTaken = true;
  if (parser.unevaluated === 0) (context ? context.locals : parser.statics).push(symbol);
  return toValue({ kind: 'compound-literal', type: union, place, start, end, lvalue: true, symbol });
}
