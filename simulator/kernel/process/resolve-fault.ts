/**
 * Page faults of user addresses, as handle_mm_fault of Linux 6.1 resolves them: anonymous memory on demand, the shared zero page, copying on
 * write, the growing stack. Kernel addresses and what cannot be resolved become a signal or an oops, in the words of arch/x86/mm/fault.c.
 *
 * Not modelled: files in the page cache, `page_mkwrite` and `pfn_mkwrite`.
 */
import { pte } from '../../hardware/mmu.ts';
import { hasMemory } from '../../hardware/physical-memory.ts';
import type { MemoryFault } from '../../c-language/memory-port.ts';
import { readField } from '../c-struct.ts';
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

/** The driver's `vm_ops->fault` has to be asked, in C: whoever can runs `__do_driver_fault` (mm/memory.c) and repeats the access. */
export interface DriverFault {
  readonly kind: 'driver';
  /** C `struct vm_area_struct`. */
  readonly area: bigint;
  readonly address: bigint;
  readonly write: boolean;
}

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
): FaultOutcome | DriverFault {
  const space = world.kernel.addressSpaces.spaces.get(task.addressSpace);
  const found = space ? resolve(world, space, cpu, fault, record) : noSpace;
  const outcome = outcomeOf(fault, found);
  if (space && (outcome.kind === 'signal' || outcome.kind === 'oops')) space.counters.refusedFaults++;
  const said = outcome.kind === 'signal' ? outcome.signal : outcome.kind;
  const { address, access } = fault;
  record({ kind: 'page-fault', process: task.pid, address, access, outcome: said });
  return outcome;
}

function outcomeOf(fault: MemoryFault, found: Refusal | DriverFault | null): FaultOutcome | DriverFault {
  if (!found) return handled;
  if ('kind' in found) return found;
  return fault.mode === 'kernel'
    ? { kind: 'oops', reason: oopsText(fault, found) }
    : { kind: 'signal', signal: found.signal, reason: found.reason };
}

const noSpace: Refusal = { signal: 'SIGSEGV', reason: 'the task has no address space' };

function resolve(
  world: MemoryWorld,
  space: AddressSpace,
  cpu: number,
  { kind, access, address }: MemoryFault,
  record: Recorder,
): Refusal | DriverFault | null {
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
  const page = address & ~4095n;
  const found = handlePage({ world, space, cpu, page, write: access === 'write', record }, vma);
  return found && 'kind' in found ? { ...found, address } : found;
}

function handlePage(fault: Fault, vma: VmArea): Refusal | DriverFault | null {
  const { world, space, page, write } = fault;
  const entry = pageEntry(world, space, page);
  if (entry === null) return vma.structAddress === 0n ? fillPage(fault, vma) : askDriver(fault, vma);
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

/** A driver without `fault` has mapped in its mmap all that there will ever be; what one with `fault` answered is kept for one repetition. */
function askDriver({ world, space, page, write }: Fault, vma: VmArea): Refusal | DriverFault {
  const { refused } = space;
  space.refused = null;
  if (refused?.page === page)
    return { signal: refused.signal, reason: `the driver's fault handler refused ${hexadecimal(page)}` };
  const operations = readField(world, 'vm_area_struct', vma.structAddress, 'vm_ops');
  if (operations === 0n || readField(world, 'vm_operations_struct', operations, 'fault') === 0n) {
    return { signal: 'SIGBUS', reason: `the driver mapped no page at ${hexadecimal(page)} (${vma.what})` };
  }
  return { kind: 'driver', area: vma.structAddress, address: page, write };
}

/** The page that a driver's `fault` named, with the reference that it took, becomes the process' own. False: no memory. */
export function mapFaultPage(
  world: MemoryWorld,
  space: AddressSpace,
  vma: VmArea,
  page: bigint,
  frame: number,
  cpu: number,
): boolean {
  const shared = (vma.flags & vm.SHARED) !== 0;
  const rights = { writable: shared && (vma.flags & vm.WRITE) !== 0, executable: (vma.flags & vm.EXEC) !== 0 };
  if (!mapPage(world, space, page, frame, rights, cpu)) return false;
  space.counters.residentPages++;
  return true;
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
