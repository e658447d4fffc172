/** C types after semantic analysis: LP64, as gcc for x86-64 and arm64 Linux has them. Plain data, compared by `sameType`. */
import type { Place } from './source.ts';
import type { Expression } from './syntax.ts';

export interface Qualifiers {
  readonly const: boolean;
  readonly volatile: boolean;
  /** GNU `_Atomic`; accesses to it are ordinary in the VM, which is sequentially consistent per statement. */
  readonly atomic: boolean;
}

export type IntegerName =
  | 'bool'
  | 'char'
  | 'signed char'
  | 'unsigned char'
  | 'short'
  | 'unsigned short'
  | 'int'
  | 'unsigned int'
  | 'long'
  | 'unsigned long'
  | 'long long'
  | 'unsigned long long'
  | '__int128'
  | 'unsigned __int128';

export type CType =
  VoidType | IntegerType | FloatingType | EnumType | PointerType | ArrayType | FunctionType | RecordType | ErrorType;

/** Every type may carry a typedef name, so that the debugger shows `dma_addr_t` where the programmer wrote it. */
interface TypeBase {
  readonly qualifiers: Qualifiers;
  readonly typedefName: string | null;
  /** From `__attribute__((aligned(n)))` on a typedef, in bytes; 0 where not given. */
  readonly alignedTo: number;
}
export interface VoidType extends TypeBase {
  readonly kind: 'void';
}
export interface IntegerType extends TypeBase {
  readonly kind: 'integer';
  readonly name: IntegerName;
  /** In bytes: 1, 2, 4, 8, 16. */
  readonly size: number;
  /** As many as the size has, but for the value of a bit-field wider than `int`: gcc computes in that many. */
  readonly bits: number;
  readonly signed: boolean;
}
export interface FloatingType extends TypeBase {
  readonly kind: 'floating';
  readonly name: 'float' | 'double' | 'long double';
  /** 4, 8, or 16: a long double has the 80 bits of the x87. */
  readonly size: number;
}
export interface EnumType extends TypeBase {
  readonly kind: 'enum';
  readonly declaration: EnumDeclaration;
}
export interface EnumDeclaration {
  readonly tag: string | null;
  readonly place: Place;
  complete: boolean;
  /** gcc's choice: `unsigned int` unless a value is negative or large. */
  underlying: IntegerType;
  readonly enumerators: { readonly name: string; readonly value: bigint; readonly place: Place }[];
}
export interface PointerType extends TypeBase {
  readonly kind: 'pointer';
  readonly target: CType;
}
export interface ArrayType extends TypeBase {
  readonly kind: 'array';
  readonly element: CType;
  /** Elements; null for `[]` (incomplete or flexible), an expression for a variable length array. */
  readonly length: number | null;
  /** An integer value; in declarations it reads a hidden variable, so that evaluating it again gives the same length. */
  readonly variableLength: Expression | null;
}
export interface FunctionType extends TypeBase {
  readonly kind: 'function';
  readonly result: CType;
  readonly parameters: readonly { readonly name: string | null; readonly type: CType; readonly place: Place }[];
  readonly variadic: boolean;
  /** `int f()`: nothing is known about the parameters. */
  readonly oldStyle: boolean;
}
export interface RecordType extends TypeBase {
  readonly kind: 'record';
  readonly declaration: RecordDeclaration;
}
/** One struct or union; shared by all uses, completed when its body has been parsed. */
export interface RecordDeclaration {
  readonly tag: string | null;
  readonly union: boolean;
  readonly place: Place;
  complete: boolean;
  /** `__attribute__((transparent_union))`: an argument may be a value of any member's type. */
  transparent: boolean;
  members: readonly Member[];
  /** In bytes, set by layout when complete. */
  size: number;
  alignment: number;
}
export interface Member {
  /** null for an anonymous struct/union member and for unnamed bit-fields. */
  readonly name: string | null;
  readonly type: CType;
  readonly place: Place;
  /** In bytes from the start of the record. */
  readonly offset: number;
  /**
   * For bit-fields: `offset` is that of the storage unit of the declared type's size. A packed field that crosses the
   * aligned units is counted from its first byte instead, and then may reach one byte further than its type is long. An
   * access touches only the bytes from `offset + floor(bitOffset / 8)` that hold the field: the unit may overlap other
   * members, and the end of the record.
   */
  readonly bitField: { readonly bitOffset: number; readonly width: number } | null;
}
/** Stands where an error was reported already; compatible with everything, so that one mistake gives one message. */
export interface ErrorType extends TypeBase {
  readonly kind: 'error';
}
