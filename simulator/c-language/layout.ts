/** Sizes, alignments and member offsets as gcc lays them out under the x86-64 (and arm64) System V ABI. */
import type { CType, Member, RecordDeclaration, RecordType } from './types.ts';

/**
 * In bytes. 1 for `void` and functions, as GNU C has it; 0 for incomplete types and for arrays of variable length,
 * whose size only the running program knows.
 */
export function sizeOf(type: CType): number {
  switch (type.kind) {
    case 'integer':
    case 'floating':
      return type.size;
    case 'enum':
      return type.declaration.underlying.size;
    case 'pointer':
      return 8;
    case 'array':
      return (type.length ?? 0) * sizeOf(type.element);
    case 'record':
      return type.declaration.size;
    case 'error':
      return 4;
    default:
      return 1;
  }
}

/** In bytes; what `aligned` on a typedef says goes before the natural alignment, upwards and downwards. */
export function alignOf(type: CType): number {
  if (type.alignedTo !== 0) return type.alignedTo;
  switch (type.kind) {
    case 'array':
      return alignOf(type.element);
    case 'record':
      return type.declaration.alignment;
    default:
      return sizeOf(type);
  }
}

/** Whether objects of this type can be made; an array of variable length is complete. */
export function isComplete(type: CType): boolean {
  switch (type.kind) {
    case 'void':
      return false;
    case 'array':
      return (type.length !== null || type.variableLength !== null) && isComplete(type.element);
    case 'record':
    case 'enum':
      return type.declaration.complete;
    default:
      return true;
  }
}

/** A member as its struct declares it, before layout. */
export interface MemberRequest {
  readonly name: string | null;
  readonly type: CType;
  readonly place: Member['place'];
  /** Width in bits of a bit-field; null for an ordinary member. */
  readonly bits: number | null;
  readonly packed: boolean;
  /** From `aligned` or `_Alignas` on the member, in bytes; 0 where not given. */
  readonly alignedTo: number;
}

interface RecordOptions {
  readonly packed: boolean;
  /** From `aligned` on the record; 0 where not given. */
  readonly alignedTo: number;
  /** From `#pragma pack(n)`, in bytes: no member is aligned to more; 0 where not given. */
  readonly pack: number;
}

/** Sets members, size and alignment of a record and makes it complete. */
export function layOutRecord(
  record: RecordDeclaration,
  requests: readonly MemberRequest[],
  options: RecordOptions,
): void {
  const members: Member[] = [];
  let bit = 0; // where the next member may begin
  let end = 0; // the furthest bit used
  let alignment = 1;
  for (const request of requests) {
    if (record.union) bit = 0;
    const placed = placeMember(request, bit, options);
    if (placed.member) members.push(placed.member);
    bit = placed.end;
    if (bit > end) end = bit;
    if (placed.alignment > alignment) alignment = placed.alignment;
  }
  if (options.alignedTo > alignment) alignment = options.alignedTo;
  record.members = members;
  record.alignment = alignment;
  record.size = roundUp(Math.ceil(end / 8), alignment);
  record.complete = true;
}

interface Placed {
  readonly member: Member | null;
  readonly end: number;
  /** What it asks of the whole record. */
  readonly alignment: number;
}

function placeMember(request: MemberRequest, bit: number, options: RecordOptions): Placed {
  const packed = request.packed || options.packed;
  const natural = Math.max(packed ? 1 : alignOf(request.type), request.alignedTo);
  const alignment = options.pack === 0 ? natural : Math.min(natural, options.pack);
  const { name, type, place, bits } = request;
  if (bits === 0) {
    // Ends the unit; it neither is a member nor aligns the record.
    return { member: null, end: roundUp(bit, Math.max(alignOf(type), request.alignedTo) * 8), alignment: 1 };
  }
  if (bits !== null) {
    // As soon as there is a `#pragma pack`, whatever its number, gcc lays bit-fields bit by bit, and `packed` does not lessen what they ask.
    const pack = options.pack;
    const asked = pack === 0 ? alignment : Math.max(alignment, Math.min(alignOf(type), pack));
    const start = request.alignedTo === 0 ? bit : roundUp(bit, alignment * 8);
    const { offset, bitField } = placeBitField(type, bits, start, packed || pack !== 0);
    const end = offset * 8 + bitField.bitOffset + bits;
    return { member: { name, type, place, offset, bitField }, end, alignment: name === null ? 1 : asked };
  }
  const offset = roundUp(Math.ceil(bit / 8), alignment);
  return { member: { name, type, place, offset, bitField: null }, end: (offset + sizeOf(type)) * 8, alignment };
}

interface PlacedBits {
  readonly offset: number;
  readonly bitField: { readonly bitOffset: number; readonly width: number };
}

/** Within the aligned unit of the declared type that begins last before the field, or from its first byte if it crosses that. */
function placeBitField(type: CType, width: number, earliest: number, packed: boolean): PlacedBits {
  const unit = sizeOf(type) * 8;
  let start = earliest;
  if (!packed) {
    // A field must not cross more boundaries of its type's alignment than an object of the type would.
    const step = alignOf(type) * 8;
    if (Math.floor((start + width - 1) / step) - Math.floor(start / step) >= unit / step) start = roundUp(start, step);
  }
  const unitStart = Math.floor(start / unit) * unit;
  const base = start + width <= unitStart + unit ? unitStart : Math.floor(start / 8) * 8;
  return { offset: base / 8, bitField: { bitOffset: start - base, width } };
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

export interface MemberPath {
  /** From the record inwards: anonymous structs and unions, then the member itself. */
  readonly path: readonly Member[];
  /** In bytes from the start of the record asked; for a bit-field that of its storage unit. */
  readonly offset: number;
}

/** Finds a member by name, through anonymous structs and unions; null if there is none. */
export function findMember(record: RecordDeclaration | RecordType, name: string): MemberPath | null {
  const declaration = 'kind' in record ? record.declaration : record;
  for (const member of declaration.members) {
    if (member.name === name) return { path: [member], offset: member.offset };
    if (member.name !== null || member.type.kind !== 'record') continue;
    const inner = findMember(member.type.declaration, name);
    if (inner) return { path: [member, ...inner.path], offset: member.offset + inner.offset };
  }
  return null;
}

/** Offset in bytes of `a.b.c`-like names below a record; null if one of them does not exist. */
export function memberOffset(type: CType, names: readonly string[]): number | null {
  let offset = 0;
  let current = type;
  for (const name of names) {
    if (current.kind !== 'record') return null;
    const found = findMember(current.declaration, name);
    if (!found) return null;
    offset += found.offset;
    current = found.path[found.path.length - 1]!.type;
  }
  return offset;
}
