/**
 * Page faults of user addresses, as handle_mm_fault of Linux 6.1 resolves them: anonymous memory on demand, the shared zero page, copying on
 * write, the growing stack. Kernel addresses and what cannot be resolved become a signal or an oops, in the words of arch/x86/mm/fault.c.
 *
 * Not modelled: a driver's `vm_ops->fault` (drivers map in their mmap), files in the page cache.
 */
import { pte } from '../../hardware/mmu.ts';
import { hasMemory } from '../../hardware/physical-memory.ts';
import type { MemoryFault } from '../../c-language/memory-port.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { frameBytes } from '../page-allocator.ts';
import { specialBit } from '../page-tables.ts';
import { userEnd, type AddressSpace } from './address-space.ts';
import { growStack } from './stack-growth.ts';
import {
  allocateUserPage,
  clearFrame,
  copyFrame,
  dropReference,
  flushUserRange,
  mapEntry,
  mapPage,
  pageEntry,
  type Recorder,
} from './user-pages.ts';
import { findVma, vm, type VmArea } from './vma.ts';

export type FaultOutcome =
  | { readonly kind: 'handled' }
  | { readonly kind: 'signal'; readonly signal: 'SIGSEGV' | 'SIGBUS'; readonly reason: string }
  | { readonly kind: 'oops'; readonly reason: string };

/** What the fault of one access needs to know. */
interface Fault {
  readonly world: MemoryWorld;
  readonly space: AddressSpace;
  readonly cpu: number;
  /** Page aligned. */
  readonly page: bigint;
  readonly write: boolean;
  readonly record: Recorder;
}
type Refusal = { readonly signal: 'SIGSEGV' | 'SIGBUS'; readonly reason: string };

const handled: FaultOutcome = { kind: 'handled' };
const outOfMemory: Refusal = { signal: 'SIGBUS', reason: 'Out of memory' };

/** Resolves the fault in the address space of the task, or says what it comes to. `record` puts entries into the journal for that CPU and task. */
export function resolveFault(
  world: MemoryWorld,
  cpu: number,
  task: { readonly pid: number; readonly addressSpace: number },
  fault: MemoryFault,
  record: Recorder,
): FaultOutcome {
  const space = world.kernel.addressSpaces.spaces.get(task.addressSpace);
  const refusal = space ? resolve(world, space, cpu, fault, record) : noSpace;
  if (refusal && space) space.counters.refusedFaults++;
  const outcome: FaultOutcome = !refusal
    ? handled
    : fault.mode === 'kernel'
      ? { kind: 'oops', reason: oopsText(fault, refusal) }
      : { kind: 'signal', ...refusal };
  const said = outcome.kind === 'handled' ? 'handled' : outcome.kind === 'signal' ? outcome.signal : 'oops';
  const { address, access } = fault;
  record({ kind: 'page-fault', process: task.pid, address, access, outcome: said });
  return outcome;
}

/**
 * Makes [address, address + length) accessible page by page, as a copy to or from user space would by faulting. Returns how many bytes from the
 * start can be accessed; a kernel copy reports the rest as not copied.
 */
export function faultIn(
  world: MemoryWorld,
  cpu: number,
  task: { readonly pid: number; readonly addressSpace: number },
  address: bigint,
  length: number,
  write: boolean,
  record: Recorder,
): number {
  const space = world.kernel.addressSpaces.spaces.get(task.addressSpace);
  if (!space || space.id === 0) return 0;
  for (let done = 0; done < length;) {
    const at = address + BigInt(done);
    if (!isAccessible(pageEntry(world, space, at), at, write)) {
      const access = write ? 'write' : 'read';
      const fault: MemoryFault = { kind: 'not-present', access, mode: 'user', address: at, size: 1 };
      if (resolveFault(world, cpu, task, fault, record).kind !== 'handled') return done;
    }
    done = Math.min(length, done + frameBytes - Number(at & 4095n));
  }
  return length;
}

const noSpace: Refusal = { signal: 'SIGSEGV', reason: 'the task has no address space' };

function resolve(
  world: MemoryWorld,
  space: AddressSpace,
  cpu: number,
  { kind, access, address }: MemoryFault,
  record: Recorder,
): Refusal | null {
  if (kind === 'bus-error') return { signal: 'SIGBUS', reason: `nothing answers behind ${hexadecimal(address)}` };
  if (kind === 'non-canonical') return { signal: 'SIGSEGV', reason: `${hexadecimal(address)} is not canonical` };
  if (address >= userEnd) return { signal: 'SIGSEGV', reason: `${hexadecimal(address)} is a kernel address` };
  if (space.id === 0) return { signal: 'SIGSEGV', reason: 'a kernel thread has no user memory' };
  const vma = findVma(space, address) ?? growStack(space, address);
  if (!vma) return { signal: 'SIGSEGV', reason: `nothing is mapped at ${hexadecimal(address)}` };
  const right = { read: vm.READ | vm.WRITE | vm.EXEC, write: vm.WRITE, execute: vm.EXEC }[access];
  if (!(vma.flags & right)) {
    return { signal: 'SIGSEGV', reason: `${hexadecimal(address)} (${vma.what}) does not allow ${access} access` };
  }
  return handlePage({ world, space, cpu, page: address & ~4095n, write: access === 'write', record }, vma);
}

