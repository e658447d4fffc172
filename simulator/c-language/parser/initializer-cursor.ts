/** Where in a nested object the next initialiser goes: a stack of aggregates, each with a position. */
import { sizeOf } from '../layout.ts';
import type { ArrayType, CType, Member, RecordType } from '../types.ts';

export interface SubObject {
  readonly type: CType;
  /** In bytes from the start of the object that is initialised. */
  readonly offset: number;
  readonly bitField: Member['bitField'];
}

/** One aggregate between the same pair of braces. */
export interface Frame {
  readonly type: ArrayType | RecordType;
  offset: number;
  /** Of a record; unnamed bit-fields take no part. */
  readonly members: readonly Member[];
  /** The element or member that was initialised last; -1 at first. */
  index: number;
}

export function isAggregate(type: CType): type is ArrayType | RecordType {
  return type.kind === 'array' || type.kind === 'record';
}

export function frameOf(object: SubObject): Frame {
  const type = object.type as ArrayType | RecordType;
  const members = type.kind === 'record' ? type.declaration.members.filter(takesPart) : [];
  return { type, offset: object.offset, members, index: -1 };
}

function takesPart(member: Member): boolean {
  return member.name !== null || member.bitField === null;
}

/** How many elements or members follow one another; a union has one, and of elements without a size one is enough. */
export function countOf({ type, members }: Frame): number {
  if (type.kind === 'array')
    return sizeOf(type.element) === 0 ? Math.min(type.length ?? 0, 1) : (type.length ?? Infinity);
  return type.declaration.union ? Math.min(1, members.length) : members.length;
}

export function objectAt({ type, offset, members }: Frame, index: number): SubObject {
  if (type.kind === 'array')
    return { type: type.element, offset: offset + index * sizeOf(type.element), bitField: null };
  const member = members[index]!;
  return { type: member.type, offset: offset + member.offset, bitField: member.bitField };
}

/** The object behind the one that was initialised last; null when all are. Aggregates that are full are left. */
export function nextObject(stack: Frame[]): SubObject | null {
  for (;;) {
    const top = stack[stack.length - 1]!;
    const next = top.index + 1;
    if (next < countOf(top)) {
      top.index = next;
      return objectAt(top, next);
    }
    if (stack.length === 1) return null;
    stack.pop();
  }
}

/** Goes down into `aggregate`; an empty one is passed over. */
export function firstObject(stack: Frame[], aggregate: SubObject): SubObject | null {
  stack.push(frameOf(aggregate));
  return nextObject(stack);
}
