/** Frames that a driver maps into a process: remap_pfn_range, vm_insert_page and their kin (Linux 6.1, mm/memory.c). */
import { pte } from '../../hardware/mmu.ts';
import { recordFinding } from '../call-site.ts';
import { readField, writeField } from '../c-struct.ts';
import { errno, type KernelContext, type KernelFunctions } from '../kernel-context.ts';
import { BadKernelAddress, frameOfPage } from '../kernel-memory.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { blockHolding } from '../page-allocator.ts';
import { specialBit } from '../page-tables.ts';
import type { AddressSpace } from './address-space.ts';
import { trackedProtection } from './memory-type.ts';
import { mapFaultPage } from './resolve-fault.ts';
import { countMapping } from './user-frames.ts';
import { dropReference, mapEntry, pageEntry, takeReference } from './user-pages.ts';
import { vm, vmaByStruct, type VmArea } from './vma.ts';

const struct = 'vm_area_struct';
/** Bits of `vm_fault_t`. */
const vmFault = { OOM: 1, SIGBUS: 2, SIGSEGV: 0x40 } as const;
const remapFlags = vm.IO | vm.PFNMAP | vm.DONTEXPAND | vm.DONTDUMP;

/**
 * remap_pfn_range: maps contiguous frames at `va`, whatever they are: RAM of anybody, a device, or nothing. `pageProt` is the value of a `pgprot_t`.
 * Returns 0 or a negative errno: EINVAL for an unaligned address, no such area, or a part of a private writable one; EBUSY where a page is mapped
 * already (a BUG in Linux); ENOMEM. As in Linux, a range that leaves the area is not refused.
 */
export function remapFrames(
  world: MemoryWorld,
  structAddress: bigint,
  va: bigint,
  frame: number,
  bytes: number,
  pageProt: bigint,
): number {
  const found = vmaByStruct(world.kernel.addressSpaces.spaces.values(), structAddress);
  const end = va + BigInt(Math.ceil(bytes / 4096)) * 4096n;
  if (!found || va % 4096n !== 0n || end <= va) return -errno.EINVAL;
  const [space, vma] = found;
  const flags = flagsInC(world, structAddress);
  if ((flags & (vm.SHARED | vm.MAYWRITE)) === vm.MAYWRITE) {
    if (va !== vma.start || end !== vma.end) return -errno.EINVAL;
    writeField(world, struct, structAddress, 'vm_pgoff', BigInt(frame));
  }
  const whole = va === vma.start && end === vma.end && world.machine.arch === 'x86_64';
  setFlags(world, vma, flags | remapFlags | (whole ? vm.PAT : 0));
  for (let at = va, next = frame; at < end; at += 4096n, next++) {
    const error = insertFrame(world, space, at, next, pageProt | specialBit);
    if (error !== 0) return error;
  }
  return 0;
}

function isWholeArea({ world }: KernelContext, structAddress: bigint, address: bigint, bytes: number): boolean {
  const found = vmaByStruct(world.kernel.addressSpaces.spaces.values(), structAddress);
  return found?.[1].start === address && found[1].end === address + BigInt(bytes);
}

export const remapFunctions: KernelFunctions = {
  __remap_pfn_range(
    context: KernelContext,
    vma: bigint,
    address: bigint,
    pfn: bigint,
    size: bigint,
    pageProt: bigint,
  ): number {
    noticeRange(context, vma, address, size);
    if (pfn >= 1n << 40n || size >= 1n << 47n) return -errno.EINVAL;
    const bytes = Math.ceil(Number(size) / 4096) * 4096;
    const protection = trackedProtection(
      context,
      Number(pfn),
      bytes,
      pageProt,
      isWholeArea(context, vma, address, bytes),
    );
    return remapFrames(context.world, vma, address, Number(pfn), Number(size), protection);
  },
  /** vmf_insert_pfn without its VM_FAULT codes: 0 or a negative errno. */
  __insert_pfn(context: KernelContext, structAddress: bigint, address: bigint, pfn: bigint, pageProt: bigint): number {
    const { world } = context;
    const found = vmaByStruct(world.kernel.addressSpaces.spaces.values(), structAddress);
    if (!found || pfn >= 1n << 40n) return -errno.EINVAL;
    const [space, vma] = found;
    if (address < vma.start || address >= vma.end) return -errno.EFAULT;
    setFlags(world, vma, flagsInC(world, structAddress));
    const protection = trackedProtection(context, Number(pfn), 4096, pageProt, false);
    return insertFrame(world, space, address & ~4095n, Number(pfn), protection | specialBit);
  },
  vm_insert_page(context: KernelContext, structAddress: bigint, address: bigint, page: bigint): number {
    const frame = page === 0n ? null : (frameOfPage(page) ?? -1);
    return frame === -1 ? -errno.EINVAL : insertPageOfDriver(context, structAddress, address, frame);
  },
  /** Maps what `vm_ops->fault` left in `vmf->page`. 0, or VM_FAULT_SIGBUS, VM_FAULT_OOM. */
  __map_fault_page(context: KernelContext, structAddress: bigint, address: bigint, page: bigint): number {
    const { world, cpu } = context;
    const found = vmaByStruct(world.kernel.addressSpaces.spaces.values(), structAddress);
    const frame = frameOfPage(page);
    if (!found || frame === null) return vmFault.SIGBUS;
    const [space, vma] = found;
    if (pageEntry(world, space, address) !== null) {
      dropReference(world.kernel.pageAllocator, frame, cpu);
      return 0;
    }
    return mapFaultPage(world, space, vma, address, frame, cpu) ? 0 : vmFault.OOM;
  },
  /** The access that is repeated after this gets a signal. */
  __refuse_fault(context: KernelContext, structAddress: bigint, address: bigint, result: number) {
    const found = vmaByStruct(context.world.kernel.addressSpaces.spaces.values(), structAddress);
    if (found) found[0].refused = { page: address, signal: result & vmFault.SIGSEGV ? 'SIGSEGV' : 'SIGBUS' };
  },
};

