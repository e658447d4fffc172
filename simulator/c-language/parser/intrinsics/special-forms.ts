/** Intrinsics with a grammar or a type rule of their own. */
import { evaluateConstant, evaluateInteger } from '../../constant-expression.ts';
import { addQualifiers, charType, floatingTypes, intType, pointerTo, qualifiersWith, unqualified, voidPointer, voidType } from '../../type-operations/basic-types.ts'; // prettier-ignore
import { compatibleUnqualified } from '../../type-operations/compatibility.ts';
import { quoteType } from '../../type-operations/description.ts';
import { isError, isScalar } from '../../type-operations/predicates.ts';
import { isComplete } from '../../layout.ts';
import type { Place } from '../../source.ts';
import type { BinaryOperator, Expression } from '../../syntax.ts';
import type { CType } from '../../types.ts';
import { parseArguments } from '../calls.ts';
import { convertTo } from '../conversions.ts';
import { reportError } from '../diagnostics.ts';
import { parseAssignment } from '../expressions.ts';
import {
  castNode,
  errorNode,
  floatingNode,
  integerNode,
  intrinsicNode,
  stringNode,
  toValue,
  truthNode,
  type Extent,
} from '../nodes.ts';
import { buildBinary } from '../operators.ts';
import { expect, expectClosing } from '../recovery.ts';
import { accept, type Parser } from '../state.ts';
import { asciiBytes } from '../strings.ts';
import { parseTypeNameType } from '../type-names.ts';
import { parseObjectSize } from './object-size.ts';
import { parseOffsetof } from './offset-of.ts';

/** Behind the `(`; each consumes the `)`. */
type SpecialForm = (parser: Parser, place: Place) => Expression;

const floatingSuffixes = new Map<string, CType>([
  ['', floatingTypes.double],
  ['f', floatingTypes.float],
  ['l', floatingTypes['long double']],
]);

/** No comparison of ours raises a floating-point exception. */
const quietComparisons = [
  ['isgreater', '>'],
  ['isgreaterequal', '>='],
  ['isless', '<'],
  ['islessequal', '<='],
] as const;

export const specialForms: ReadonlyMap<string, SpecialForm> = new Map<string, SpecialForm>([
  ['offsetof', parseOffsetof],
  ['types_compatible_p', parseTypesCompatible],
  ['choose_expr', parseChoose],
  ['constant_p', parseConstantProbe],
  ['va_start', parseVaStart],
  ['va_end', parseVaEnd],
  ['va_copy', parseVaCopy],
  ['va_arg', parseVaArg],
  ['object_size', parseObjectSize],
  ['dynamic_object_size', parseObjectSize],
  ['assume_aligned', parseFirstPointer],
  ['speculation_safe_value', parseFirst],
  ['has_attribute', parseUnknownAttribute],
  ['LINE', parseLine],
  ['FILE', parseFile],
  ['FUNCTION', parseFunctionName],
  ['classify_type', parseClassify],
  ...[...floatingSuffixes].flatMap(([suffix, type]): [string, SpecialForm][] => [
    [`inf${suffix}`, (parser, place) => parseFloating(parser, place, Infinity, type)],
    [`huge_val${suffix}`, (parser, place) => parseFloating(parser, place, Infinity, type)],
    [`nan${suffix}`, (parser, place) => parseFloating(parser, place, NaN, type)],
  ]),
  ...quietComparisons.map(([name, operator]): [string, SpecialForm] => [
    name,
    (parser, place) => parseQuietComparison(parser, place, operator),
  ]),
]);

function extentFrom(parser: Parser, place: Place): Extent {
  return { place, start: place, end: parser.previous.place };
}

function parseTypesCompatible(parser: Parser, place: Place): Expression {
  const left = parseTypeNameType(parser);
  expect(parser, ',');
  const right = parseTypeNameType(parser);
  expectClosing(parser, ')');
  const extent = extentFrom(parser, place);
  return isError(left) || isError(right) ? errorNode(extent) : truthNode(compatibleUnqualified(left, right), extent);
}

/** The branch not chosen is parsed, but may be nonsense for the types at hand: its type errors do not count. */
function parseChoose(parser: Parser, place: Place): Expression {
  const condition = parseAssignment(parser);
  const value = evaluateInteger(condition);
  if (value === null && !isError(condition.type)) {
    reportError(parser, 'not-constant', "first argument to '__builtin_choose_expr' is not a constant", condition.place);
  }
  expect(parser, ',');
  const first = parseBranch(parser, value !== 0n);
  expect(parser, ',');
  const second = parseBranch(parser, value === 0n);
  expectClosing(parser, ')');
  if (value === null) return errorNode(extentFrom(parser, place));
  return value !== 0n ? first : second;
}

function parseBranch(parser: Parser, chosen: boolean): Expression {
  if (chosen) return parseAssignment(parser);
  parser.unevaluated++;
  const expression = parseAssignment(parser);
  parser.unevaluated--;
  return expression;
}

/** 1 for what folds to a number, or is a string: as gcc without optimisation. */
function parseConstantProbe(parser: Parser, place: Place): Expression {
  parser.unevaluated++;
  const operand = toValue(parseAssignment(parser));
  parser.unevaluated--;
  expectClosing(parser, ')');
  const constant = isScalar(operand.type) ? evaluateConstant(operand) : null;
  const known = constant !== null && (constant.kind !== 'address' || constant.base.kind === 'string');
  return truthNode(known, extentFrom(parser, place));
}

