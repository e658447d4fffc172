/** The kernel's view of its own memory from TypeScript: translating kernel addresses, and peeking and poking its bookkeeping there. */
import { coherentPeek64, coherentRead, coherentWrite } from '../hardware/coherent-access.ts';
import { walkTo } from '../hardware/mmu.ts';
import { hasMemory } from '../hardware/physical-memory.ts';
import { bigintOf, highWordOf, lowWordOf, numberOf } from '../hardware/unsigned64.ts';
import type { MemoryWorld } from './memory-world.ts';
import { directMapBase, directMapEnd, vmemmapBase } from './virtual-layout.ts';

const structPageBytes = 64;
const vmemmapBytes = 2 ** 44;
const vmemmapHigh = numberOf(vmemmapBase >> 32n);

export function kernelRoot(world: MemoryWorld): number {
  return world.kernel.addressSpaces.spaces.get(0)!.root;
}

/** `__va`: the address in the direct map. */
export function directAddress(physical: number): bigint {
  return directMapBase + bigintOf(physical);
}

/** `__pa` of a direct-map address; null for any other address. */
export function directPhysical(address: bigint): number | null {
  return address >= directMapBase && address < directMapEnd ? numberOf(address - directMapBase) : null;
}

/** `struct page *` of a frame. */
export function pageAddress(frame: number): bigint {
  return vmemmapBase + bigintOf(frame * structPageBytes);
}

/** The frame that a `struct page *` stands for; null when it is none. */
export function frameOfPage(page: bigint): number | null {
  const offset = (highWordOf(page) - vmemmapHigh) * 2 ** 32 + lowWordOf(page);
  return offset >= 0 && offset < vmemmapBytes && (offset & (structPageBytes - 1)) === 0
    ? offset / structPageBytes
    : null;
}

/** Where a kernel virtual address stands in RAM; null where nothing is mapped or a device answers. */
export function kernelPhysical(world: MemoryWorld, address: bigint): number | null {
  const direct = directPhysical(address);
  if (direct !== null) return hasMemory(world.hardware.memory, direct, 1) ? direct : null;
  const physical = walkTo(world.hardware, kernelRoot(world), address);
  return physical !== null && hasMemory(world.hardware.memory, physical, 1) ? physical : null;
}

/** Thrown when the kernel model's own bookkeeping meets an address that is not its memory: the caller gave a wild pointer. */
export class BadKernelAddress extends Error {
  constructor(readonly address: bigint) {
    super(`0x${address.toString(16)} is not kernel memory`);
  }
}

/** Throws `BadKernelAddress`. */
export function peekKernel(world: MemoryWorld, address: bigint, length: number): Uint8Array {
  const result = new Uint8Array(length);
  forEachPage(world, address, length, (physical, offset, count) =>
    result.set(coherentRead(world.hardware, physical, count), offset),
  );
  return result;
}

/** Eight bytes, little-endian, without the arrays of `peekKernel` where they are aligned. Throws `BadKernelAddress`. */
export function peekKernel64(world: MemoryWorld, address: bigint): bigint {
  const physical = (lowWordOf(address) & 7) === 0 ? kernelPhysical(world, address) : null;
  if (physical === null) return new DataView(peekKernel(world, address, 8).buffer).getBigUint64(0, true);
  return coherentPeek64(world.hardware, physical);
}

/** Throws `BadKernelAddress`. */
export function pokeKernel(world: MemoryWorld, address: bigint, bytes: Uint8Array): void {
  forEachPage(world, address, bytes.length, (physical, offset, count) =>
    coherentWrite(world.hardware, physical, bytes.subarray(offset, offset + count)),
  );
}

function forEachPage(
  world: MemoryWorld,
  address: bigint,
  length: number,
  visit: (physical: number, offset: number, count: number) => void,
): void {
  for (let offset = 0; offset < length;) {
    const at = address + BigInt(offset);
    const count = Math.min(length - offset, 4096 - Number(at & 4095n));
    const physical = kernelPhysical(world, at);
    if (physical === null || !hasMemory(world.hardware.memory, physical, count)) throw new BadKernelAddress(at);
    visit(physical, offset, count);
    offset += count;
  }
}
