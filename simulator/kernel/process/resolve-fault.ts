/**
 * Page faults of user addresses, as handle_mm_fault of Linux 6.1 resolves them: which area it is, what stands in its entry, and which kind of fault
 * that makes. Kernel addresses and what cannot be resolved become a signal or an oops, in the words of arch/x86/mm/fault.c.
 *
 * Not modelled: `pfn_mkwrite` and `page_mkwrite` of drivers, userfaultfd.
 */
import { pte } from '../../hardware/mmu.ts';
import type { MemoryFault } from '../../c-language/memory-port.ts';
import { readField } from '../c-struct.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { findEntry } from '../page-tables.ts';
import { slotOf } from '../swap/swap-space.ts';
import { userEnd, type AddressSpace, type VmArea } from './address-space.ts';
import { anonymousFault } from './anonymous-fault.ts';
import { charge } from './charges.ts';
import {
  flushPage,
  hexadecimal,
  refuse,
  type DriverFault,
  type Fault,
  type FaultStep,
  type Refusal,
  type WaitFault,
} from './fault.ts';
import { fileFault } from './file-fault.ts';
import { firstHugeTouch, hugeEntryFault } from './huge-fault.ts';
import { growStack } from './stack-growth.ts';
import { swapFault } from './swap-fault.ts';
import { countMapping } from './user-frames.ts';
import { hasPage, mapEntry, mapPage, rawEntry, type Recorder } from './user-pages.ts';
import { findVma, vm } from './vma.ts';
import { writeFault } from './write-fault.ts';

export type { DriverFault, WaitFault } from './fault.ts';
export type FaultOutcome =
  | { readonly kind: 'handled' }
  | { readonly kind: 'signal'; readonly signal: 'SIGSEGV' | 'SIGBUS'; readonly reason: string }
  | { readonly kind: 'oops'; readonly reason: string };

const handled: FaultOutcome = { kind: 'handled' };

/** Resolves the fault in the address space of the task, or says what it comes to. `record` puts entries into the journal for that CPU and task. */
export function resolveFault(
  world: MemoryWorld,
  cpu: number,
  task: { readonly pid: number; readonly addressSpace: number },
  fault: MemoryFault,
  record: Recorder,
): FaultOutcome | DriverFault | WaitFault {
  const space = world.kernel.addressSpaces.spaces.get(task.addressSpace);
  const again = space?.waited === (fault.address & ~4095n);
  const found = space
    ? resolve(world, space, cpu, task.pid, fault, record)
    : refuse('SIGSEGV', 'the task has no address space');
  const outcome = outcomeOf(fault, found);
  charge(world, cpu, 'pageFault');
  if (space) countFault(world, space, outcome, again, fault.address & ~4095n);
  const said = outcome.kind === 'signal' ? outcome.signal : outcome.kind;
  const { address, access } = fault;
  record({ kind: 'page-fault', process: task.pid, address, access, outcome: said });
  return outcome;
}

/** A fault that had to wait for a disk is a major one, and its repetition is no other (FAULT_FLAG_TRIED). */
export function countFault(
  world: MemoryWorld,
  space: AddressSpace,
  outcome: FaultOutcome | DriverFault | WaitFault,
  again: boolean,
  page: bigint,
): void {
  const { events } = world.kernel.addressSpaces;
  const { kind } = outcome;
  const isMajor =
    outcome.kind === 'wait' && (outcome.function === '__do_read_fault' || outcome.function === '__do_swap_fault');
  space.waited = null;
  if (kind === 'signal' || kind === 'oops') space.counters.refusedFaults++;
  if (again && kind === 'handled') return;
  if (kind === 'wait') space.waited = page;
  if (again) return;
  events.faults++;
  if (kind === 'wait' && isMajor) {
    events.majorFaults++;
    space.counters.majorFaults++;
  } else space.counters.minorFaults++;
}

function outcomeOf(fault: MemoryFault, found: FaultStep): FaultOutcome | DriverFault | WaitFault {
  if (!found) return handled;
  if (found.kind !== 'refusal') return found;
  return fault.mode === 'kernel'
    ? { kind: 'oops', reason: oopsText(fault, found) }
    : { kind: 'signal', signal: found.signal, reason: found.reason };
}