/** Where `struct page` has what `page_count` looks at first. */
const compoundHead = 8n;

/** vm_insert_page: a page with a count, for as long as the process maps it; null: of a null pointer, `BadKernelAddress`. 0 or a negative errno. */
export function insertPageOfDriver(
  { world }: Pick<KernelContext, 'world'>,
  structAddress: bigint,
  address: bigint,
  frame: number | null,
): number {
  const found = vmaByStruct(world.kernel.addressSpaces.spaces.values(), structAddress);
  if (!found) return -errno.EINVAL;
  const [space, vma] = found;
  if (address < vma.start || address >= vma.end) return -errno.EFAULT;
  if (frame === null) throw new BadKernelAddress(compoundHead);
  const block = blockHolding(world.kernel.pageAllocator, frame);
  // No count (nobody allocated it), anonymous memory and slab pages are refused.
  if (!block || block.owner.kind === 'user' || block.owner.kind === 'slab') return -errno.EINVAL;
  // So are the pages behind the first one of a block that is not compound: their counts are 0.
  if (frame !== block.first && !block.compound) return -errno.EINVAL;
  const pageProt = readField(world, struct, structAddress, 'vm_page_prot.pgprot');
  const error = insertFrame(world, space, address & ~4095n, frame, pageProt);
  if (error !== 0) return error;
  setFlags(world, vma, flagsInC(world, structAddress) | vm.MIXEDMAP);
  takeReference(world.kernel.pageAllocator, frame);
  countMapping(world, space, frame);
  return 0;
}

/** Nothing is written for PROT_NONE: the hardware would find the entry not present either way. */
function insertFrame(world: MemoryWorld, space: AddressSpace, va: bigint, frame: number, bits: bigint): number {
  if (pageEntry(world, space, va) !== null) return -errno.EBUSY;
  if (!(bits & pte.present)) return 0;
  // Write-combining (PWT alone) bypasses the caches too; the hardware here knows PCD only.
  const uncached = bits & pte.writeThrough ? pte.cacheDisable : 0n;
  return mapEntry(world, space, va, (BigInt(frame) << 12n) | bits | uncached) ? 0 : -errno.ENOMEM;
}

/** C may have changed the flags since the area was made: its word counts. */
function flagsInC(world: MemoryWorld, structAddress: bigint): number {
  return Number(BigInt.asUintN(32, readField(world, struct, structAddress, 'vm_flags')));
}

function setFlags(world: MemoryWorld, vma: VmArea, flags: number): void {
  vma.flags = flags;
  writeField(world, struct, vma.structAddress, 'vm_flags', BigInt(flags));
}

/** Linux lets a driver map beyond the area it was given; the process then reaches pages that munmap of the area leaves. */
function noticeRange(context: KernelContext, structAddress: bigint, address: bigint, size: bigint): void {
  const found = vmaByStruct(context.world.kernel.addressSpaces.spaces.values(), structAddress);
  if (!found || (address >= found[1].start && address + size <= ((found[1].end + 4095n) & ~4095n))) return;
  const [, { start, end }] = found;
  const range = `[0x${address.toString(16)}, 0x${(address + size).toString(16)})`;
  const message = `remap_pfn_range of ${range} leaves the area [0x${start.toString(16)}, 0x${end.toString(16)})`;
  recordFinding(context, { code: 'remap-outside-area', origin: 'simulator', severity: 'error', message, address });
}
