/**
 * What the kernel does about a memory access that failed (Linux 6.1: arch/x86/mm/fault.c, mm/memory.c): demand zero pages, copy on write, stack growth,
 * or the end of the program.
 *
 * Not modelled: SMAP (a driver that follows a user pointer directly is not caught), file-backed pages, swap, huge pages.
 */
import type { MemoryFault } from '../../c-language/memory-port.ts';
import { copyBulk, fillBulk } from '../../hardware/cpu-bulk.ts';
import { coherentWrite64 } from '../../hardware/coherent-access.ts';
import { pte } from '../../hardware/mmu.ts';
import { hasMemory } from '../../hardware/physical-memory.ts';
import type { KernelContext } from '../kernel-context.ts';
import { directAddress } from '../kernel-memory.ts';
import { allocatePages, frameBytes, freePages } from '../page-allocator.ts';
import { GFP_HIGHUSER_MOVABLE } from '../page-allocator/gfp.ts';
import { ensureEntry, findEntry, mapPage, specialBit } from '../page-tables.ts';
import { flushUserPages } from '../tlb-flush.ts';
import { tableMemoryOf } from './address-space.ts';
import type { AddressSpace } from './address-space.ts';
import { findArea, firstAreaEndingAbove, isFree, vm } from './vma.ts';
import type { VmArea } from './vma.ts';

/** `port` must be the kernel's port of the CPU that faulted: new pages are cleared by its stores. */
export type FaultContext = Pick<KernelContext, 'world' | 'cpu' | 'task' | 'port' | 'record'>;

export type PageFaultOutcome =
  | { readonly kind: 'handled' }
  /** For the process: `errorCode` as the log shows it. */
  | {
      readonly kind: 'signal';
      readonly signal: 'SIGSEGV' | 'SIGBUS';
      readonly reason: string;
      readonly errorCode: number;
    }
  /** The kernel itself did something it must not: the first lines of its report. */
  | { readonly kind: 'oops'; readonly text: string }
  /** The driver's `vm_ops->fault` has to be asked; `insertFaultPage` takes its answer. */
  | { readonly kind: 'driver'; readonly area: VmArea; readonly address: bigint; readonly write: boolean };

const userHalfEnd = 1n << 47n;
const userPage = pte.present | pte.user | pte.accessed;

export function handlePageFault(context: FaultContext, fault: MemoryFault): PageFaultOutcome {
  const outcome = decide(context, fault);
  const told = outcome.kind === 'handled' ? 'handled' : outcome.kind === 'signal' ? outcome.signal : outcome.kind;
  if (outcome.kind !== 'handled') {
    const process = context.task?.pid ?? 0;
    context.record({ kind: 'page-fault', process, address: fault.address, access: fault.access, outcome: told });
  }
  return outcome;
}

/** Puts a page that a driver's fault handler named into the process. False: no memory for tables. */
export function insertFaultPage(
  context: FaultContext,
  space: AddressSpace,
  area: VmArea,
  address: bigint,
  frame: number,
): boolean {
  const write = (area.flags & (vm.WRITE | vm.SHARED)) === (vm.WRITE | vm.SHARED);
  return setPage(context, space, area, address & ~4095n, frame, write, 0n);
}

/** Page-table rights of an area's pages, without the write bit. */
export function areaRights(area: VmArea): bigint {
  return userPage | (area.flags & vm.EXEC ? 0n : pte.noExecute);
}

function decide(context: FaultContext, fault: MemoryFault): PageFaultOutcome {
  if (fault.kind === 'bus-error') return refuse(fault, 'SIGBUS', 'nothing answers at this physical address');
  if (fault.kind === 'non-canonical' || fault.address >= userHalfEnd)
    return refuse(fault, 'SIGSEGV', 'not a user address');
  const space = context.world.kernel.addressSpaces.spaces.get(context.task?.addressSpace ?? 0)!;
  if (space.id === 0) return refuse(fault, 'SIGSEGV', 'no process');
  const area = areaFor(space, fault.address);
  if (!area) return refuse(fault, 'SIGSEGV', 'nothing is mapped there');
  if (!permits(area, fault.access)) return refuse(fault, 'SIGSEGV', `the mapping does not permit a ${fault.access}`);
  return resolve(context, space, area, fault);
}

/** The area of an address; a stack grows down to it if that is near enough. */
function areaFor(space: AddressSpace, address: bigint): VmArea | null {
  const area = findArea(space, address);
  if (area) return area;
  const above = firstAreaEndingAbove(space, address);
  if (!above || !(above.flags & vm.GROWSDOWN)) return null;
  const start = address & ~4095n;
  if (start < above.growthLimit || !isFree(space, start, above.start)) return null;
  above.start = start;
  return above;
}

function permits(area: VmArea, access: MemoryFault['access']): boolean {
  if (access === 'write') return (area.flags & vm.WRITE) !== 0;
  return (area.flags & (access === 'execute' ? vm.EXEC : vm.READ | vm.WRITE | vm.EXEC)) !== 0;
}