function resolve(
  world: MemoryWorld,
  space: AddressSpace,
  cpu: number,
  pid: number,
  { kind, access, address }: MemoryFault,
  record: Recorder,
): FaultStep {
  if (kind === 'bus-error') return refuse('SIGBUS', `nothing answers behind ${hexadecimal(address)}`);
  if (kind === 'non-canonical') return refuse('SIGSEGV', `${hexadecimal(address)} is not canonical`);
  if (address >= userEnd) return refuse('SIGSEGV', `${hexadecimal(address)} is a kernel address`);
  if (space.id === 0) return refuse('SIGSEGV', 'a kernel thread has no user memory');
  if (space.writer !== null && space.writer !== pid)
    return { kind: 'wait', function: '__do_mmap_lock_fault', values: [] };
  const area = findVma(space, address) ?? growStack(space, address);
  if (!area) return refuse('SIGSEGV', `nothing is mapped at ${hexadecimal(address)}`);
  const right = { read: vm.READ | vm.WRITE | vm.EXEC, write: vm.WRITE, execute: vm.EXEC }[access];
  if (!(area.flags & right)) {
    return refuse('SIGSEGV', `${hexadecimal(address)} (${area.what}) does not allow ${access} access`);
  }
  const page = address & ~4095n;
  const found = handlePage({ world, space, area, cpu, page, write: access === 'write', record });
  return found?.kind === 'driver' ? { ...found, address } : found;
}

/** __handle_mm_fault: a huge page, where there is one or may be one; else one of 4 KiB. */
export function handlePage(fault: Fault): FaultStep {
  const leaf = findEntry(fault.world.hardware, fault.space.root, fault.page);
  const huge = leaf ? (leaf.level === 2 ? hugeEntryFault(fault, leaf) : 'small') : firstHugeTouch(fault);
  return huge === 'small' ? handleSmallPage(fault) : huge;
}

/** handle_pte_fault. */
function handleSmallPage(fault: Fault): FaultStep {
  const { world, space, area, cpu, page, write } = fault;
  const entry = rawEntry(world, space, page);
  const slot = slotOf(entry);
  if (slot !== null) return swapFault(fault, slot);
  if (!hasPage(entry)) return fillPage(fault);
  // What was nobody's to touch is the area's again: mprotect has made the entries present that it could.
  if (!(entry & pte.present)) return fillPage(fault);
  if (!write || entry & pte.writable) {
    // The tables allow it already: this CPU's TLB had an older word.
    space.counters.spuriousFaults++;
    mapEntry(world, space, page, entry | pte.accessed, cpu);
    flushPage(fault);
    return null;
  }
  return writeFault({ ...fault, area }, entry);
}

/** First touch. */
function fillPage(fault: Fault): FaultStep {
  const { world, area, page } = fault;
  if (area.unbacked !== undefined) return refuse('SIGBUS', `${hexadecimal(page)}: ${area.unbacked}`);
  if (area.structAddress !== 0n) return askDriver(fault);
  const file = area.file === null ? null : world.kernel.pageCache.files.get(area.file);
  return file ? fileFault(fault, file) : anonymousFault(fault);
}

/** A driver without `fault` has mapped in its mmap all that there will ever be; what one with `fault` answered is kept for one repetition. */
function askDriver({ world, space, area, page, write }: Fault): Refusal | DriverFault {
  const { refused } = space;
  space.refused = null;
  if (refused?.page === page) {
    return refuse(refused.signal, `the driver's fault handler refused ${hexadecimal(page)}`);
  }
  const operations = readField(world, 'vm_area_struct', area.structAddress, 'vm_ops');
  if (operations === 0n || readField(world, 'vm_operations_struct', operations, 'fault') === 0n) {
    return refuse('SIGBUS', `the driver mapped no page at ${hexadecimal(page)} (${area.what})`);
  }
  return { kind: 'driver', area: area.structAddress, address: page, write };
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
  countMapping(world, space, frame);
  return true;
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