function handlePage(fault: Fault, vma: VmArea): Refusal | null {
  const { world, space, page, write } = fault;
  const entry = pageEntry(world, space, page);
  if (entry === null) return fillPage(fault, vma);
  if (!write || entry & pte.writable) {
    // The tables allow it already: this CPU's TLB had an older word.
    space.counters.spuriousFaults++;
    flush(fault);
    return null;
  }
  return vma.flags & vm.SHARED ? allowWrite(fault, entry) : copyPage(fault, vma, entry);
}

/** First touch. */
function fillPage(fault: Fault, vma: VmArea): Refusal | null {
  const { world, space, cpu, page, write } = fault;
  if (vma.structAddress !== 0n || vma.flags & vm.PFNMAP) {
    return { signal: 'SIGBUS', reason: `the driver mapped no page at ${hexadecimal(page)} (${vma.what})` };
  }
  if (vma.unbacked !== undefined) return { signal: 'SIGBUS', reason: `${hexadecimal(page)}: ${vma.unbacked}` };
  const executable = (vma.flags & vm.EXEC) !== 0;
  if (!write && !(vma.flags & vm.SHARED)) {
    const { zeroFrame } = world.kernel.addressSpaces;
    const rights = { writable: false, executable, special: true };
    if (!mapPage(world, space, page, zeroFrame, rights, cpu)) return outOfMemory;
    space.counters.zeroPageFaults++;
    return null;
  }
  const frame = newPage(fault, vma);
  if (frame === null) return outOfMemory;
  clearFrame(world, frame);
  space.counters.anonymousFaults++;
  return install(fault, vma, frame);
}

/** A private page that is not the space's own yet gets a copy (do_wp_page). */
function copyPage(fault: Fault, vma: VmArea, entry: bigint): Refusal | null {
  const { world, space, cpu } = fault;
  const source = Number((entry & pte.addressMask) >> 12n);
  if (!hasMemory(world.hardware.memory, source * frameBytes, frameBytes)) {
    return { signal: 'SIGBUS', reason: `device memory at ${hexadecimal(fault.page)} cannot be copied on write` };
  }
  const frame = newPage(fault, vma);
  if (frame === null) return outOfMemory;
  copyFrame(world, source, frame);
  const refusal = install(fault, vma, frame);
  if (refusal) return refusal;
  space.counters.copyFaults++;
  if (!(entry & specialBit)) {
    space.counters.residentPages--;
    dropReference(world.kernel.pageAllocator, source, cpu);
  }
  flush(fault);
  return null;
}

function allowWrite(fault: Fault, entry: bigint): Refusal | null {
  mapEntry(fault.world, fault.space, fault.page, entry | pte.writable | pte.dirty, fault.cpu);
  flush(fault);
  return null;
}

function newPage({ world, space, cpu }: Fault, vma: VmArea): number | null {
  return allocateUserPage(world, space, vma.what, cpu);
}

/** Maps a page of the space's own; gives it back when there is no memory for the table. */
function install({ world, space, cpu, page, write }: Fault, vma: VmArea, frame: number): Refusal | null {
  const writable = (vma.flags & vm.WRITE) !== 0;
  const executable = (vma.flags & vm.EXEC) !== 0;
  if (!mapPage(world, space, page, frame, { writable, executable, dirty: write }, cpu)) {
    dropReference(world.kernel.pageAllocator, frame, cpu);
    return outOfMemory;
  }
  space.counters.residentPages++;
  return null;
}

function flush({ world, space, page, cpu, record }: Fault): void {
  flushUserRange(world, space, page, page + 4096n, cpu, record);
}

function isAccessible(entry: bigint | null, address: bigint, write: boolean): boolean {
  if (entry === null || address >= userEnd || !(entry & pte.user)) return false;
  return !write || (entry & pte.writable) !== 0n;
}

/** The first line of what the kernel logs when it faults itself. */
function oopsText({ kind, address }: MemoryFault, refusal: Refusal): string {
  const digits = address.toString(16).padStart(16, '0');
  if (kind === 'non-canonical') {
    return `general protection fault, probably for non-canonical address 0x${address.toString(16)}: 0000 [#1] PREEMPT SMP`;
  }
  if (kind === 'bus-error') return refusal.reason;
  if (address < 4096n) return `BUG: kernel NULL pointer dereference, address: ${digits}`;
  return `BUG: unable to handle page fault for address: ${digits}`;
}

function hexadecimal(value: bigint): string {
  return `0x${value.toString(16)}`;
}

/** Touches every page of an area as MAP_POPULATE does, without fault records. Stops silently when memory runs out. */
export function populate(
  world: MemoryWorld,
  cpu: number,
  space: AddressSpace,
  start: bigint,
  end: bigint,
  record: Recorder,
): void {
  const vma = findVma(space, start);
  if (!vma || !(vma.flags & (vm.READ | vm.WRITE))) return;
  const write = (vma.flags & vm.WRITE) !== 0;
  for (let page = start; page < end; page += 4096n) {
    if (pageEntry(world, space, page) !== null) continue;
    if (handlePage({ world, space, cpu, page, write, record }, vma)) return;
  }
}