function resolve(context: FaultContext, space: AddressSpace, area: VmArea, fault: MemoryFault): PageFaultOutcome {
  const address = fault.address & ~4095n;
  const write = fault.access === 'write';
  const found = findEntry(context.world.hardware, space.root, address);
  const entry = found?.entry ?? 0n;
  if (entry & pte.present) {
    if (!write || entry & pte.writable) flushUserPages(context, space.asid, address, 1);
    else if (area.flags & vm.SHARED) coherentWrite64(context.world.hardware, found!.address, entry | pte.writable);
    else return copyOnWrite(context, space, area, address, entry, fault);
    return handled(context, fault, 'spurious');
  }
  if (area.handlesFaults) return { kind: 'driver', area, address: fault.address, write };
  if (area.file !== 0n && area.flags & vm.SHARED) return refuse(fault, 'SIGBUS', 'the file has no page there');
  if (!write) {
    const zero = context.world.kernel.addressSpaces.zeroFrame;
    if (!setPage(context, space, area, address, zero, false, specialBit)) return outOfMemory(fault);
    return handled(context, fault, 'zero page');
  }
  const frame = newUserPage(context, space);
  if (frame === null) return outOfMemory(fault);
  fillBulk(context.port, directAddress(frame * frameBytes), frameBytes, 0);
  if (!setPage(context, space, area, address, frame, true, 0n)) return outOfMemory(fault);
  return handled(context, fault, 'new page');
}

/** A write to the page of zeros or to frames that a driver mapped privately gets its own page; a page nobody shares is made writable. */
function copyOnWrite(
  context: FaultContext,
  space: AddressSpace,
  area: VmArea,
  address: bigint,
  entry: bigint,
  fault: MemoryFault,
): PageFaultOutcome {
  const { hardware, kernel } = context.world;
  const old = Number(entry & pte.addressMask) / frameBytes;
  const counted = (entry & specialBit) === 0n;
  const references = kernel.pageAllocator.references.get(old) ?? 1;
  if (counted && references === 1 && kernel.pageAllocator.allocated.has(old)) {
    setPage(context, space, area, address, old, true, 0n);
    flushUserPages(context, space.asid, address, 1);
    return handled(context, fault, 'reused page');
  }
  const frame = newUserPage(context, space);
  if (frame === null) return outOfMemory(fault);
  const to = directAddress(frame * frameBytes);
  if (old === kernel.addressSpaces.zeroFrame) fillBulk(context.port, to, frameBytes, 0);
  else if (hasMemory(hardware.memory, old * frameBytes, frameBytes)) {
    copyBulk(context.port, to, context.port, directAddress(old * frameBytes), frameBytes);
  }
  setPage(context, space, area, address, frame, true, 0n);
  flushUserPages(context, space.asid, address, 1);
  if (counted) dropUserFrame(context, old);
  return handled(context, fault, 'copied page');
}

/** One mapping of a frame less; the last one frees it. */
export function dropUserFrame(context: Pick<KernelContext, 'world' | 'cpu'>, frame: number): void {
  const { pageAllocator } = context.world.kernel;
  const references = pageAllocator.references.get(frame) ?? 1;
  if (references > 2) pageAllocator.references.set(frame, references - 1);
  else if (references === 2) pageAllocator.references.delete(frame);
  else freePages(pageAllocator, frame, 0, context.cpu);
}

function newUserPage(context: FaultContext, space: AddressSpace): number | null {
  const owner = { kind: 'user', what: space.name, statement: null } as const;
  return allocatePages(context.world.kernel.pageAllocator, {
    order: 0,
    gfp: GFP_HIGHUSER_MOVABLE,
    cpu: context.cpu,
    owner,
  });
}

function setPage(
  context: FaultContext,
  space: AddressSpace,
  area: VmArea,
  address: bigint,
  frame: number,
  write: boolean,
  more: bigint,
): boolean {
  const memory = tableMemoryOf(context.world, context.cpu, space.name);
  if (ensureEntry(memory, space.root, address, 3) === null) return false;
  const rights = areaRights(area) | more | (write ? pte.writable | pte.dirty : 0n);
  return mapPage(memory, space.root, address, BigInt(frame * frameBytes) | rights);
}

function handled(context: FaultContext, fault: MemoryFault, outcome: string): PageFaultOutcome {
  const process = context.task?.pid ?? 0;
  context.record({ kind: 'page-fault', process, address: fault.address, access: fault.access, outcome });
  return { kind: 'handled' };
}

function outOfMemory(fault: MemoryFault): PageFaultOutcome {
  return refuse(fault, 'SIGBUS', 'out of memory');
}

function refuse(fault: MemoryFault, signal: 'SIGSEGV' | 'SIGBUS', reason: string): PageFaultOutcome {
  if (fault.mode === 'kernel') return { kind: 'oops', text: oopsText(fault) };
  return { kind: 'signal', signal, reason, errorCode: errorCodeOf(fault) };
}

/** P, W, U, I of the x86 page-fault error code. */
function errorCodeOf(fault: MemoryFault): number {
  const bits = { 'not-present': 0, protection: 1, 'non-canonical': 0, 'bus-error': 0 } as const;
  return (
    bits[fault.kind] |
    (fault.access === 'write' ? 2 : 0) |
    (fault.mode === 'user' ? 4 : 0) |
    (fault.access === 'execute' ? 16 : 0)
  );
}

/** The lines with which the kernel begins its report. */
export function oopsText(fault: MemoryFault): string {
  const address = fault.address.toString(16).padStart(16, '0');
  if (fault.kind === 'non-canonical') {
    return `general protection fault, probably for non-canonical address 0x${fault.address.toString(16)}: 0000 [#1] PREEMPT SMP`;
  }
  if (fault.kind === 'bus-error') return `mce: [Hardware Error]: no memory or device answers at address 0x${address}`;
  const what =
    fault.address < 4096n ? 'kernel NULL pointer dereference, address' : 'unable to handle page fault for address';
  const access = { read: 'read access', write: 'write access', execute: 'instruction fetch' }[fault.access];
  const code = errorCodeOf(fault).toString(16).padStart(4, '0');
  const why = fault.kind === 'protection' ? 'permissions violation' : 'not-present page';
  return `BUG: ${what}: ${address}\n#PF: supervisor ${access} in kernel mode\n#PF: error_code(0x${code}) - ${why}`;
}
