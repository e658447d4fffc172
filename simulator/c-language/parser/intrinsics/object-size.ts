/** `__builtin_object_size`: how many bytes there are from a pointer to the end of what it points into, as far as gcc knows without optimisation. */
import { evaluateInteger } from '../../constant-expression.ts';
import { isComplete, sizeOf } from '../../layout.ts';
import { isVariableLength } from '../../type-operations/predicates.ts';
import { sizeType } from '../../type-operations/basic-types.ts';
import type { Place } from '../../source.ts';
import type { Expression } from '../../syntax.ts';
import type { CType } from '../../types.ts';
import { parseArguments } from '../calls.ts';
import { integerNode, toValue } from '../nodes.ts';
import type { Parser } from '../state.ts';

/** Bytes behind a place: to the end of the whole object, and of the innermost member that it lies in. */
interface Room {
  readonly whole: number;
  /** Null behind arithmetic on a pointer, which may leave the member. */
  readonly member: number | null;
}

/** Behind the `(`. What is not known is all ones, or zero when the minimum is asked for. */
export function parseObjectSize(parser: Parser, place: Place): Expression {
  parser.unevaluated++;
  const [pointer, kind] = parseArguments(parser);
  parser.unevaluated--;
  const mode = (kind && evaluateInteger(kind)) ?? 0n;
  const room = pointer ? roomBehind(toValue(pointer)) : null;
  const bytes = (mode & 1n) === 0n ? room?.whole : room?.member;
  const unknown = (mode & 2n) === 0n ? 0xffff_ffff_ffff_ffffn : 0n;
  const extent = { place, start: place, end: parser.previous.place };
  return integerNode(bytes === undefined || bytes === null ? unknown : BigInt(bytes), sizeType, extent);
}

/** Of a pointer. */
function roomBehind(pointer: Expression): Room | null {
  switch (pointer.kind) {
    case 'cast':
      return pointer.type.kind === 'pointer' ? roomBehind(pointer.operand) : null;
    case 'comma':
      return roomBehind(pointer.right);
    case 'decay':
    case 'address-of':
      return roomOf(pointer.operand);
    case 'pointer-offset': {
      const moved = offsetRoom(pointer);
      return moved && { ...moved, member: null };
    }
    default:
      return null;
  }
}

/** Of an object. */
function roomOf(object: Expression): Room | null {
  switch (object.kind) {
    case 'variable':
      // Where a parameter stands is its caller's affair.
      return object.symbol.storage === 'parameter' ? null : wholeOf(object.type);
    case 'string':
      return wholeOf(object.type);
    case 'member': {
      const base = roomOf(object.base);
      if (!base || object.member.bitField) return null;
      const { offset, type } = object.member;
      return { whole: Math.max(base.whole - offset, 0), member: isComplete(type) ? sizeOf(type) : 0 };
    }
    case 'dereference': {
      const { operand } = object;
      const pointer = operand.kind === 'pointer-offset' ? operand.pointer : operand;
      const room = operand.kind === 'pointer-offset' ? offsetRoom(operand) : roomBehind(operand);
      return room && pointer.kind === 'cast' ? { ...room, member: null } : room;
    }
    default:
      return null;
  }
}

function wholeOf(type: CType): Room | null {
  if (!isComplete(type) || isVariableLength(type) || type.kind === 'function') return null;
  return { whole: sizeOf(type), member: sizeOf(type) };
}

function offsetRoom({
  pointer,
  operator,
  index,
  elementSize,
}: Extract<Expression, { kind: 'pointer-offset' }>): Room | null {
  const from = roomBehind(pointer);
  const count = evaluateInteger(index);
  if (!from || count === null || operator === '-' || count < 0n) return null;
  const distance = Number(count) * elementSize;
  const { whole, member } = from;
  return { whole: Math.max(whole - distance, 0), member: member === null ? null : Math.max(member - distance, 0) };
}
