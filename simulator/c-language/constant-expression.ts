/** What the compiler knows without running the program: integer constants exactly as gcc folds them, and addresses. */
import { representation, wrapInteger } from './type-operations/arithmetic.ts';
import { isInteger } from './type-operations/predicates.ts';
import { integerTypes } from './type-operations/basic-types.ts';
import { compare, floatingOperation, integerOperation, isComparison } from './constant-arithmetic.ts';
import { foldIntrinsic } from './fold-intrinsic.ts';
import { compareExtended, computeExtended, doubleFromExtended, extendedFromDouble, extendedFromInteger, floatFromExtended, integerFromExtended, isZeroExtended, negateExtended, type Extended } from './extended-precision.ts'; // prettier-ignore
import type { BinaryOperator, Expression, FunctionSymbol, VariableSymbol } from './syntax.ts';
import type { CType, IntegerType } from './types.ts';

export type Constant =
  | { readonly kind: 'integer'; readonly value: bigint } // wrapped to the type; a pointer's is unsigned
  | { readonly kind: 'floating'; readonly value: number }
  | { readonly kind: 'extended'; readonly value: Extended }
  | { readonly kind: 'address'; readonly base: AddressBase; readonly offset: bigint }
  | { readonly kind: 'label-difference'; readonly left: string; readonly right: string; readonly offset: bigint };

/** What the linker knows the address of. */
export type AddressBase =
  | { readonly kind: 'variable'; readonly symbol: VariableSymbol } // static storage; compound literals at file scope too
  | { readonly kind: 'function'; readonly symbol: FunctionSymbol }
  | { readonly kind: 'string'; readonly expression: Extract<Expression, { kind: 'string' }> }
  | { readonly kind: 'label'; readonly label: string };

/** The value of an expression that needs no running program; null if it does. Shifts out of range and division by zero are null too. */
export function evaluateConstant(expression: Expression): Constant | null {
  switch (expression.kind) {
    case 'integer':
      return integer(expression.value);
    case 'floating':
      return expression.extended === null
        ? { kind: 'floating', value: expression.value }
        : { kind: 'extended', value: expression.extended };
    case 'cast':
      return convert(evaluateConstant(expression.operand), expression.operand.type, expression.type);
    case 'unary':
      return evaluateUnary(expression);
    case 'binary':
      return evaluateBinary(expression);
    case 'logical':
      return evaluateLogical(expression);
    case 'conditional':
      return evaluateConditional(expression);
    case 'decay':
    case 'address-of':
      return addressOf(expression.operand);
    case 'pointer-offset':
      return evaluateOffset(expression);
    case 'pointer-difference':
      return evaluateDifference(expression);
    case 'label-address':
      return { kind: 'address', base: { kind: 'label', label: expression.label }, offset: 0n };
    case 'intrinsic':
      return evaluateIntrinsic(expression);
    case 'load':
      return loadFromString(addressOf(expression.operand), expression.type);
    default:
      return null;
  }
}

/** The value of an integer constant expression; null if it is none. */
export function evaluateInteger(expression: Expression): bigint | null {
  const constant = evaluateConstant(expression);
  return constant?.kind === 'integer' ? constant.value : null;
}

/** The address of an lvalue, or of a function, that does not move; null for automatic objects and the like. */
export function addressOf(expression: Expression): Constant | null {
  switch (expression.kind) {
    case 'variable': {
      const { symbol } = expression;
      if (symbol.storage === 'automatic' || symbol.storage === 'parameter' || symbol.storage === 'thread') return null;
      return { kind: 'address', base: { kind: 'variable', symbol }, offset: 0n };
    }
    case 'compound-literal':
      if (expression.symbol.storage !== 'static') return null;
      return { kind: 'address', base: { kind: 'variable', symbol: expression.symbol }, offset: 0n };
    case 'function':
      return { kind: 'address', base: { kind: 'function', symbol: expression.symbol }, offset: 0n };
    case 'string':
      return { kind: 'address', base: { kind: 'string', expression }, offset: 0n };
    case 'dereference':
      return evaluateConstant(expression.operand);
    case 'member':
      return moved(addressOf(expression.base), BigInt(expression.member.offset));
    default:
      return null;
  }
}

function integer(value: bigint): Constant {
  return { kind: 'integer', value };
}

function moved(constant: Constant | null, by: bigint): Constant | null {
  if (constant?.kind !== 'integer' && constant?.kind !== 'address') return null;
  if (constant.kind === 'integer') return integer(BigInt.asUintN(64, constant.value + by));
  return { ...constant, offset: BigInt.asIntN(64, constant.offset + by) };
}

/** The integer type that holds a value of this type; null for anything but integers, enums and pointers. */
function wordType(type: CType): IntegerType | null {
  if (isInteger(type)) return representation(type);
  return type.kind === 'pointer' ? integerTypes['unsigned long'] : null;
}

