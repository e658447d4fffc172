/** The compiler's own functions by name: `__builtin_*`, `__sync_*` and `__atomic_*`. */
import { byteText } from '../../byte-text.ts';
import { isError } from '../../type-operations/predicates.ts';
import type { Expression } from '../../syntax.ts';
import type { Token } from '../../token.ts';
import type { IntegerType } from '../../types.ts';
import { buildCall, parseArguments } from '../calls.ts';
import { convertTo, promoteArgument } from '../conversions.ts';
import { reportError } from '../diagnostics.ts';
import { errorNode, integerNode, intrinsicNode, toValue, type Extent } from '../nodes.ts';
import { nameFunction } from '../primary.ts';
import { advance, peek, type Parser } from '../state.ts';
import { declareFunction } from '../symbols.ts';
import { parseAtomic } from './atomics.ts';
import { parseOverflow } from './overflow.ts';
import { intrinsicSignatures, librarySignatures, libraryType, typeLetters } from './signatures.ts';
import { specialForms } from './special-forms.ts';

/** At a name that begins with `__` and is not declared; null (nothing consumed) if it is no intrinsic. */
export function parseIntrinsic(parser: Parser, name: Token): Expression | null {
  if (peek(parser) !== '(') return null;
  const { text } = name;
  const start = text.startsWith('__builtin_') ? 10 : 2;
  const bare = text.slice(start);
  if (start === 2) return parseAtomic(parser, name, bare);
  const special = specialForms.get(bare);
  if (special) {
    advance(parser);
    advance(parser);
    return special(parser, name.place);
  }
  const signature = intrinsicSignatures[bare];
  if (signature !== undefined) return parsePlain(parser, name, signature);
  return parseOverflow(parser, name, bare) ?? parseLibraryCall(parser, name, bare);
}

/** Consumes name and arguments. */
export function parseIntrinsicArguments(parser: Parser): { readonly operands: Expression[]; readonly extent: Extent } {
  const { place } = advance(parser);
  advance(parser);
  const operands = parseArguments(parser);
  return { operands, extent: { place, start: place, end: parser.previous.place } };
}

function parsePlain(parser: Parser, name: Token, signature: string): Expression {
  const { operands, extent } = parseIntrinsicArguments(parser);
  const open = signature.endsWith('.');
  const count = signature.length - (open ? 2 : 1);
  if (!checkCount(parser, name, operands, count, open ? Infinity : count, extent)) return errorNode(extent);
  const converted = operands.map((operand, index) => {
    if (index >= count) return promoteArgument(toValue(operand));
    const reason = { kind: 'argument', number: index + 1, callee: name.text, parameter: null } as const;
    return convertTo(parser, operand, typeLetters[signature[index + 1]!]!, reason);
  });
  if (converted.some(({ type }) => isError(type))) return errorNode(extent);
  return intrinsicNode(name.text, converted, typeLetters[signature[0]!]!, extent);
}

/** False, after a message, unless there are at least `least` and at most `most` arguments. */
export function checkCount(
  parser: Parser,
  name: Token,
  operands: readonly Expression[],
  least: number,
  most: number,
  extent: Extent,
): boolean {
  if (operands.length >= least && operands.length <= most) return true;
  const few = operands.length < least;
  const message = `too ${few ? 'few' : 'many'} arguments to function '${name.text}'; expected ${few ? least : most}, have ${operands.length}`;
  reportError(parser, 'argument-count', message, extent.place);
  return false;
}

/** `__builtin_memcpy(…)` is a call of `memcpy`, declared here if the program did not. */
function parseLibraryCall(parser: Parser, name: Token, bare: string): Expression | null {
  const signature = librarySignatures[bare];
  if (signature === undefined) return null;
  const { place } = name;
  const { operands, extent } = parseIntrinsicArguments(parser);
  const folded = foldLibraryCall(bare, operands);
  if (folded !== null) return integerNode(folded, typeLetters[signature[0]!] as IntegerType, extent);
  const type = libraryType(bare, place)!;
  const scope = parser.scope;
  parser.scope = parser.fileScope;
  const known = parser.functionSymbols.get(bare);
  const symbol = known ?? declareFunction(parser, { name: bare, type, place, attributes: [] }, 'global', false);
  parser.scope = scope;
  return buildCall(parser, nameFunction(parser, symbol, place), operands, extent);
}

/** What gcc folds at -O0: the length and the comparison of string literals. */
function foldLibraryCall(name: string, operands: readonly Expression[]): bigint | null {
  const texts = operands.map(literalText);
  const [first, second] = texts;
  if (name === 'strlen' && typeof first === 'string') return BigInt(first.length);
  if (name !== 'strcmp' || typeof first !== 'string' || typeof second !== 'string') return null;
  return first < second ? -1n : first > second ? 1n : 0n;
}

/** The characters of a narrow literal before its first NUL, one a byte. */
function literalText(node: Expression): string | null {
  if (node.kind !== 'string' || node.type.kind !== 'array' || node.bytes.length !== node.type.length) return null;
  return byteText(node.bytes.subarray(0, node.bytes.indexOf(0)));
}
