/** Conditions and log messages of breakpoints: C expressions evaluated in the frame that has reached them. */
import { doubleFromExtended } from '../c-language/extended-precision.ts';
import { sizeOf } from '../c-language/layout.ts';
import type { CType } from '../c-language/types.ts';
import { evaluateInRuntime, type CValue } from '../inspect/values.ts';
import { physicalAddress } from '../inspect/memory.ts';
import { coherentRead } from '../hardware/coherent-access.ts';
import type { Task } from '../kernel/tasks.ts';
import type { Runtime } from '../runtime.ts';

/** At each arrival. */
const asOften = { sideEffects: true, repeated: true };

/** `error`: why the condition cannot be evaluated. */
export function conditionHolds(
  runtime: Runtime,
  task: Task,
  condition: string,
): { value: boolean; error: string | null } {
  const outcome = evaluateInRuntime(runtime, { task: task.pid, depth: 0 }, condition, asOften);
  if (!outcome.ok) return { value: false, error: outcome.message };
  const value = scalarOf(runtime, outcome.value);
  return value === null
    ? { value: false, error: 'it is not a number or pointer' }
    : { value: value !== 0n, error: null };
}

/** Replaces each `{expression}` by its value. */
export function expandLogMessage(runtime: Runtime, task: Task, message: string): string {
  return message.replace(/\{([^{}]+)\}/g, (_, expression: string) => {
    const outcome = evaluateInRuntime(runtime, { task: task.pid, depth: 0 }, expression, asOften);
    return outcome.ok ? describe(runtime, outcome.value) : `<${outcome.message}>`;
  });
}

function describe(runtime: Runtime, value: CValue): string {
  const scalar = scalarOf(runtime, value);
  if (scalar === null) return '{…}';
  if (value.type.kind === 'pointer') return `0x${BigInt.asUintN(64, scalar).toString(16)}`;
  return scalar.toString();
}

/** Integers, enums, pointers and floating values (their integer part); null for anything else. */
function scalarOf(runtime: Runtime, { type, address, bytes, bitField, space }: CValue): bigint | null {
  if (type.kind === 'record' || type.kind === 'array' || type.kind === 'void') return null;
  if (type.kind === 'function') return address;
  const physical = address === null ? null : physicalAddress(runtime.world, space, address);
  const stored = bytes ?? (physical === null ? null : coherentRead(runtime.world.hardware, physical, sizeOf(type)));
  if (!stored) return null;
  const raw = stored.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  if (type.kind === 'floating') return floatingTruth(stored);
  if (bitField) return extend(type, raw >> BigInt(bitField.bitOffset), bitField.width);
  return extend(type, raw, 8 * sizeOf(type));
}

function extend(type: CType, value: bigint, width: number): bigint {
  const integer = type.kind === 'enum' ? type.declaration.underlying : type;
  return integer.kind === 'integer' && integer.signed ? BigInt.asIntN(width, value) : BigInt.asUintN(width, value);
}

function floatingTruth(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const extended = (): number =>
    doubleFromExtended(view.getBigUint64(0, true) | (BigInt(view.getUint16(8, true)) << 64n));
  const value =
    bytes.length === 4 ? view.getFloat32(0, true) : bytes.length === 8 ? view.getFloat64(0, true) : extended();
  return value === 0 ? 0n : BigInt(Math.trunc(value)) || 1n;
}
