/** Pages of processes for drivers that work on them by number: the page-wise part of get_user_pages and pin_user_pages (mm/gup.c of Linux 6.1). */
import { writeBulk } from '../../hardware/cpu-bulk.ts';
import { pte } from '../../hardware/mmu.ts';
import { GuestFault } from '../../c-language/vm-contract.ts';
import type { MemoryFault } from '../../c-language/memory-port.ts';
import { errno, type KernelContext, type KernelFunctions } from '../kernel-context.ts';
import { directAddress, frameOfPage, kernelRoot, pageAddress } from '../kernel-memory.ts';
import { gfp, GFP_KERNEL } from '../page-allocator/gfp.ts';
import { specialBit } from '../page-tables.ts';
import type { AddressSpace } from './address-space.ts';
import { addReferences } from '../page-allocator/references.ts';
import { hugePages } from './huge-frames.ts';
import { migratePages } from './migrate.ts';
import { resolveFault } from './resolve-fault.ts';
import { frameOfEntry, hasPage, mapEntry, noteDirty, rawEntry } from './user-pages.ts';
import { findVma, nextVma, vm, type VmArea } from './vma.ts';

const foll = { WRITE: 0x01, FORCE: 0x10, PIN: 0x40000, LONGTERM: 0x10000 } as const;
/** GUP_PIN_COUNTING_BIAS: a pin counts as so many references. */
const pinBias = 1024;

export const pinFunctions: KernelFunctions = {
  /**
   * `struct page *` of one page of an address space, held as the flags say, or a negative error. A page that is not there is faulted in; for what has to be
   * waited for, the call is repeated. In the address space of another process nothing is waited for: what is on the disk there is refused (-EFAULT).
   */
  __gup_page(context: KernelContext, mm: bigint, address: bigint, flags: number): bigint {
    const space = spaceOf(context, mm);
    if (!space) return BigInt(-errno.EFAULT);
    const frame = presentFrame(context, space, address & ~4095n, flags);
    if (frame === null) return BigInt(-errno.EFAULT);
    const kept = flags & foll.LONGTERM ? outOfCma(context, space, address & ~4095n, frame) : frame;
    if (kept === null) return BigInt(-errno.ENOMEM);
    hold(context, kept, (flags & foll.PIN) !== 0);
    return pageAddress(kept);
  },
  /** Where the top table of an address space stands, in the direct map; 0: the kernel's own. */
  __mm_pgd(context: KernelContext, mm: bigint): bigint {
    const space = mm === 0n ? null : spaceOf(context, mm);
    return directAddress(space ? space.root : kernelRoot(context.world));
  },
  /** Start, end, flags, page offset and C struct (0: it has none) of the first area that ends above an address. 0: there is none. */
  __describe_area(context: KernelContext, mm: bigint, address: bigint, values: bigint): number {
    const space = spaceOf(context, mm);
    const area = space && nextVma(space, address);
    if (!area) return 0;
    const words = [area.start, area.end, BigInt(area.flags), BigInt(area.pageOffset), area.structAddress];
    writeBulk(context.port, values, new Uint8Array(BigUint64Array.from(words).buffer));
    return 1;
  },
  unpin_user_page(context: KernelContext, page: bigint) {
    const frame = frameOfPage(page);
    if (frame === null) return;
    const { pageAllocator, addressSpaces } = context.world.kernel;
    const { pins, hugePages: known } = addressSpaces;
    const left = (pins.get(frame) ?? 1) - 1;
    if (left > 0) pins.set(frame, left);
    else pins.delete(frame);
    // Its mapping may be gone: who holds a huge page last frees it.
    if (addReferences(pageAllocator, frame, -pinBias, context.cpu)) known.delete(frame - (frame % hugePages));
  },
  /** Whether a page is pinned, by its count as the kernel tells it. */
  page_maybe_dma_pinned: (context: KernelContext, page: bigint): number =>
    (context.world.kernel.addressSpaces.pins.get(frameOfPage(page) ?? -1) ?? 0) > 0 ? 1 : 0,
  set_page_dirty(context: KernelContext, page: bigint): number {
    const frame = frameOfPage(page);
    if (frame !== null) noteDirty(context.world, frame);
    return frame === null ? 0 : 1;
  },
};

