/** When two types are the same, when C calls them compatible, and what a redeclaration makes of both. */
import type { ArrayType, CType, FunctionType } from '../types.ts';
import { addQualifiers, arrayOf, functionOf, sameQualifiers, unqualified } from './basic-types.ts';
import { promoted } from './arithmetic.ts';

/** Identity, typedef names aside: qualifiers count, and `enum e` is not `unsigned int`. */
export function sameType(left: CType, right: CType): boolean {
  return matches(left, right, false);
}

/** C11 6.2.7: qualifiers count; `int[]` goes with `int[4]`, `int f()` with `int f(int)`, an enum with its integer type. */
export function compatible(left: CType, right: CType): boolean {
  return matches(left, right, true);
}

/** Compatible, the outermost qualifiers aside. */
export function compatibleUnqualified(left: CType, right: CType): boolean {
  return compatible(unqualifiedDeep(left), unqualifiedDeep(right));
}

function unqualifiedDeep(type: CType): CType {
  return type.kind === 'array' ? { ...type, element: unqualifiedDeep(type.element) } : unqualified(type);
}

function matches(left: CType, right: CType, loosely: boolean): boolean {
  if (left === right) return true;
  if (left.kind === 'error' || right.kind === 'error') return loosely || left.kind === right.kind;
  if (!sameQualifiers(left.qualifiers, right.qualifiers)) return false;
  switch (left.kind) {
    case 'void':
      return right.kind === 'void';
    case 'integer':
      if (loosely && right.kind === 'enum') return right.declaration.underlying.name === left.name;
      return right.kind === 'integer' && left.name === right.name && left.bits === right.bits;
    case 'floating':
      return right.kind === 'floating' && left.name === right.name;
    case 'enum':
      if (right.kind === 'enum') return left.declaration === right.declaration;
      return loosely && right.kind === 'integer' && left.declaration.underlying.name === right.name;
    case 'record':
      return right.kind === 'record' && left.declaration === right.declaration;
    case 'pointer':
      return right.kind === 'pointer' && matches(left.target, right.target, loosely);
    case 'array':
      return right.kind === 'array' && arraysMatch(left, right, loosely);
    case 'function':
      return right.kind === 'function' && functionsMatch(left, right, loosely);
  }
}

function arraysMatch(left: ArrayType, right: ArrayType, loosely: boolean): boolean {
  if (!matches(left.element, right.element, loosely)) return false;
  if (left.length === right.length) return true;
  return loosely && (left.length === null || right.length === null);
}

function functionsMatch(left: FunctionType, right: FunctionType, loosely: boolean): boolean {
  if (!matches(unqualified(left.result), unqualified(right.result), loosely)) return false;
  if (left.oldStyle && right.oldStyle) return true;
  if (left.oldStyle !== right.oldStyle) return loosely && promotesToItself(left.oldStyle ? right : left);
  if (left.variadic !== right.variadic || left.parameters.length !== right.parameters.length) return false;
  return left.parameters.every((parameter, index) =>
    matches(unqualified(parameter.type), unqualified(right.parameters[index]!.type), loosely),
  );
}

/** Whether a call through `int f()` passes the arguments as this prototype expects them. */
function promotesToItself(prototype: FunctionType): boolean {
  if (prototype.variadic) return false;
  return prototype.parameters.every(
    ({ type }) =>
      sameType(unqualified(promoted(type)), unqualified(type)) && !(type.kind === 'floating' && type.size === 4),
  );
}

/** Of two compatible types, one that knows what either knows (array lengths, prototypes); names from `newer`. */
export function compositeType(older: CType, newer: CType): CType {
  if (older.kind === 'array' && newer.kind === 'array') {
    const element = compositeType(older.element, newer.element);
    const known = newer.length !== null || newer.variableLength ? newer : older;
    return { ...arrayOf(element, known.length, known.variableLength), typedefName: newer.typedefName };
  }
  if (older.kind === 'pointer' && newer.kind === 'pointer') {
    const target = compositeType(older.target, newer.target);
    return target === newer.target ? newer : { ...newer, target };
  }
  if (older.kind === 'function' && newer.kind === 'function') return compositeFunction(older, newer);
  return newer.kind === 'error' ? older : newer;
}

function compositeFunction(older: FunctionType, newer: FunctionType): FunctionType {
  if (newer.oldStyle) return older;
  if (older.oldStyle) return newer;
  const parameters = newer.parameters.map((parameter, index) => ({
    ...parameter,
    name: parameter.name ?? older.parameters[index]!.name,
    type: compositeType(older.parameters[index]!.type, parameter.type),
  }));
  return functionOf(compositeType(older.result, newer.result), parameters, { variadic: newer.variadic });
}

/** What `condition ? left : right` points to: the composite with the qualifiers of both targets. */
export function commonTarget(left: CType, right: CType): CType {
  const target = compositeType(unqualifiedDeep(left), unqualifiedDeep(right));
  return addQualifiers(addQualifiers(target, left.qualifiers), right.qualifiers);
}
