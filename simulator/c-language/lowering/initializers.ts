/** Initialising automatic objects: zero first what no leaf covers, then each leaf in order. */
import { evaluateConstant } from '../constant-expression.ts';
import type { Expression, InitializerLeaf, VariableSymbol } from '../syntax.ts';
import type { CType } from '../types.ts';
import { write } from './assignments.ts';
import { constant, move, take } from './function-lowering.ts';
import type { FunctionLowering, Register } from './function-lowering.ts';
import { at, copyBlock, isWideType, shifted, zeroBlock } from './location.ts';
import type { Location, MemoryLocation } from './location.ts';
import { locationOfVariable, storeBytes } from './lvalues.ts';
import { shapeOf } from './value-shape.ts';
import { staticSize } from './variable-length.ts';

/** See `LoweringParts.initialize`. */
export function lowerInitializer(f: FunctionLowering, variable: VariableSymbol): void {
  const { initializer, type } = variable;
  if (!initializer) return;
  const location = locationOfVariable(f, variable);
  if (location.kind === 'register') {
    initializeRegister(f, location.register, type, initializer.leaves);
    return;
  }
  if (location.kind === 'bit-field') return;
  const size = staticSize(type);
  if (!coversAll(initializer.leaves, size)) zeroBlock(f, location, size);
  const mark = f.next;
  const shared = sharedValues(initializer.leaves);
  for (const leaf of initializer.leaves) initializeLeaf(f, location, leaf, shared);
  f.next = mark;
}

/** Values of range designators, which are computed once for all the elements: a register for each, -1 until it has been. */
type SharedValues = Map<Expression, Register>;

function sharedValues(leaves: readonly InitializerLeaf[]): SharedValues {
  const seen = new Set<Expression>();
  const shared: SharedValues = new Map();
  for (const { value } of leaves) {
    if (seen.has(value) && value.kind !== 'string' && !evaluateConstant(value)) shared.set(value, -1);
    seen.add(value);
  }
  return shared;
}

function initializeRegister(
  f: FunctionLowering,
  register: Register,
  type: CType,
  leaves: readonly InitializerLeaf[],
): void {
  const leaf = leaves[0];
  const mark = f.next;
  if (leaf) f.parts.expression(f, leaf.value, register);
  else constant(f, 0n, isWideType(type), register);
  f.next = mark;
}

/** One leaf that is the whole object (a scalar, or a record copied) leaves nothing to be zeroed. */
function coversAll(leaves: readonly InitializerLeaf[], size: number): boolean {
  const [leaf] = leaves;
  if (leaves.length !== 1 || !leaf || leaf.offset !== 0 || leaf.bitField) return false;
  return staticSize(leaf.type) === size && leaf.value.kind !== 'string' && leaf.type.kind !== 'array';
}

function initializeLeaf(
  f: FunctionLowering,
  object: MemoryLocation,
  { offset, bitField, type, value }: InitializerLeaf,
  shared: SharedValues,
): void {
  if (shared.get(value) === -1) shared.set(value, keptValue(f, value));
  const mark = f.next;
  const computed = (): Register => shared.get(value) ?? f.parts.expression(f, value);
  const unit = shifted(f, object, offset);
  const location: Location = bitField ? { kind: 'bit-field', unit, ...bitField } : unit;
  const bytes = stringBytes(value);
  if (bytes && type.kind === 'array') storeBytes(f, unit, bytes.subarray(0, Math.max(staticSize(type), 0)));
  else if (shapeOf(type).kind === 'record' || type.kind === 'array')
    copyBlock(f, unit, at(computed()), staticSize(type));
  else write(f, location, shapeOf(type), computed());
  f.next = mark;
}

/** In a register that stays taken until the whole object is initialised. */
function keptValue(f: FunctionLowering, value: Expression): Register {
  const register = take(f);
  const mark = f.next;
  move(f, register, f.parts.expression(f, value), true);
  f.next = mark;
  return register;
}

function stringBytes(value: Expression): Uint8Array | null {
  return value.kind === 'string' ? value.bytes : null;
}
