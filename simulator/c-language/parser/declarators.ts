/** Declarators: from `(*handlers[4])(int)` to a type, read from the name outwards (C11 6.7.6). */
import { evaluateInteger } from '../constant-expression.ts';
import { isComplete, sizeOf } from '../layout.ts';
import {
  arrayOf,
  errorType,
  functionOf,
  noQualifiers,
  pointerTo,
  qualifiersWith,
} from '../type-operations/basic-types.ts';
import { quoteType } from '../type-operations/description.ts';
import type { Place } from '../source.ts';
import type { Attribute, Expression } from '../syntax.ts';
import type { Token } from '../token.ts';
import type { CType, Qualifiers } from '../types.ts';
import { parseAttributes } from './attributes.ts';
import { toInteger } from './conversions.ts';
import { checkRow, currentToken, enter, leave, reportError, reportSyntaxError } from './diagnostics.ts';
import { parseAssignment } from './expressions.ts';
import { parseParameters, type ParameterList } from './parameters.ts';
import { expectClosing } from './recovery.ts';
import { accept, advance, peek, peekToken, type Parser } from './state.ts';
import { startsTypeName } from './type-names.ts';

export interface Declarator {
  readonly name: Token | null;
  readonly type: CType;
  readonly place: Place;
  readonly attributes: Attribute[];
  /** Of the function that the name itself is, for its definition. */
  readonly parameters: ParameterList | null;
}

/** One step from the name outwards: the thing before it "is a pointer to / array of / function returning" what follows. */
type Step =
  | { readonly step: 'pointer'; readonly qualifiers: Qualifiers }
  | {
      readonly step: 'array';
      readonly length: Expression | null;
      readonly qualifiers: Qualifiers;
      readonly place: Place;
    }
  | { readonly step: 'function'; readonly parameters: ParameterList; readonly place: Place };

interface Reading {
  readonly use: 'named' | 'abstract' | 'either';
  readonly steps: Step[];
  name: Token | null;
  readonly attributes: Attribute[];
}

/** `use`: whether a name has to stand in it, must not, or may (in parameters). */
export function parseDeclarator(parser: Parser, base: CType, use: 'named' | 'abstract' | 'either'): Declarator {
  if (parser.kind === 'identifier' && use !== 'abstract') {
    const next = peek(parser);
    if (next === ';' || next === '=' || next === ',' || next === ')') {
      const name = advance(parser);
      return { name, type: base, place: name.place, attributes: [], parameters: null };
    }
  }
  const start = parser.token.place;
  const reading: Reading = { use, steps: [], name: null, attributes: [] };
  readDeclarator(parser, reading);
  const first = reading.steps[0];
  return {
    name: reading.name,
    type: buildType(parser, base, reading),
    place: reading.name?.place ?? start,
    attributes: reading.attributes,
    parameters: first?.step === 'function' ? first.parameters : null,
  };
}

function readDeclarator(parser: Parser, reading: Reading): void {
  const pointers: Step[] = [];
  parseAttributes(parser, reading.attributes);
  while (parser.kind === '*') {
    const { place } = advance(parser);
    const qualifiers = parseQualifiers(parser, reading.attributes);
    if (checkRow(parser, pointers.length, place)) pointers.push({ step: 'pointer', qualifiers });
  }
  if (enter(parser)) readDirect(parser, reading);
  leave(parser);
  for (let index = pointers.length - 1; index >= 0; index--) reading.steps.push(pointers[index]!);
}

function readDirect(parser: Parser, reading: Reading): void {
  parseAttributes(parser, reading.attributes);
  if (parser.kind === 'identifier' && reading.use !== 'abstract') {
    reading.name = advance(parser);
  } else if (parser.kind === '(' && opensNested(parser, reading)) {
    advance(parser);
    readDeclarator(parser, reading);
    expectClosing(parser, ')');
  } else if (reading.use === 'named') {
    reportSyntaxError(parser, 'expected-identifier', `expected a name or '(' before ${currentToken(parser)}`);
    return;
  }
  for (;;) {
    if (parser.kind === '[') {
      const step = readArray(parser);
      if (checkRow(parser, reading.steps.length, step.place)) reading.steps.push(step);
    } else if (parser.kind === '(') {
      const { place } = advance(parser);
      reading.steps.push({ step: 'function', parameters: parseParameters(parser), place });
    } else return;
  }
}

