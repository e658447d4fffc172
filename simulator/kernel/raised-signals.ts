/** Signals that the hardware raises in a program: whether it handles them, and marking them as pending (kernel/signal.c does the rest). */
import type { World } from '../world.ts';
import { readField, structLayout, writeField } from './c-struct.ts';
import { peekKernel } from './kernel-memory.ts';
import type { Task } from './tasks.ts';

/** A handler that is set and not blocked. */
export function isHandled(world: World, task: Task, signal: number): boolean {
  const shared = readField(world, 'task_struct', task.structAddress, 'signal');
  const blocked = readField(world, 'task_struct', task.structAddress, 'blocked');
  if (shared === 0n || blocked & bitOf(signal)) return false;
  const actions = structLayout(world.program, 'signal_struct').find('action')!.offset;
  const { size } = structLayout(world.program, 'k_sigaction');
  const handler = peekKernel(world, shared + BigInt(actions + (signal - 1) * size), 8);
  return new DataView(handler.buffer, handler.byteOffset).getBigUint64(0, true) > 1n;
}

/** `code`: what a handler finds in si_code. */
export function raise(world: World, task: Task, signal: number, address: bigint, code: number): void {
  const pending = readField(world, 'task_struct', task.structAddress, 'pending.signal');
  writeField(world, 'task_struct', task.structAddress, 'pending.signal', pending | bitOf(signal));
  writeField(world, 'task_struct', task.structAddress, 'fault_address', address);
  writeField(world, 'task_struct', task.structAddress, 'fault_code', BigInt(code));
  task.signalPending = true;
}

/** SEGV_ACCERR, or else SEGV_MAPERR. */
export function accessCode({ kernel }: World, { addressSpace }: Task, address: bigint): number {
  const areas = kernel.addressSpaces.spaces.get(addressSpace)?.areas ?? [];
  return areas.some(({ start, end }) => start <= address && address < end) ? 2 : 1;
}

function bitOf(signal: number): bigint {
  return 1n << BigInt(signal - 1);
}
