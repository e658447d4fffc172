/** Fields of descriptors have the byte order of the device; what has not been converted works on half of all machines. */
import { evaluateInteger } from '../../c-language/constant-expression.ts';
import type { Expression, Statement } from '../../c-language/syntax.ts';
import type { CType } from '../../c-language/types.ts';
import { calledFunction, macrosOf, textAt, withoutImplicit } from '../expressions.ts';
import { fieldRead } from '../function-digest.ts';
import { extentOf, textOf } from '../fixes.ts';
import { ask, type SeenFacts } from '../questions.ts';
import { writtenPlace, type Family, type Fix } from '../walk.ts';

type Order = 'none' | 'any' | string;

const wire = /^__([lb]e)(16|32|64)$/;

function orderOfType(type: CType): string | null {
  return wire.test(type.typedefName ?? '') ? type.typedefName : null;
}

/** The byte order of a value: `any` for 0 and all ones and for what cannot be told. */
function orderOf(expression: Expression): Order {
  const bare = withoutImplicit(expression);
  switch (bare.kind) {
    case 'cast':
      return orderOfType(bare.type) ?? 'none';
    case 'integer':
      return bare.value === 0n ? 'any' : 'none';
    case 'unary':
      return bare.operator === '!' ? 'none' : orderOf(bare.operand);
    case 'binary':
      return /^[&|^]$/.test(bare.operator) ? common(orderOf(bare.left), orderOf(bare.right)) : 'none';
    case 'conditional':
      return common(orderOf(bare.whenTrue ?? bare.condition), orderOf(bare.whenFalse));
    case 'assignment':
    case 'compound-assignment':
      return orderOfType(bare.target.type) ?? 'none';
    case 'comma':
      return orderOf(bare.right);
    case 'call':
      return orderOfCall(bare);
    case 'error':
    case 'statement-expression':
    case 'intrinsic':
      return 'any';
    default:
      return orderOfType(bare.type) ?? 'none';
  }
}

function orderOfCall(call: Extract<Expression, { kind: 'call' }>): Order {
  const name = calledFunction(call);
  // A function that no header declares may give anything.
  const callee = withoutImplicit(call.callee);
  if (name === null || (callee.type.kind === 'pointer' && callee.type.target.kind === 'function' && callee.type.target.oldStyle)) return 'any'; // prettier-ignore
  return orderOfType(call.type) ?? 'none';
}

function common(left: Order, right: Order): Order {
  if (left === 'any') return right;
  return right === 'any' || left === right ? left : 'none';
}

function checkStore(look: Look, target: Expression, value: Expression): void {
  const order = target.kind === 'variable' ? null : orderOfType(target.type);
  if (order === null || evaluateInteger(value) === 0n || isAllOnes(value, order)) return;
  const given = orderOf(value);
  const inner = withoutImplicit(value);
  if (isForced(inner)) return;
  const twice = inner.kind === 'cast' ? orderOf(inner.operand) : 'any';
  if (given === 'none' && (twice === order || isCarrier(value))) return;
  const mixed = given === order && twice !== 'any' && twice !== 'none' && twice !== order;
  if ((given === order || given === 'any') && !mixed) return;
  const convert = `cpu_to_${order.slice(2)}`;
  const message =
    given === 'none'
      ? `the field is ${order}, and the value has the byte order of the CPU: ${convert}() is missing`
      : `the field is ${order}, and the value is ${mixed ? twice : given}`;
  look.say(
    value,
    message,
    given === 'none' ? wrapped(look, value, convert) : [],
    given !== 'none' || isSurelyNative(look, target, value),
  );
}

/** A plain number, a handle, or what is computed, for a field that the driver converts in another place; not what may be carried as it came. */
function isSurelyNative({ facts }: Look, target: Expression, value: Expression): boolean {
  const bare = withoutImplicit(value);
  const field = fieldRead(target);
  if (bare.kind === 'integer' || bare.type.typedefName === 'dma_addr_t')
    return (bare.kind !== 'integer' || isLiteral(bare)) && (isLittle(target.type) || isOfConverted(facts, field));
  if (field === null || !ask(facts, 'is converted', field) || evaluateInteger(value) !== null) return false;
  if (bare.kind === 'binary') return arithmetic.test(bare.operator);
  return bare.kind === 'load' && bare.operand.kind === 'variable' && bare.type.kind === 'integer';
}

/** On most machines such a field looks right without being converted, so that nobody notices; the other order would have been. */
function isLittle(type: CType): boolean {
  return orderOfType(type)?.startsWith('__le') === true;
}

/** The driver converts others of the record: a type that nobody takes at its word says little. */
function isOfConverted(facts: SeenFacts, field: string | null): boolean {
  return ask(facts, 'converts members', field?.slice(0, field.lastIndexOf('.') + 1) ?? '');
}