/** Whether `(` begins a nested declarator, not the parameters of a function without a name. */
function opensNested(parser: Parser, reading: Reading): boolean {
  if (reading.use === 'named') return true;
  const next = peekToken(parser);
  const kind = peek(parser);
  if (kind === '*' || kind === '(' || kind === '[' || kind === '__attribute__') return true;
  return kind === 'identifier' && reading.use === 'either' && !startsTypeName(parser, next);
}

function parseQualifiers(parser: Parser, attributes: Attribute[]): Qualifiers {
  let qualifiers = noQualifiers;
  for (;;) {
    switch (parser.kind) {
      case 'const':
      case 'volatile':
        qualifiers = qualifiersWith({
          const: qualifiers.const || parser.kind === 'const',
          volatile: qualifiers.volatile || parser.kind === 'volatile',
        });
        break;
      case 'restrict':
      case '_Atomic':
        break;
      case '__attribute__':
        parseAttributes(parser, attributes);
        continue;
      default:
        return qualifiers;
    }
    advance(parser);
  }
}

function readArray(parser: Parser): Extract<Step, { step: 'array' }> {
  const { place } = advance(parser);
  accept(parser, 'static');
  const qualifiers = parseQualifiers(parser, []);
  accept(parser, 'static');
  let length: Expression | null = null;
  if (parser.kind === '*' && peek(parser) === ']') advance(parser);
  else if (parser.kind !== ']') length = parseAssignment(parser);
  expectClosing(parser, ']');
  return { step: 'array', length, qualifiers, place };
}

function buildType(parser: Parser, base: CType, reading: Reading): CType {
  let type = base;
  const name = reading.name?.text ?? null;
  for (let index = reading.steps.length - 1; index >= 0; index--) {
    const step = reading.steps[index]!;
    switch (step.step) {
      case 'pointer':
        if (type.kind !== 'error') type = pointerTo(type, step.qualifiers);
        break;
      case 'array':
        type = buildArray(parser, type, step, name);
        break;
      case 'function':
        type = buildFunction(parser, type, step, reading.name);
        break;
    }
  }
  return type;
}

function buildArray(
  parser: Parser,
  element: CType,
  step: Extract<Step, { step: 'array' }>,
  name: string | null,
): CType {
  if (element.kind === 'error') return element;
  const what = name === null ? 'array type' : `'${name}'`;
  if (element.kind === 'function') {
    reportError(parser, 'bad-array', `declaration of ${what} as array of functions`, step.place);
    return errorType;
  }
  if (!isComplete(element)) {
    const message =
      element.kind === 'void'
        ? `declaration of ${what} as array of voids`
        : `${what} has incomplete element type ${quoteType(element)}`;
    reportError(parser, element.kind === 'void' ? 'bad-array' : 'incomplete-type', message, step.place);
    return errorType;
  }
  if (!step.length) return arrayOf(element, null);
  const length = toInteger(parser, step.length, `size of ${what}`);
  if (length.type.kind === 'error') return errorType;
  const value = evaluateInteger(length);
  if (value === null) return variableArray(parser, element, length, what);
  if (value < 0n) reportError(parser, 'bad-array', `size of ${what} is negative`, length.place);
  else if (value * BigInt(sizeOf(element) || 1) > 0x7fff_ffff_ffffn)
    reportError(parser, 'bad-array', `size of ${what} is too large`, length.place);
  else return arrayOf(element, Number(value));
  return errorType;
}

function variableArray(parser: Parser, element: CType, length: Expression, what: string): CType {
  if (parser.function || parser.scope !== parser.fileScope) return arrayOf(element, null, length);
  reportError(parser, 'variable-length', `size of ${what} is not an integer constant`, length.place);
  return errorType;
}

function buildFunction(
  parser: Parser,
  result: CType,
  step: Extract<Step, { step: 'function' }>,
  name: Token | null,
): CType {
  const { symbols, variadic, oldStyle, types } = step.parameters;
  let returned = result;
  if (result.kind === 'array' || result.kind === 'function') {
    const what = result.kind === 'array' ? 'an array' : 'a function';
    const subject = name ? `'${name.text}'` : 'type name';
    reportError(parser, 'bad-function', `${subject} declared as function returning ${what}`, name?.place ?? step.place);
    returned = errorType;
  }
  const parameters = symbols.map((symbol, index) => ({
    name: symbol.name === '' ? null : symbol.name,
    type: types[index]!,
    place: symbol.place,
  }));
  return functionOf(returned, parameters, { variadic, oldStyle });
}
