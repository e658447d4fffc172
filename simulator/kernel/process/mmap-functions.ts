/** What `mm/mmap.c` asks of TypeScript for mmap, munmap and exit, and brk as a whole: C calls the driver, this keeps areas and pages. */
import { pte } from '../../hardware/mmu.ts';
import { hasMemory } from '../../hardware/physical-memory.ts';
import { fieldLayout, readCString, readField, writeField } from '../c-struct.ts';
import { piecesOf } from '../cut-work.ts';
import { errno, type KernelContext, type KernelFunctions } from '../kernel-context.ts';
import { directPhysical } from '../kernel-memory.ts';
import { specialBit } from '../page-tables.ts';
import { slabHolding, freeObject } from '../slab.ts';
import { writeLink } from '../slab/links.ts';
import { objectIndex } from '../slab/state.ts';
import type { AddressSpace } from './address-space.ts';
import {
  checkUnmap,
  insertMapping,
  map,
  pageAlign,
  planMapping,
  setBrk,
  unmapRange,
  type MapRequest,
} from './mappings.ts';
import { tellRefusedMemory } from './refusal-log.ts';
import { destroyAddressSpace } from './space-lifetime.ts';
import { pageEntry, translate } from './user-pages.ts';
import { findVma, indexOfNext, insertVma, splitVma, vm } from './vma.ts';

const request = '__mmap_request';

export const mmapFunctions: KernelFunctions = {
  /** Fills `start`, `end`, `vm_flags` and `page_prot` in. 0 or a negative errno. */
  __plan_mmap(context: KernelContext, address: bigint): bigint {
    const { world } = context;
    const space = currentSpace(context);
    if (!space) return BigInt(-errno.ENOMEM);
    const plan = planMapping(world, space, readRequest(context, address));
    tellRefusedMemory(context);
    if (typeof plan === 'number') return BigInt(plan);
    writeField(world, request, address, 'start', plan.start);
    writeField(world, request, address, 'end', plan.end);
    writeField(world, request, address, 'vm_flags', BigInt(plan.vmFlags));
    writeField(world, request, address, 'page_prot', pageProtection(plan.vmFlags));
    return 0n;
  },
  /** A planned area, its range free by now. `structAddress` 0: memory, or page-cache file `number` from page `pageOffset` on. */
  __insert_area(
    context: KernelContext,
    start: bigint,
    end: bigint,
    flags: bigint,
    structAddress: bigint,
    number: bigint,
    pageOffset: bigint,
  ) {
    const space = currentSpace(context);
    if (!space) return;
    const plan = { start, end, vmFlags: Number(flags) };
    if (structAddress !== 0n) {
      const what = fileName(context, structAddress);
      insertVma(space, { start, end, flags: plan.vmFlags, what, structAddress, pageOffset: Number(pageOffset) });
      return;
    }
    const file = number === 0n ? null : context.world.kernel.pageCache.files.get(Number(number));
    const what = file ? file.name : 'anonymous';
    insertMapping(context.world, space, plan, what, file?.number ?? null, Number(pageOffset));
  },
  /** After the driver's mmap: flags that it set, and the journal. */
  __finish_mmap(context: KernelContext, start: bigint, end: bigint) {
    const { world } = context;
    const space = currentSpace(context);
    const vma = space && findVma(space, start);
    if (!space || !vma) return;
    if (vma.structAddress !== 0n) {
      vma.flags = Number(BigInt.asUintN(32, readField(world, 'vm_area_struct', vma.structAddress, 'vm_flags')));
    }
    const entry = pageEntry(world, space, start);
    const mapped = entry !== null && vma.flags & (vm.PFNMAP | vm.MIXEDMAP) && (entry & specialBit || vma.structAddress);
    context.record({
      kind: 'mmap',
      process: context.task!.pid,
      address: start,
      length: Number(end - start),
      what: vma.what,
      physical: mapped ? translate(world, space, start) : null,
    });
  },
  /** MAP_POPULATE or MAP_LOCKED, or the area is locked anyway. */
  __wants_pages(context: KernelContext, start: bigint, flags: bigint): number {
    const space = currentSpace(context);
    const area = space && findVma(space, start);
    if (!area) return 0;
    const locked = area.flags & vm.LOCKED && !(area.flags & vm.LOCKONFAULT);
    return locked || (flags & map.POPULATE && !(flags & map.NONBLOCK)) ? 1 : 0;
  },
  __check_munmap: (_: KernelContext, start: bigint, length: bigint): number => checkUnmap(start, length),
  /** Takes pages and areas away; the C structs are C's to free. `told`: the journal has an entry for it. */
  __unmap_area(context: KernelContext, start: bigint, length: bigint, told: number) {
    const space = currentSpace(context);
    if (!space) return;
    const end = start + BigInt.asUintN(64, pageAlign(length));
    const record = (entry: Parameters<KernelContext['record']>[0]): void => void context.record(entry);
    const removed = unmapRange(context.world, space, start, end, context.cpu, record, piecesOf(context));
    if (told && removed.length > 0) {
      record({ kind: 'munmap', process: context.task!.pid, address: start, length: Number(end - start) });
    }
  },
  /** The first C area that overlaps [start, end), or NULL. */
  __next_area_struct(context: KernelContext, start: bigint, end: bigint): bigint {
    const space = currentSpace(context);
    if (!space) return 0n;
    for (let index = indexOfNext(space, start); index < space.areas.length; index++) {
      const vma = space.areas[index]!;
      if (vma.start >= end) return 0n;
      if (vma.structAddress !== 0n) return vma.structAddress;
    }
    return 0n;
  },
  /** Cuts an area that C knows in two; the upper part gets a struct of its own. */
  __split_area(context: KernelContext, address: bigint, lower: bigint, upper: bigint) {
    const space = currentSpace(context);
    const whole = space && findVma(space, address);
    const part = space && splitVma(space, address);
    if (!whole || !part) return;
    whole.structAddress = lower;
    part.structAddress = upper;
  },
  ksys_brk(context: KernelContext, wanted: bigint): bigint {
    const space = currentSpace(context);
    if (!space) return 0n;
    const end = setBrk(
      context.world,
      space,
      wanted,
      context.cpu,
      (entry) => void context.record(entry),
      piecesOf(context),
    );
    tellRefusedMemory(context);
    if (space.structAddress !== 0n) writeField(context.world, 'mm_struct', space.structAddress, 'brk', end);
    return end;
  },
  /** The end of exit_mm: all pages and tables, and the `mm_struct`. */
  __release_address_space(context: KernelContext) {
    const space = currentSpace(context);
    if (!space) return;
    release(context, space);
  },
  /** The same for the last reference to another process' memory. Drivers are not told of areas that they had there. */
  __release_memory_of(context: KernelContext, mm: bigint) {
    const { spaces } = context.world.kernel.addressSpaces;
    for (const space of spaces.values())
      if (space.id !== 0 && space.structAddress === mm) return release(context, space);
  },
  pfn_valid: (context: KernelContext, pfn: bigint): number =>
    pfn < 1n << 40n && hasMemory(context.world.hardware.memory, Number(pfn) * 4096, 4096) ? 1 : 0,
  /** virt_addr_valid: in the direct map, with RAM behind it. */
  __virt_addr_valid(context: KernelContext, address: bigint): number {
    const physical = directPhysical(address);
    return physical !== null && hasMemory(context.world.hardware.memory, physical, 1) ? 1 : 0;
  },
};