function convert(constant: Constant | null, from: CType, to: CType): Constant | null {
  if (!constant) return null;
  if (to.kind === 'floating') return convertToFloating(constant, to.size);
  const target = wordType(to);
  if (!target) return null;
  switch (constant.kind) {
    case 'floating':
      return target.name === 'bool' ? integer(constant.value !== 0 ? 1n : 0n) : truncated(constant.value, target);
    case 'address':
      if (target.name === 'bool') return integer(1n);
      return target.size === 8 && from.kind !== 'floating' ? constant : null;
    case 'label-difference':
      return target.size >= 4 ? constant : null;
    case 'extended': {
      if (target.name === 'bool') return integer(isZeroExtended(constant.value) ? 0n : 1n);
      const whole = integerFromExtended(constant.value);
      return whole === null ? null : integer(wrapInteger(whole, target));
    }
    case 'integer':
      return integer(wrapInteger(constant.value, target));
  }
}

function truncated(value: number, target: IntegerType): Constant | null {
  return Number.isFinite(value) ? integer(wrapInteger(BigInt(Math.trunc(value)), target)) : null;
}

function convertToFloating(constant: Constant, size: number): Constant | null {
  if (constant.kind === 'address' || constant.kind === 'label-difference') return null;
  if (size === 16) return { kind: 'extended', value: extendedOf(constant) };
  if (constant.kind === 'extended') {
    const { value } = constant;
    return { kind: 'floating', value: size === 4 ? floatFromExtended(value) : doubleFromExtended(value) };
  }
  const value = Number(constant.value);
  return { kind: 'floating', value: size === 4 ? Math.fround(value) : value };
}

function extendedOf(constant: Extract<Constant, { kind: 'integer' | 'floating' | 'extended' }>): Extended {
  if (constant.kind === 'extended') return constant.value;
  return constant.kind === 'integer' ? extendedFromInteger(constant.value) : extendedFromDouble(constant.value);
}

/** gcc folds `"abc"[1]`, but no other read of an object. */
function loadFromString(address: Constant | null, type: CType): Constant | null {
  if (address?.kind !== 'address' || address.base.kind !== 'string' || !isInteger(type)) return null;
  const { size } = representation(type);
  const { bytes } = address.base.expression;
  const begin = Number(address.offset);
  if (begin < 0 || begin + size > bytes.length) return null;
  let value = 0n;
  for (let index = size - 1; index >= 0; index--) value = (value << 8n) | BigInt(bytes[begin + index]!);
  return integer(wrapInteger(value, representation(type)));
}

function evaluateUnary(expression: Extract<Expression, { kind: 'unary' }>): Constant | null {
  const operand = evaluateConstant(expression.operand);
  if (!operand) return null;
  if (expression.operator === '!') {
    const truth = truthOf(operand);
    return truth === null ? null : integer(truth ? 0n : 1n);
  }
  if (operand.kind === 'floating')
    return expression.operator === '-' ? { kind: 'floating', value: -operand.value } : null;
  if (operand.kind === 'extended')
    return expression.operator === '-' ? { kind: 'extended', value: negateExtended(operand.value) } : null;
  const type = wordType(expression.type);
  if (operand.kind !== 'integer' || !type) return null;
  return integer(wrapInteger(expression.operator === '-' ? -operand.value : ~operand.value, type));
}

/** Addresses of objects are never null; the weak ones, which may be, count as unknown. */
function truthOf(constant: Constant): boolean | null {
  if (constant.kind === 'floating') return constant.value !== 0;
  if (constant.kind === 'integer') return constant.value !== 0n;
  if (constant.kind === 'label-difference') return null;
  if (constant.kind === 'extended') return !isZeroExtended(constant.value);
  const { base } = constant;
  if (
    (base.kind === 'variable' || base.kind === 'function') &&
    base.symbol.attributes.some(({ name }) => name === 'weak')
  ) {
    return null;
  }
  return true;
}

function evaluateLogical(expression: Extract<Expression, { kind: 'logical' }>): Constant | null {
  const left = evaluateConstant(expression.left);
  const leftTruth = left && truthOf(left);
  if (leftTruth === null) return null;
  if (leftTruth === (expression.operator === '||')) return integer(leftTruth ? 1n : 0n);
  const right = evaluateConstant(expression.right);
  const rightTruth = right && truthOf(right);
  return rightTruth === null ? null : integer(rightTruth ? 1n : 0n);
}

function evaluateConditional(expression: Extract<Expression, { kind: 'conditional' }>): Constant | null {
  const condition = evaluateConstant(expression.condition);
  const truth = condition && truthOf(condition);
  if (truth === null) return null;
  if (!truth) return evaluateConstant(expression.whenFalse);
  if (expression.whenTrue) return evaluateConstant(expression.whenTrue);
  return convert(condition, expression.condition.type, expression.type);
}

