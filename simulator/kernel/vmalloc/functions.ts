/** vmalloc, vmap and ioremap as C calls them. */
import { piecesOf, zeroFresh } from '../cut-work.ts';
import { hasMemory } from '../../hardware/physical-memory.ts';
import { callSite, logLine, logWarning } from '../call-site.ts';
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import { frameOfPage, kernelPhysical, kernelRoot, pageAddress } from '../kernel-memory.ts';
import { allocatePages, frameBytes, freePages } from '../page-allocator.ts';
import type { Owner } from '../page-allocator.ts';
import { warnOfFailure } from '../page-allocator/failure-report.ts';
import { gfp } from '../page-allocator/gfp.ts';
import { mapFrames, mapRange, pageFlags, unmapRange } from '../page-tables.ts';
import type { TableMemory } from '../page-tables.ts';
import { flushKernelPages } from '../tlb-flush.ts';
import { findVmallocGap, freeVmallocArea, insertVmallocArea, vmallocAreaAt } from '../vmalloc.ts';
import type { VmallocArea } from '../vmalloc.ts';
import { vmallocBase, vmallocEnd } from '../virtual-layout.ts';

export const vmallocFunctions: KernelFunctions = {
  __vmalloc: (context: KernelContext, size: bigint, flags: number): bigint => vmalloc(context, Number(size), flags),
  __vmalloc_user(context: KernelContext, size: bigint, flags: number): bigint {
    const address = vmalloc(context, Number(size), flags);
    const area = address === 0n ? null : vmallocAreaAt(context.world.kernel.vmalloc, address);
    if (area) area.userMap = true;
    return address;
  },
  __vmalloc_user_size(context: KernelContext, address: bigint): bigint {
    const area = vmallocAreaAt(context.world.kernel.vmalloc, address);
    return area?.start === address && area.userMap ? BigInt(area.pages * frameBytes) : 0n;
  },
  vfree(context: KernelContext, address: bigint) {
    if (address === 0n) return;
    const frames = piecesOf(context)(0, () => {
      const area = vmallocAreaAt(context.world.kernel.vmalloc, address);
      if (!area || area.start !== address || area.kind !== 'vmalloc') return null;
      removeArea(context, area);
      return area.frames;
    });
    if (!frames) return reportBadFree(context, address, 'vfree');
    freeFrames(context, frames);
  },
  /** `pages` is an array of `struct page *`. Rights as `__pgprot` says, without which the mapping is ordinary memory. */
  __vmap(context: KernelContext, pages: bigint, count: number, protection: bigint): bigint {
    const frames = readPageArray(context, pages, count);
    return frames ? mapArea(context, frames, protection === 0n ? pageFlags.kernel : protection, 'vmap') : 0n;
  },
  vunmap(context: KernelContext, address: bigint) {
    if (address === 0n) return;
    const area = vmallocAreaAt(context.world.kernel.vmalloc, address);
    if (!area || area.start !== address || area.kind !== 'vmap') return reportBadFree(context, address, 'vunmap');
    removeArea(context, area);
  },
  vmalloc_to_page(context: KernelContext, address: bigint): bigint {
    const physical = kernelPhysical(context.world, address);
    return physical === null ? 0n : pageAddress(Math.floor(physical / frameBytes));
  },
  is_vmalloc_addr: (context: KernelContext, address: bigint): number => {
    void context;
    return address >= vmallocBase && address < vmallocEnd ? 1 : 0;
  },
  /** Device registers, uncached. `cached` maps them as ordinary memory (`ioremap_cache`, `memremap`). */
  __ioremap(context: KernelContext, physical: bigint, size: bigint, cached: number): bigint {
    return ioremap(context, Number(physical), Number(size), cached !== 0);
  },
  iounmap(context: KernelContext, address: bigint) {
    if (address < vmallocBase || address >= vmallocEnd) return;
    const area = vmallocAreaAt(context.world.kernel.vmalloc, address);
    if (!area || area.kind !== 'ioremap') return logLine(context, 3, `iounmap: bad address 0x${address.toString(16)}`);
    removeArea(context, area);
  },
};

