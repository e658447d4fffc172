/** The types that need no declaration, and how the others are made from them. */
import type { Expression } from '../syntax.ts';
import type {
  ArrayType,
  CType,
  EnumDeclaration,
  EnumType,
  ErrorType,
  FloatingType,
  FunctionType,
  IntegerName,
  IntegerType,
  PointerType,
  Qualifiers,
  RecordDeclaration,
  RecordType,
  VoidType,
} from '../types.ts';

/** All eight sets of qualifiers, by bits: 1 const, 2 volatile, 4 atomic. */
const qualifierSets: readonly Qualifiers[] = Array.from({ length: 8 }, (_, bits) => ({
  const: (bits & 1) !== 0,
  volatile: (bits & 2) !== 0,
  atomic: (bits & 4) !== 0,
}));
export const noQualifiers: Qualifiers = qualifierSets[0]!;

function bitsOf(qualifiers: Qualifiers): number {
  return (qualifiers.const ? 1 : 0) | (qualifiers.volatile ? 2 : 0) | (qualifiers.atomic ? 4 : 0);
}

export function isQualified(type: CType): boolean {
  return bitsOf(type.qualifiers) !== 0;
}

export function sameQualifiers(left: Qualifiers, right: Qualifiers): boolean {
  return bitsOf(left) === bitsOf(right);
}

/** Whether `left` has every qualifier that `right` has. */
export function hasAllQualifiers(left: Qualifiers, right: Qualifiers): boolean {
  return (bitsOf(right) & ~bitsOf(left)) === 0;
}

export function joinQualifiers(left: Qualifiers, right: Qualifiers): Qualifiers {
  return qualifierSets[bitsOf(left) | bitsOf(right)]!;
}

export function qualifiersWith(names: { const?: boolean; volatile?: boolean; atomic?: boolean }): Qualifiers {
  return qualifierSets[(names.const ? 1 : 0) | (names.volatile ? 2 : 0) | (names.atomic ? 4 : 0)]!;
}

/** The type with these qualifiers added; those of an array go to its elements. */
export function addQualifiers(type: CType, added: Qualifiers): CType {
  if (bitsOf(added) === 0 || type.kind === 'function') return type;
  if (type.kind === 'array') return { ...type, element: addQualifiers(type.element, added) };
  if (hasAllQualifiers(type.qualifiers, added)) return type;
  return { ...type, qualifiers: joinQualifiers(type.qualifiers, added) };
}

/** The type of a value read from an object of this type. */
export function unqualified(type: CType): CType {
  return isQualified(type) ? { ...type, qualifiers: noQualifiers } : type;
}

const plain = { qualifiers: noQualifiers, typedefName: null, alignedTo: 0 } as const;

function integer(name: IntegerName, size: number, signed: boolean): IntegerType {
  return { kind: 'integer', name, size, bits: size * 8, signed, ...plain };
}

export const integerTypes: Readonly<Record<IntegerName, IntegerType>> = {
  bool: integer('bool', 1, false),
  char: integer('char', 1, true),
  'signed char': integer('signed char', 1, true),
  'unsigned char': integer('unsigned char', 1, false),
  short: integer('short', 2, true),
  'unsigned short': integer('unsigned short', 2, false),
  int: integer('int', 4, true),
  'unsigned int': integer('unsigned int', 4, false),
  long: integer('long', 8, true),
  'unsigned long': integer('unsigned long', 8, false),
  'long long': integer('long long', 8, true),
  'unsigned long long': integer('unsigned long long', 8, false),
  __int128: integer('__int128', 16, true),
  'unsigned __int128': integer('unsigned __int128', 16, false),
};

function floating(name: FloatingType['name'], size: number): FloatingType {
  return { kind: 'floating', name, size, ...plain };
}
export const floatingTypes = {
  float: floating('float', 4),
  double: floating('double', 8),
  'long double': floating('long double', 16),
} as const;

export const voidType: VoidType = { kind: 'void', ...plain };
export const errorType: ErrorType = { kind: 'error', ...plain };
export const intType = integerTypes.int;
export const longType = integerTypes.long;
export const boolType = integerTypes.bool;
export const charType = integerTypes.char;
/** `size_t`. */
export const sizeType = integerTypes['unsigned long'];
export const voidPointer: PointerType = pointerTo(voidType);

export function pointerTo(target: CType, qualifiers: Qualifiers = noQualifiers): PointerType {
  return { kind: 'pointer', target, qualifiers, typedefName: null, alignedTo: 0 };
}

/** `length` null: incomplete, or of variable length when an expression is given. */
export function arrayOf(element: CType, length: number | null, variableLength: Expression | null = null): ArrayType {
  return { kind: 'array', element, length, variableLength, ...plain };
}

export function functionOf(
  result: CType,
  parameters: FunctionType['parameters'],
  options: { readonly variadic?: boolean; readonly oldStyle?: boolean } = {},
): FunctionType {
  const { variadic = false, oldStyle = false } = options;
  return { kind: 'function', result, parameters, variadic, oldStyle, ...plain };
}

export function recordType(declaration: RecordDeclaration): RecordType {
  return { kind: 'record', declaration, ...plain };
}

export function enumType(declaration: EnumDeclaration): EnumType {
  return { kind: 'enum', declaration, ...plain };
}