function evaluateOffset(expression: Extract<Expression, { kind: 'pointer-offset' }>): Constant | null {
  const index = evaluateInteger(expression.index);
  if (index === null) return null;
  const distance = index * BigInt(expression.elementSize);
  return moved(evaluateConstant(expression.pointer), expression.operator === '-' ? -distance : distance);
}

function evaluateDifference(expression: Extract<Expression, { kind: 'pointer-difference' }>): Constant | null {
  const left = evaluateConstant(expression.left);
  const right = evaluateConstant(expression.right);
  const distance = difference(left, right);
  if (distance === null && expression.elementSize === 1) return labelDifference(left, right);
  if (distance === null || expression.elementSize === 0) return null;
  return integer(BigInt.asIntN(64, distance) / BigInt(expression.elementSize));
}

/** In bytes; null for addresses in different objects. */
function difference(left: Constant | null, right: Constant | null): bigint | null {
  if (!left || !right) return null;
  if (left.kind === 'integer' && right.kind === 'integer') return left.value - right.value;
  if (left.kind !== 'address' || right.kind !== 'address' || !sameBase(left.base, right.base)) return null;
  return left.offset - right.offset;
}

/** `&&one - &&other`, which is known when the code is laid out. */
function labelDifference(left: Constant | null, right: Constant | null): Constant | null {
  if (left?.kind !== 'address' || right?.kind !== 'address') return null;
  if (left.base.kind !== 'label' || right.base.kind !== 'label') return null;
  const offset = left.offset - right.offset;
  return { kind: 'label-difference', left: left.base.label, right: right.base.label, offset };
}

function sameBase(left: AddressBase, right: AddressBase): boolean {
  if (left.kind === 'label' || right.kind === 'label') {
    return left.kind === 'label' && right.kind === 'label' && left.label === right.label;
  }
  if (left.kind === 'string' || right.kind === 'string') {
    return left.kind === 'string' && right.kind === 'string' && left.expression === right.expression;
  }
  return left.symbol === right.symbol;
}

function evaluateBinary(expression: Extract<Expression, { kind: 'binary' }>): Constant | null {
  const left = evaluateConstant(expression.left);
  if (!left) return null;
  const right = evaluateConstant(expression.right);
  if (!right) return null;
  const { operator } = expression;
  if (left.kind === 'integer' && right.kind === 'integer') {
    const type = wordType(expression.type);
    const operandType = wordType(expression.left.type);
    if (!type || !operandType) return null;
    const value = integerOperation(operator, left.value, right.value, operandType);
    return value === null ? null : integer(wrapInteger(value, type));
  }
  if (left.kind === 'floating' && right.kind === 'floating') {
    const value = floatingOperation(operator, left.value, right.value, expression.type);
    if (typeof value === 'boolean') return integer(value ? 1n : 0n);
    return value === null ? null : { kind: 'floating', value };
  }
  if (left.kind === 'extended' && right.kind === 'extended')
    return extendedOperation(operator, left.value, right.value);
  return addressOperation(operator, left, right);
}

function extendedOperation(operator: BinaryOperator, left: Extended, right: Extended): Constant {
  if (!isComparison(operator)) return { kind: 'extended', value: computeExtended(operator, left, right) };
  const order = compareExtended(left, right);
  return integer((order === null ? operator === '!=' : compare(operator, order, 0)) ? 1n : 0n);
}

/** Addresses as integers (after casts): differences, offsets, and comparisons within one object or with null. */
function addressOperation(operator: BinaryOperator, left: Constant, right: Constant): Constant | null {
  if (operator === '+' && left.kind === 'integer') return moved(right, left.value);
  if (right.kind === 'integer' && (operator === '+' || operator === '-')) {
    return moved(left, operator === '+' ? right.value : -right.value);
  }
  const distance = difference(left, right);
  if (operator === '-') return distance === null ? null : integer(distance);
  if (distance !== null) return isComparison(operator) ? integer(compare(operator, distance, 0n) ? 1n : 0n) : null;
  if (operator !== '==' && operator !== '!=') return null;
  const [address, other] = left.kind === 'address' ? [left, right] : [right, left];
  if (other.kind !== 'integer' || other.value !== 0n || truthOf(address) !== true) return null;
  return integer(operator === '!=' ? 1n : 0n);
}

function evaluateIntrinsic(expression: Extract<Expression, { kind: 'intrinsic' }>): Constant | null {
  const values: bigint[] = [];
  for (const argument of expression.arguments) {
    const value = evaluateInteger(argument);
    if (value === null) return null;
    values.push(value);
  }
  const result = foldIntrinsic(expression.name, values, expression.arguments);
  const type = wordType(expression.type);
  return result === null || !type ? null : integer(wrapInteger(result, type));
}
