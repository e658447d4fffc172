/** `__atomic_*` and `__sync_*`: generic in the type of the object that their first argument points to. */
import {
  boolType,
  integerTypes,
  intType,
  pointerTo,
  unqualified,
  voidType,
} from '../../type-operations/basic-types.ts';
import { quoteType } from '../../type-operations/description.ts';
import { isError, isScalar } from '../../type-operations/predicates.ts';
import type { Expression } from '../../syntax.ts';
import type { Token } from '../../token.ts';
import type { CType } from '../../types.ts';
import { convertTo } from '../conversions.ts';
import { reportError } from '../diagnostics.ts';
import { errorNode, integerNode, intrinsicNode, toValue } from '../nodes.ts';
import type { Parser } from '../state.ts';
import { checkCount, parseIntrinsicArguments } from './intrinsics.ts';
import { atomicSignatures } from './signatures.ts';

/** `bare` is the name without its leading underscores; null (nothing consumed) if it is none of these. */
export function parseAtomic(parser: Parser, name: Token, bare: string): Expression | null {
  if (bare === 'sync_synchronize' || bare === 'atomic_thread_fence' || bare === 'atomic_signal_fence') {
    const { operands, extent } = parseIntrinsicArguments(parser);
    return intrinsicNode(name.text, operands.map(toValue), voidType, extent);
  }
  if (bare === 'atomic_always_lock_free' || bare === 'atomic_is_lock_free') {
    return integerNode(1n, boolType, parseIntrinsicArguments(parser).extent);
  }
  const signature = atomicSignatures[bare.replace(/_(?:1|2|4|8|16)$/, '')];
  return signature === undefined ? null : parseOnObject(parser, name, signature);
}

function parseOnObject(parser: Parser, name: Token, signature: string): Expression {
  const { operands, extent } = parseIntrinsicArguments(parser);
  const count = signature.length - 2;
  if (!checkCount(parser, name, operands, count, Infinity, extent)) return errorNode(extent);
  const pointer = toValue(operands[0]!);
  if (isError(pointer.type)) return errorNode(extent);
  const target = pointer.type.kind === 'pointer' ? objectType(pointer.type.target, signature) : null;
  if (!target) {
    reportError(
      parser,
      'bad-operand',
      `argument 1 of '${name.text}' has type ${quoteType(pointer.type)}: no pointer to a scalar`,
      pointer.place,
    );
    return errorNode(extent);
  }
  const converted = operands.map((operand, index) => {
    if (index === 0) return pointer;
    const letter = signature[index + 1] ?? '.';
    const type = letter === 'T' ? target : letter === 'E' ? pointerTo(target) : intType;
    const reason = { kind: 'argument', number: index + 1, callee: name.text, parameter: null } as const;
    return index >= count ? toValue(operand) : convertTo(parser, operand, type, reason);
  });
  if (converted.some(({ type }) => isError(type))) return errorNode(extent);
  const result = { T: target, b: boolType, v: voidType }[signature[0] as 'T' | 'b' | 'v'];
  return intrinsicNode(name.text, converted, result, extent);
}

/** What is loaded and stored; a flag behind `void *` is a byte, and records go by pointer only. */
function objectType(target: CType, signature: string): CType | null {
  if (isScalar(target)) return unqualified(target);
  if (target.kind === 'void') return integerTypes['unsigned char'];
  return target.kind === 'record' && !signature.includes('T') ? unqualified(target) : null;
}