function spaceOf({ world, task }: KernelContext, mm: bigint): AddressSpace | null {
  const { spaces } = world.kernel.addressSpaces;
  const own = task && spaces.get(task.addressSpace);
  if (own && own.id !== 0 && own.structAddress === mm) return own;
  for (const space of spaces.values()) if (space.id !== 0 && space.structAddress === mm) return space;
  return null;
}

/** null: there is no page that the process may use so. */
function presentFrame(context: KernelContext, space: AddressSpace, page: bigint, flags: number): number | null {
  const { world } = context;
  const write = (flags & foll.WRITE) !== 0;
  for (;;) {
    const area = findVma(space, page);
    if (area && (area.flags & (vm.IO | vm.PFNMAP)) !== 0) return null;
    const entry = rawEntry(world, space, page);
    const usable = hasPage(entry) && (entry & pte.present) !== 0n && (!write || (entry & pte.writable) !== 0n);
    const allowed = area !== null && (area.flags & (write ? vm.WRITE : vm.READ)) !== 0;
    if (usable && allowed) {
      const frame = frameOfEntry(entry);
      return entry & specialBit && frame !== world.kernel.addressSpaces.zeroFrame ? null : frame;
    }
    if (area && !allowed) return flags & foll.FORCE ? forcedFrame(context, space, area, page, write) : null;
    if (!faultIn(context, space, page, write)) return null;
  }
}

/** FOLL_FORCE: what the process itself may not do. Writing is for private areas alone, which get a copy of the page, as read-only as it was. */
function forcedFrame(
  context: KernelContext,
  space: AddressSpace,
  area: VmArea,
  page: bigint,
  write: boolean,
): number | null {
  const { world, cpu } = context;
  const { flags } = area;
  if (write ? (flags & (vm.SHARED | vm.MAYWRITE)) !== vm.MAYWRITE : !(flags & vm.MAYREAD)) return null;
  area.flags |= vm.READ | (write ? vm.WRITE : 0);
  const done = faultIn(context, space, page, write);
  area.flags = flags;
  const entry = rawEntry(world, space, page);
  if (!done || !hasPage(entry)) return null;
  if (write && !mapEntry(world, space, page, entry & ~pte.writable, cpu)) return null;
  return frameOfEntry(entry);
}

function faultIn(context: KernelContext, space: AddressSpace, page: bigint, write: boolean): boolean {
  const { world, cpu, task } = context;
  const own = task?.addressSpace === space.id;
  const owner = own
    ? task
    : [...world.kernel.tasks.byPid.values()].find(({ addressSpace }) => addressSpace === space.id);
  if (!owner) return false;
  const access = write ? 'write' : 'read';
  const fault: MemoryFault = { kind: 'not-present', access, mode: 'user', address: page, size: 1 };
  const outcome = resolveFault(world, cpu, owner, fault, (entryOf) => void context.record(entryOf));
  if (own && (outcome.kind === 'driver' || outcome.kind === 'wait')) throw new GuestFault(fault);
  return outcome.kind === 'handled';
}

/** For a long time a page must not stand where CMA needs to move it from (check_and_migrate_movable_pages). null: it cannot be moved. */
function outOfCma(context: KernelContext, space: AddressSpace, page: bigint, frame: number): number | null {
  const { world, cpu } = context;
  const isCma = (each: number): boolean =>
    world.kernel.cma.areas.some(({ baseFrame, frames }) => each >= baseFrame && each < baseFrame + frames);
  if (!isCma(frame)) return frame;
  migratePages(world, frame, frame + 1, cpu, (entry) => void context.record(entry), GFP_KERNEL | gfp.HARDWALL);
  const now = frameOfEntry(rawEntry(world, space, page));
  return isCma(now) ? null : now;
}

function hold(context: KernelContext, frame: number, pin: boolean): void {
  const { pins } = context.world.kernel.addressSpaces;
  if (pin) pins.set(frame, (pins.get(frame) ?? 0) + 1);
  addReferences(context.world.kernel.pageAllocator, frame, pin ? pinBias : 1, context.cpu);
}