/** `dma_common_pages_remap`: one run of addresses for frames of coherent memory, ordinary memory unless `protection` says otherwise. 0n: no room or no memory for tables. */
export function mapCoherentFrames(
  context: KernelContext,
  frames: readonly number[],
  what: string,
  protection = pageFlags.kernel,
): bigint {
  const owner: Owner = { kind: 'dma-coherent', what, statement: callSite(context) };
  return mapArea(context, frames, protection, 'dma', frames.length * frameBytes, owner);
}

/** `dma_common_free_remap`: the frames that were mapped there; null, with nothing done, when it is no such area. */
export function unmapCoherentFrames(context: KernelContext, address: bigint): readonly number[] | null {
  const area = vmallocAreaAt(context.world.kernel.vmalloc, address);
  if (area?.kind !== 'dma' || area.start !== address) return null;
  removeArea(context, area);
  return area.frames;
}

function vmalloc(context: KernelContext, size: number, flags: number): bigint {
  const { pageAllocator } = context.world.kernel;
  const pages = Math.ceil(size / frameBytes);
  if (pages === 0) {
    logWarning(context, 'mm/vmalloc.c:3227 __vmalloc_node_range');
    return 0n;
  }
  if (pages > pageAllocator.ram.reduce((sum, [first, end]) => sum + end - first, 0)) {
    return failVmalloc(context, size, flags, ', exceeds total pages');
  }
  const owner: Owner = { kind: 'vmalloc', what: `vmalloc of ${size} bytes`, statement: callSite(context) };
  const pieces = piecesOf(context);
  const frames: number[] = [];
  for (
    let wanted = Math.min(framesOfPiece, pages);
    frames.length < pages;
    wanted = Math.min(framesOfPiece, pages - frames.length)
  ) {
    const some = pieces(wanted * workOfFrame, () => takeFrames(context, wanted, flags & ~gfp.ZERO, owner));
    frames.push(...some);
    if (some.length < wanted) break;
  }
  const map = (): bigint => mapArea(context, frames, pageFlags.kernel, 'vmalloc', size);
  const address = frames.length === pages ? pieces(0, map) : 0n;
  if (address === 0n) {
    freeFrames(context, frames);
    return failVmalloc(context, size, flags, ', page order 0, failed to allocate pages');
  }
  if (flags & gfp.ZERO) zeroFresh(context, address, pages * frameBytes);
  return address;
}

const framesOfPiece = 512;
/** What giving out a page or taking it back counts as, in bytes moved. */
const workOfFrame = 64;

/** Single pages: as many as there are. */
function takeFrames(context: KernelContext, count: number, flags: number, owner: Owner): number[] {
  const frames: number[] = [];
  while (frames.length < count) {
    const wanted = { order: 0, gfp: flags, cpu: context.cpu, owner };
    const frame = allocatePages(context.world.kernel.pageAllocator, wanted);
    if (frame === null) break;
    frames.push(frame);
  }
  return frames;
}

function freeFrames(context: KernelContext, frames: readonly number[]): void {
  const pieces = piecesOf(context);
  for (let start = 0; start < frames.length; start += framesOfPiece)
    pieces(framesOfPiece * workOfFrame, () => {
      for (const frame of frames.slice(start, start + framesOfPiece))
        freePages(context.world.kernel.pageAllocator, frame, 0, context.cpu);
    });
}

function failVmalloc(context: KernelContext, size: number, flags: number, why: string): bigint {
  context.record({ kind: 'allocation-failed', device: null, what: 'vmalloc', size, reason: why.slice(2) });
  warnOfFailure(context, flags, `vmalloc error: size ${size}${why}`);
  return 0n;
}

/** Maps frames one after the other. 0n: no room or no memory for tables. */
function mapArea(
  context: KernelContext,
  frames: readonly number[],
  flags: bigint,
  kind: 'vmalloc' | 'vmap' | 'dma',
  size = frames.length * frameBytes,
  owner: Owner = { kind: 'vmalloc', what: kind, statement: callSite(context) },
): bigint {
  const areas = context.world.kernel.vmalloc;
  const start = findVmallocGap(areas, frames.length);
  if (start === null) return 0n;
  const root = kernelRoot(context.world);
  if (!mapFrames(tableMemory(context), root, start, frames, flags)) {
    unmapRange(context.world.hardware, root, start, start + BigInt(frames.length * frameBytes));
    return 0n;
  }
  const owned = kind === 'vmap' ? [] : frames;
  insertVmallocArea(areas, { start, pages: frames.length, kind, frames: owned, physical: null, owner, size });
  return start;
}