/** A `va_list` is an array of one record, so its value is a pointer to that. */
function vaListValue(parser: Parser): Expression {
  const list = toValue(parseAssignment(parser));
  if (isError(list.type)) return list;
  const tag = parser.fileScope.tags.get('__va_list_tag');
  if (tag && list.type.kind === 'pointer' && compatibleUnqualified(list.type.target, tag)) return list;
  reportError(parser, 'bad-va-list', `argument is not a 'va_list': it has type ${quoteType(list.type)}`, list.place);
  return errorNode(list);
}

function parseVaStart(parser: Parser, place: Place): Expression {
  const list = vaListValue(parser);
  if (accept(parser, ',')) {
    parser.unevaluated++;
    parseAssignment(parser);
    parser.unevaluated--;
  }
  expectClosing(parser, ')');
  const type = parser.function?.symbol.type;
  if (type?.kind === 'function' && !type.variadic) {
    reportError(parser, 'bad-va-list', "'va_start' used in function with fixed arguments", place);
  }
  return vaNode(parser, '__builtin_va_start', [list], place);
}

function parseVaEnd(parser: Parser, place: Place): Expression {
  const list = vaListValue(parser);
  expectClosing(parser, ')');
  return vaNode(parser, '__builtin_va_end', [list], place);
}

function parseVaCopy(parser: Parser, place: Place): Expression {
  const target = vaListValue(parser);
  expect(parser, ',');
  const source = vaListValue(parser);
  expectClosing(parser, ')');
  return vaNode(parser, '__builtin_va_copy', [target, source], place);
}

function vaNode(parser: Parser, name: string, operands: Expression[], place: Place): Expression {
  const extent = extentFrom(parser, place);
  return operands.some(({ type }) => isError(type))
    ? errorNode(extent)
    : intrinsicNode(name, operands, voidType, extent);
}

function parseVaArg(parser: Parser, place: Place): Expression {
  const list = vaListValue(parser);
  expect(parser, ',');
  const type = parseTypeNameType(parser);
  expectClosing(parser, ')');
  const extent = extentFrom(parser, place);
  if (isError(list.type) || isError(type)) return errorNode(extent);
  if (!isComplete(type)) {
    reportError(
      parser,
      'incomplete-type',
      `second argument to 'va_arg' is of incomplete type ${quoteType(type)}`,
      place,
    );
    return errorNode(extent);
  }
  return intrinsicNode('__builtin_va_arg', [list], unqualified(type), extent, type);
}

function parseFirstPointer(parser: Parser, place: Place): Expression {
  const [first] = parseArguments(parser);
  const extent = extentFrom(parser, place);
  if (!first) return errorNode(extent);
  const constVoid = pointerTo(addQualifiers(voidType, qualifiersWith({ const: true })));
  const reason = { kind: 'argument', number: 1, callee: '__builtin_assume_aligned', parameter: null } as const;
  const pointer = convertTo(parser, first, constVoid, reason);
  return isError(pointer.type) ? errorNode(extent) : castNode(pointer, voidPointer, true);
}

function parseFirst(parser: Parser, place: Place): Expression {
  const [first] = parseArguments(parser);
  return first ? toValue(first) : errorNode(extentFrom(parser, place));
}

function parseUnknownAttribute(parser: Parser, place: Place): Expression {
  parser.unevaluated++;
  parseArguments(parser);
  parser.unevaluated--;
  return integerNode(0n, intType, extentFrom(parser, place));
}

function parseLine(parser: Parser, place: Place): Expression {
  expectClosing(parser, ')');
  return integerNode(BigInt(place.line), intType, extentFrom(parser, place));
}

function parseFile(parser: Parser, place: Place): Expression {
  expectClosing(parser, ')');
  return stringNode(asciiBytes(place.file.path), charType, 1, extentFrom(parser, place));
}

function parseFunctionName(parser: Parser, place: Place): Expression {
  expectClosing(parser, ')');
  return stringNode(asciiBytes(parser.function?.symbol.name ?? ''), charType, 1, extentFrom(parser, place));
}

function parseFloating(parser: Parser, place: Place, value: number, type: CType): Expression {
  parseArguments(parser);
  return floatingNode(value, type, extentFrom(parser, place));
}

function parseQuietComparison(parser: Parser, place: Place, operator: BinaryOperator): Expression {
  const [left, right] = parseArguments(parser);
  if (!left || !right) {
    reportError(parser, 'argument-count', 'a comparison takes two arguments', place);
    return errorNode(extentFrom(parser, place));
  }
  return buildBinary(parser, operator, left, right, place);
}

/** The classes of gcc's typeclass.h. */
function parseClassify(parser: Parser, place: Place): Expression {
  parser.unevaluated++;
  const [operand] = parseArguments(parser);
  parser.unevaluated--;
  const extent = extentFrom(parser, place);
  return operand ? integerNode(typeClass(toValue(operand).type), intType, extent) : errorNode(extent);
}

function typeClass(type: CType): bigint {
  switch (type.kind) {
    case 'void':
      return 0n;
    case 'pointer':
      return 5n;
    case 'floating':
      return 8n;
    case 'record':
      return type.declaration.union ? 13n : 12n;
    default:
      return 1n;
  }
}