/** `(__force __le16)value`: somebody has thought of it. */
function isForced(value: Expression): boolean {
  return value.kind === 'cast' && !value.implicit && /^\(\s*__force\b/.test(textOf(value) ?? '');
}

/** `u32 value = cpu_to_le32(…)`: a variable of a plain type that carries what is converted. */
function isCarrier(value: Expression): boolean {
  const bare = withoutImplicit(value);
  const name = bare.kind === 'load' && bare.operand.kind === 'variable' ? bare.operand.symbol.name : null;
  return (
    name !== null && new RegExp(`(?<![.>\\w])${name}\\s*[|&+^]?=[^=;]*\\bcpu_to_[lb]e`).test(value.start.file.text)
  );
}

/** Digits: an enumerator may have any order. */
function isLiteral({ kind, start, place }: Expression): boolean {
  return kind === 'integer' && macrosOf(start).length === 0 && /^\d/.test(textAt(place));
}

function isAllOnes(value: Expression, order: string): boolean {
  const constant = evaluateInteger(value);
  const bits = BigInt(wire.exec(order)?.[2] ?? 64);
  return constant !== null && BigInt.asUintN(Number(bits), constant) === (1n << bits) - 1n;
}

function wrapped({ file }: Look, value: Expression, convert: string): readonly Fix[] {
  const extent = extentOf(value);
  const text = textOf(value);
  if (!extent || text === null || extent.file !== file) return [];
  return [
    { title: `Convert with ${convert}()`, edits: [{ from: extent.from, to: extent.to, text: `${convert}(${text})` }] },
  ];
}

/** A field's value where a number of the CPU's is wanted. */
function checkRead(look: Look, type: CType, value: Expression): void {
  const bare = withoutImplicit(value);
  if (type.kind !== 'integer' || orderOfType(type) !== null || bare.kind !== 'load') return;
  const order = orderOfType(bare.operand.type);
  // A variable of such a type is converted on its way in.
  if (order === null || type.name === 'bool' || bare.operand.kind === 'variable') return;
  if (order.startsWith('__be') && isAddress(bare.operand)) return;
  const convert = `${order.slice(2)}_to_cpu`;
  look.say(bare, `the field is ${order}: ${convert}() is missing`, wrapped(look, bare, convert), false);
}

/** Ports and addresses of networks are kept as they come. */
function isAddress(expression: Expression): boolean {
  return expression.kind === 'member' && /port|addr|ip/.test(expression.member.name ?? '');
}

const arithmetic = /^(\+|-|\*|\/|%|<<|>>|<|>|<=|>=)$/;

function checkBinary(look: Look, { operator, left, right }: Extract<Expression, { kind: 'binary' }>): void {
  for (const [side, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const bare = withoutImplicit(side);
    const order = bare.kind === 'load' && bare.operand.kind !== 'variable' ? orderOfType(bare.operand.type) : null;
    if (order === null) continue;
    const constant = evaluateInteger(other);
    const mixes = arithmetic.test(operator) || (constant !== null && constant !== 0n && orderOf(other) === 'none' && !isAllOnes(other, order)); // prettier-ignore
    if (!mixes) continue;
    const convert = `${order.slice(2)}_to_cpu`;
    const field = fieldRead(bare);
    const isPlain = arithmetic.test(operator) || isLiteral(withoutImplicit(other)); // prettier-ignore
    look.say(bare, `the field is ${order}: ${convert}() is missing`, wrapped(look, bare, convert), isPlain && constant !== 0n && field !== null && ask(look.facts, 'is converted', field)); // prettier-ignore
  }
}

interface Look {
  readonly file: SeenFacts['file'];
  readonly say: (expression: Expression, message: string, fixes: readonly Fix[], sure: boolean) => void;
  readonly facts: SeenFacts;
}

function checkExpression(look: Look, expression: Expression): void {
  if (expression.kind === 'assignment') {
    checkStore(look, expression.target, expression.value);
    checkRead(look, expression.target.type, expression.value);
  } else if (expression.kind === 'binary') checkBinary(look, expression);
}

function checkDeclaration(look: Look, statement: Statement): void {
  if (statement.kind !== 'declaration') return;
  for (const { initializer, type } of statement.variables) {
    const value = initializer?.leaves.length === 1 ? initializer.leaves[0]!.value : null;
    if (value) checkRead(look, type, value);
  }
}

export const endianness: Family = {
  name: 'endianness',
  rules: [
    { id: 'descriptor-endianness', severity: 'warning', title: 'a value of the wrong byte order' },
    {
      id: 'descriptor-endianness-hint',
      severity: 'note',
      title: 'a value that may be of the wrong byte order',
      asked: true,
    },
  ],
  tree({ facts, summary: { definition, expressions, statements }, report }) {
    const look: Look = {
      file: facts.file,
      facts,
      say: (expression, message, fixes, sure) => {
        if (expression.start.expansion?.macro.match(/_to_cpu|cpu_to/)) return;
        const rule = sure ? 'descriptor-endianness' : 'descriptor-endianness-hint';
        report({ rule, place: writtenPlace(expression.start), message, notes: [], fixes, failing: [], function: definition.symbol.name }); // prettier-ignore
      },
    };
    for (const each of expressions) checkExpression(look, each);
    for (const each of statements) checkDeclaration(look, each);
  },
};