function ioremap(context: KernelContext, physical: number, size: number, cached: boolean): bigint {
  const { hardware, kernel } = context.world;
  if (size === 0 || physical + size > 2 ** 52) return 0n;
  const first = physical - (physical % frameBytes);
  const bytes = Math.ceil((physical + size - first) / frameBytes) * frameBytes;
  if (touchesRam(context, first, bytes)) {
    warnOfRam(context, physical, size);
    return 0n;
  }
  const pages = bytes / frameBytes;
  const start = findVmallocGap(kernel.vmalloc, pages);
  if (start === null) return 0n;
  const flags = cached ? pageFlags.kernel : pageFlags.kernelUncached;
  if (!mapRange(tableMemory(context), kernelRoot(context.world), start, first, bytes, flags)) {
    unmapRange(hardware, kernelRoot(context.world), start, start + BigInt(bytes));
    return 0n;
  }
  const owner: Owner = { kind: 'other', what: 'ioremap', statement: callSite(context) };
  insertVmallocArea(kernel.vmalloc, { start, pages, kind: 'ioremap', frames: [], physical: first, owner, size });
  return start + BigInt(physical - first);
}

function touchesRam({ world }: KernelContext, first: number, bytes: number): boolean {
  for (let at = first; at < first + bytes; at += frameBytes) if (hasMemory(world.hardware.memory, at, 1)) return true;
  return false;
}

function warnOfRam(context: KernelContext, physical: number, size: number): void {
  const hex = (value: number): string => `0x${value.toString(16).padStart(16, '0')}`;
  logLine(context, 4, `ioremap on RAM at ${hex(physical)} - ${hex(physical + size - 1)}`);
  logWarning(context, 'arch/x86/mm/ioremap.c:211 __ioremap_caller.constprop.0');
}

function removeArea(context: KernelContext, area: VmallocArea): void {
  freeVmallocArea(context.world.kernel.vmalloc, area, context.world.hardware.cpus.length);
  const end = area.start + BigInt(area.pages * frameBytes);
  unmapRange(context.world.hardware, kernelRoot(context.world), area.start, end);
  flushKernelPages(context, area.start, area.pages);
}

function readPageArray(context: KernelContext, pages: bigint, count: number): number[] | null {
  const frames: number[] = [];
  for (let index = 0; index < count; index++) {
    const at = pages + BigInt(index * 8);
    if (!context.port.load(Number(BigInt.asIntN(32, at)), Number(BigInt.asIntN(32, at >> 32n)), 8)) return null;
    const pointer = (BigInt(context.port.valueHigh >>> 0) << 32n) | BigInt(context.port.valueLow >>> 0);
    const frame = frameOfPage(pointer);
    if (frame === null) return null;
    frames.push(frame);
  }
  return frames;
}

/** The kernel's own words for an address that is no such area. */
function reportBadFree(context: KernelContext, address: bigint, name: string): void {
  const digits = address.toString(16).padStart(16, '0');
  const aligned = (address & 4095n) === 0n;
  const message = aligned
    ? `Trying to ${name}() nonexistent vm area (${digits})`
    : `Trying to ${name}() bad address (${digits})`;
  // Lines as Linux 6.1.192 prints them.
  logWarning(context, `mm/vmalloc.c:${aligned ? 2758 : 2752} __vunmap`, message, {
    code: 'invalid-free',
    severity: 'error',
    address,
  });
}

export function tableMemory(context: Pick<KernelContext, 'world' | 'cpu'>, owner = 'kernel'): TableMemory {
  const { hardware, kernel } = context.world;
  return { hardware, pageAllocator: kernel.pageAllocator, cpu: context.cpu, owner };
}
