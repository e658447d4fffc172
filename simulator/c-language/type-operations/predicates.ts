/** What kind of type it is, in the words of the C standard. */
import type { CType, EnumType, IntegerType, PointerType } from '../types.ts';

/** Integer or enumeration. */
export function isInteger(type: CType): type is IntegerType | EnumType {
  return type.kind === 'integer' || type.kind === 'enum';
}

export function isArithmetic(type: CType): boolean {
  return type.kind === 'integer' || type.kind === 'enum' || type.kind === 'floating';
}

export function isScalar(type: CType): boolean {
  return isArithmetic(type) || type.kind === 'pointer';
}

/** No register holds it: records, and numbers of 16 bytes. */
export function travelsByAddress(type: CType): boolean {
  if (type.kind === 'integer' || type.kind === 'floating') return type.size === 16;
  return type.kind === 'record';
}

export function isError(type: CType): boolean {
  return type.kind === 'error';
}

export function isVoidPointer(type: CType): boolean {
  return type.kind === 'pointer' && type.target.kind === 'void';
}

export function isFunctionPointer(type: CType): type is PointerType {
  return type.kind === 'pointer' && type.target.kind === 'function';
}

/** `char`, `signed char` or `unsigned char`: what a plain string literal may initialise an array of. */
export function isCharacter(type: CType): boolean {
  return type.kind === 'integer' && type.size === 1 && type.name !== 'bool';
}

/** Whether the size is only known when the declaration is executed. */
export function isVariableLength(type: CType): boolean {
  return type.kind === 'array' && (type.variableLength !== null || isVariableLength(type.element));
}

/** Whether the type is, or points to, or is made of something of variable length. */
export function isVariablyModified(type: CType): boolean {
  if (type.kind === 'pointer') return isVariablyModified(type.target);
  return type.kind === 'array' && (type.variableLength !== null || isVariablyModified(type.element));
}
