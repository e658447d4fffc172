/**
 * C expressions evaluated at a stopped frame: compiled like any other code, with the frame's variables in place of their names, and run
 * in a thread of their own. What it costs and what it may touch is decided by the VM it is given.
 */
import { hasEffect } from './effects.ts';
import type { Evaluated, Evaluation, EvaluationFrame, EvaluationOptions } from './expression-evaluation/evaluation.ts';
import { frameVariables, scopeOfFrame, visibleMacros } from './expression-evaluation/frame-variables.ts';
import type { FrameVariable } from './expression-evaluation/frame-variables.ts';
import { recall, remember, type PlaceOfEvaluation, type Prepared } from './expression-evaluation/prepared.ts';
import { addressOf, compileGuest } from './expression-evaluation/guest-code.ts';
import { runGuest } from './expression-evaluation/guest-run.ts';
import type { GuestOutcome } from './expression-evaluation/guest-run.ts';
import { sizeOf } from './layout.ts';
import type { MemoryPort } from './memory-port.ts';
import { parseExpression } from './parse.ts';
import { expandText } from './preprocess.ts';
import type { Program } from './program.ts';
import type { Expression } from './syntax.ts';
import { sizeType } from './type-operations/basic-types.ts';
import { isScalar, travelsByAddress } from './type-operations/predicates.ts';
import type { CType } from './types.ts';
import { readRegister } from './vm.ts';

export type { Evaluated, Evaluation, EvaluationFrame, EvaluationOptions };

/** One evaluation on its way. */
interface Evaluating extends Prepared {
  readonly program: Program;
  readonly image: number;
  readonly frame: EvaluationFrame | null;
  readonly options: EvaluationOptions;
}

/** Evaluates in a frame, or, with null, among the globals of an image. Never throws on any text. */
export function evaluateExpression(
  program: Program,
  image: number,
  frame: EvaluationFrame | null,
  text: string,
  options: EvaluationOptions,
): Evaluation {
  const variables = frame ? frameVariables(program, frame) : [];
  const place = { program, image, frame };
  const known = options.repeated ? recall(place, text, variables) : null;
  const prepared = known ?? prepare(place, text, variables);
  if (typeof prepared === 'string') return fail(prepared);
  if (options.repeated && !known) remember(place, text, prepared);
  if (!options.sideEffects && hasEffect(prepared.expression, 'look'))
    return fail('the expression changes something or calls a function; evaluate it in the debug console');
  return evaluateParsed({ program, image, frame, options, ...prepared });
}

/** A sentence: why it is no expression here. */
function prepare(
  { program, image, frame }: PlaceOfEvaluation,
  text: string,
  variables: readonly FrameVariable[],
): Prepared | string {
  const scope = scopeOfFrame(program, image, frame, variables);
  const file = { path: '<expression>', text, builtIn: false };
  const expanded = expandText(file, visibleMacros(program, image, frame, variables));
  const { expression, diagnostics } = parseExpression(expanded.tokens, scope);
  const error = [...expanded.diagnostics, ...diagnostics].find(({ severity }) => severity === 'error');
  if (error || !expression) return error?.message ?? `'${text}' is not an expression`;
  const escaped = variables.find(
    ({ symbol, location }) => symbol.addressTaken && location.kind === 'register' && isScalar(symbol.type),
  );
  if (escaped) return `'${escaped.symbol.name}' is kept in a register here: it has no address`;
  return { expression, variables, compiled: { guest: null } };
}

function fail(message: string): Evaluation {
  return { ok: false, message };
}

function evaluateParsed(evaluating: Evaluating): Evaluation {
  const { expression } = evaluating;
  const { type } = expression;
  if (!expression.lvalue && type.kind !== 'function') return evaluateValue(evaluating, expression);
  const register = registerOf(evaluating, expression);
  if (register !== null) {
    const { thread, depth } = evaluating.frame!;
    return valueOfBytes(type, littleEndian(readRegister(thread, depth, register), sizeOf(type)));
  }
  if (expression.kind === 'member' && expression.member.bitField) {
    const base = compute(evaluating, addressOf(expression.base), sizeType);
    if (!base.ok) return base;
    return object(type, base.result + BigInt(expression.member.offset), expression.member.bitField);
  }
  const address = compute(evaluating, addressOf(expression), sizeType);
  return address.ok ? object(type, address.result, null) : address;
}

function registerOf({ variables }: Evaluating, expression: Expression): number | null {
  if (expression.kind !== 'variable') return null;
  const found = variables.find(({ symbol }) => symbol === expression.symbol);
  return found?.location.kind === 'register' ? found.location.register : null;
}

function evaluateValue(evaluating: Evaluating, expression: Expression): Evaluation {
  const { type } = expression;
  if (travelsByAddress(type) || type.kind === 'array') return evaluateRecord(evaluating, expression);
  const outcome = compute(evaluating, expression, type);
  if (!outcome.ok) return outcome;
  return valueOfBytes(type, littleEndian(outcome.result, type.kind === 'void' ? 0 : sizeOf(type)));
}

/** A record that a function returned stands on the guest's stack, from where its bytes are taken at once. */
function evaluateRecord(evaluating: Evaluating, expression: Expression): Evaluation {
  const outcome = compute(evaluating, addressOf(expression), sizeType);
  if (!outcome.ok) return outcome;
  const kernel = evaluating.program.images[evaluating.image]!.mode === 'kernel';
  const bytes = readBytes(
    kernel ? outcome.vm.kernelPort : outcome.vm.userPort,
    outcome.result,
    sizeOf(expression.type),
  );
  return bytes ? valueOfBytes(expression.type, bytes) : fail('the value cannot be read back from the stack');
}

function readBytes(port: MemoryPort, address: bigint, size: number): Uint8Array | null {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i++) {
    const at = address + BigInt(i);
    if (!port.load(Number(BigInt.asIntN(32, at)), Number(BigInt.asIntN(32, at >> 32n)), 1)) return null;
    bytes[i] = port.valueLow;
  }
  return bytes;
}

function compute(evaluating: Evaluating, expression: Expression, type: CType): GuestOutcome {
  const { program, image, frame, variables, options, compiled } = evaluating;
  const surroundings = { program, image, variables, threadPointer: frame?.thread.threadPointer ?? 0n };
  const guest = (compiled.guest ??= compileGuest(surroundings, expression, type, options.repeated ?? false));
  const error = guest.errors[0];
  return error ? { ok: false, message: error.message } : runGuest(guest.program, frame, variables, options);
}

function object(type: CType, address: bigint, bitField: Evaluated['bitField']): Evaluation {
  return { ok: true, value: { type, address: BigInt.asUintN(64, address), bitField, bytes: null } };
}

function valueOfBytes(type: CType, bytes: Uint8Array): Evaluation {
  return { ok: true, value: { type, address: null, bitField: null, bytes } };
}

function littleEndian(value: bigint, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
}