/** protection_map of x86-64: `vm_page_prot` for an area's rights. Private pages are mapped read-only until they are written. */
export function pageProtection(flags: number): bigint {
  const rights = flags & (vm.READ | vm.WRITE | vm.EXEC);
  if (rights === 0) return pte.global | pte.accessed; // _PAGE_PROTNONE shares the global bit
  const writable = flags & vm.WRITE && flags & vm.SHARED ? pte.writable : 0n;
  return pte.present | pte.user | pte.accessed | writable | (flags & vm.EXEC ? 0n : pte.noExecute);
}

/** Of the calling process; null for a kernel thread. */
export function currentSpace({ world, task }: KernelContext): AddressSpace | null {
  return task && task.addressSpace !== 0 ? (world.kernel.addressSpaces.spaces.get(task.addressSpace) ?? null) : null;
}

const fileMode = { read: 1n, write: 2n } as const; // FMODE_READ, FMODE_WRITE

function readRequest({ world }: KernelContext, at: bigint): MapRequest {
  const field = (name: string): bigint => readField(world, request, at, name);
  const file = field('file');
  let described: MapRequest['file'] = null;
  if (file !== 0n) {
    const mode = readField(world, 'file', file, 'f_mode');
    const operations = readField(world, 'file', file, 'f_op');
    const mappable =
      field('number') !== 0n || (operations !== 0n && readField(world, 'file_operations', operations, 'mmap') !== 0n);
    described = { readable: (mode & fileMode.read) !== 0n, writable: (mode & fileMode.write) !== 0n, mappable };
  }
  return {
    address: field('address'),
    length: field('length'),
    prot: field('prot'),
    flags: field('flags'),
    pageOffset: field('pgoff'),
    file: described,
  };
}

function fileName({ world }: KernelContext, structAddress: bigint): string {
  const file = readField(world, 'vm_area_struct', structAddress, 'vm_file');
  const dentry = file === 0n ? 0n : readField(world, 'file', file, 'f_path.dentry');
  if (dentry === 0n) return 'file';
  const layout = fieldLayout(world.program, 'dentry', 'd_iname');
  return readCString(world, dentry + BigInt(layout.offset), layout.size) || 'file';
}

/** Whoever holds the `mm_struct` itself (mmgrab) frees it. */
function release(context: KernelContext, space: AddressSpace): void {
  const { structAddress } = space;
  const held = structAddress !== 0n && readField(context.world, 'mm_struct', structAddress, 'mm_count.counter') > 1n;
  space.writer = null;
  destroyAddressSpace(context.world, space, context.cpu, piecesOf(context));
  if (!held) freeStruct(context, structAddress);
}

function freeStruct({ world, cpu }: KernelContext, address: bigint): void {
  const { slab, pageAllocator } = world.kernel;
  const physical = directPhysical(address);
  const page = physical === null ? null : slabHolding(slab, Math.floor(physical / 4096));
  if (physical === null || !page) return;
  const cache = slab.caches[page.cache]!;
  const outcome = freeObject({ slab, pageAllocator }, page, physical, cpu);
  if (outcome === 'freed' && slab.pages.has(page.frame))
    writeLink(world, cache, page, objectIndex(cache, page, physical)!);
}
