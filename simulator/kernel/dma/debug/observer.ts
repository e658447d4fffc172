/** Where the DMA API's entry points meet dma-debug (Linux 6.1: the `debug_dma_*` functions). */
import { forRows, piecesOf } from '../../cut-work.ts';
import type { KernelContext } from '../../kernel-context.ts';
import { directPhysical, kernelPhysical } from '../../kernel-memory.ts';
import { isVmallocAddress } from '../../virtual-layout.ts';
import { hashPointer } from '../../format/pointers.ts';
import { dmaParameter } from '../device-fields.ts';
import type { DmaDevice } from '../device-fields.ts';
import type { DmaObserver } from '../observers.ts';
import { dmaAttribute, mappingError } from '../operation-constants.ts';
import type { SgEntry } from '../scatterlist.ts';
import { checkSync } from './check-sync.ts';
import { checkUnmap } from './check-unmap.ts';
import { addEntry, findExact, noteAsked, stackOfCaller } from './entries.ts';

import { hexAddress, reportError } from './report.ts';
import { entryType, mapError, type DebugEntry, type DebugReference } from './state.ts';

export const dmaDebugObserver: DmaObserver = {
  mapSingle(context, device, address, size) {
    if (isOff(context) || isValidAddress(context, address)) return;
    const text = `device driver maps memory from invalid area [addr=${hashPointer(address)}] [len=${size}]`;
    reportError(context, device, null, { line: 1199, function: 'debug_dma_map_single' }, text);
  },
  mapPage(context, device, physical, size, direction, handle, attributes, frame) {
    if (isOff(context)) return;
    // The kernel asks dma_mapping_error() itself here: an older mapping at this address counts as asked about from now on.
    noteAsked(context.world.kernel.dmaDebug, device.address, handle);
    if (handle === mappingError) return;
    checkForStack(context, device, physical);
    const call = reference(device, handle, size, entryType.single, direction, physical);
    add(context, device, call, mapError.notChecked, through.page, attributes, 0, frame);
  },
  unmapPage(context, device, handle, size, direction) {
    if (!isOff(context)) checkUnmap(context, device, reference(device, handle, size, entryType.single, direction));
  },
  mapResource(context, device, physical, size, direction, handle, attributes) {
    if (isOff(context)) return;
    const call = reference(device, handle, size, entryType.resource, direction, physical);
    add(context, device, call, mapError.notChecked, through.resource, attributes);
  },
  unmapResource(context, device, handle, size, direction) {
    if (!isOff(context)) checkUnmap(context, device, reference(device, handle, size, entryType.resource, direction));
  },
  allocateCoherent(context, device, size, handle, address, attributes) {
    const physical = isOff(context) ? null : physicalOfCoherent(context, address);
    if (physical === null) return;
    const call = reference(device, handle, size, entryType.coherent, 0, physical);
    add(context, device, call, mapError.notApplicable, through.coherent, attributes);
  },
  freeCoherent(context, device, size, address, handle) {
    const physical = isOff(context) ? null : physicalOfCoherent(context, address);
    if (physical === null) return;
    checkUnmap(context, device, reference(device, handle, size, entryType.coherent, 0, physical));
  },
  mapScatterlist(context, device, entries, mapped, direction, attributes) {
    if (wasOff(context)) return;
    forRows(context, entries, ({ physical }) => checkForStack(context, device, physical ?? 0));
    forRows(context, entries.slice(0, mapped), (each) => {
      checkSegment(context, device, each);
      const call = listReference(device, each, direction, entries.length);
      add(context, device, call, mapError.notApplicable, through.scatterlist, attributes, mapped);
    });
  },
  unmapScatterlist(context, device, entries, direction) {
    if (wasOff(context)) return;
    forMapped(context, device, entries, direction, (call) => checkUnmap(context, device, call), true);
  },
  syncForCpu(context, device, handle, size, direction) {
    if (!isOff(context)) checkSync(context, device, reference(device, handle, size, entryType.single, direction), true);
  },
  syncForDevice(context, device, handle, size, direction) {
    if (isOff(context)) return;
    checkSync(context, device, reference(device, handle, size, entryType.single, direction), false);
  },
  syncScatterlistForCpu(context, device, entries, direction) {
    if (wasOff(context)) return;
    forMapped(context, device, entries, direction, (call) => checkSync(context, device, call, true), false);
  },
  syncScatterlistForDevice(context, device, entries, direction) {
    if (wasOff(context)) return;
    forMapped(context, device, entries, direction, (call) => checkSync(context, device, call, false), false);
  },
  mappingError(context, device, handle) {
    if (!isOff(context)) noteAsked(context.world.kernel.dmaDebug, device.address, handle);
  },
};

/** The kernel functions between the driver and the books, innermost first. */
const through = {
  page: ['debug_dma_map_page', 'dma_map_page_attrs'],
  resource: ['debug_dma_map_resource', 'dma_map_resource'],
  coherent: ['debug_dma_alloc_coherent', 'dma_alloc_attrs'],
  scatterlist: ['debug_dma_map_sg', '__dma_map_sg_attrs'],
} as const;

const sectionFrames = 2 ** 15;
const kernelImage = 0xffff_ffff_8000_0000n;

/** `virt_addr_valid`: the kernel's image, and all of each 128 MiB of the direct map that have some RAM (`pfn_valid` with SPARSEMEM). */
function isValidAddress({ world }: KernelContext, address: bigint): boolean {
  if (address >= kernelImage && address < kernelImage + (1n << 30n)) return true;
  const physical = directPhysical(address);
  if (physical === null) return false;
  const section = Math.floor(physical / 4096 / sectionFrames) * sectionFrames;
  return world.kernel.pageAllocator.ram.some(([first, end]) => end > section && first < section + sectionFrames);
}

/** When the call began: it may have run out of entries since. */
function wasOff(context: KernelContext): boolean {
  return piecesOf(context)(0, () => isOff(context));
}

function isOff({ world }: KernelContext): boolean {
  return world.kernel.dmaDebug.disabled;
}

function reference(
  device: DmaDevice,
  busAddress: bigint,
  size: number,
  type: number,
  direction: number,
  physical = 0,
): DebugReference {
  return { device: device.address, busAddress, size, type, direction, listEntries: 0, physical };
}

function listReference(device: DmaDevice, entry: SgEntry, direction: number, listEntries: number): DebugReference {
  const { dmaAddress, dmaLength, physical } = entry;
  const call = reference(device, dmaAddress, dmaLength, entryType.scatterlist, direction);
  return { ...call, listEntries, physical: physical ?? 0 };
}

/** The entries that carry bus addresses: as many as the books of the first one say. `all`: if they say nothing, every one. */
function forMapped(
  context: KernelContext,
  device: DmaDevice,
  entries: readonly SgEntry[],
  direction: number,
  check: (call: DebugReference) => void,
  all: boolean,
): void {
  const calls = entries.map((each) => listReference(device, each, direction, entries.length));
  const { dmaDebug } = context.world.kernel;
  // Of number 0, which is none, it stays 0.
  const known = piecesOf(context)(0, () =>
    calls[0] ? dmaDebug.entries.mappedEntries[findExact(dmaDebug, calls[0])]! : 0,
  );
  forRows(context, all && known === 0 ? calls : calls.slice(0, known), check);
}

function add(
  context: KernelContext,
  device: DmaDevice,
  { busAddress, size, type, direction, listEntries, physical }: DebugReference,
  checked: number,
  through: readonly string[],
  attributes: number,
  mappedEntries = 0,
  frame = Math.floor(physical / 4096),
): void {
  const whole: DebugEntry = {
    device: device.address,
    busAddress,
    size,
    type,
    direction,
    listEntries,
    physical,
    frame,
    mappedEntries,
    mapError: checked,
    stack: stackOfCaller(context, through.length),
    through,
  };
  if (addEntry(context, whole) !== 'overlaps' || attributes & dmaAttribute.skipCpuSync) return;
  const text = "cacheline tracking EEXIST, overlapping mappings aren't supported";
  reportError(context, device, whole, { line: 571, function: 'add_dma_entry' }, text);
}

/** Linear and vmalloc addresses, of which some lead nowhere any more; the cookies of NO_KERNEL_MAPPING are neither, and not in the books. */
function physicalOfCoherent({ world }: KernelContext, address: bigint): number | null {
  if (address === 0n) return null;
  return directPhysical(address) ?? kernelPhysical(world, address) ?? (isVmallocAddress(address) ? 0 : null);
}

/** Kernel stacks stand in vmalloc's area, so that only their pages can be mapped: by `dma_map_page` or a scatterlist. */
function checkForStack(context: KernelContext, device: DmaDevice, physical: number): void {
  const { task, world } = context;
  const thread = task && world.threads.get(task.pid);
  const area = thread && world.kernel.vmalloc.areas.find(({ start }) => start === thread.kernelStack.limit);
  const index = area ? area.frames.indexOf(Math.floor(physical / 4096)) : -1;
  if (!area || index < 0) return;
  const address = area.start + BigInt(index * 4096 + (physical % 4096));
  const text = `device driver maps memory from stack [probable addr=${hashPointer(address)}]`;
  reportError(context, device, null, { line: 1078, function: 'check_for_stack' }, text);
}

function checkSegment(context: KernelContext, device: DmaDevice, entry: SgEntry): void {
  const maxSegmentSize = dmaParameter(context.world, device, 'max_segment_size') || 65536n;
  const segmentBoundary = dmaParameter(context.world, device, 'segment_boundary_mask') || 0xffff_ffff_ffff_ffffn;
  if (entry.length > maxSegmentSize) {
    const text = `mapping sg segment longer than device claims to support [len=${entry.length}] [max=${maxSegmentSize}]`;
    reportError(context, device, null, { line: 1177, function: 'debug_dma_map_sg' }, text);
  }
  const end = entry.dmaAddress + BigInt(entry.dmaLength) - 1n;
  if (((entry.dmaAddress ^ end) & ~segmentBoundary & 0xffff_ffff_ffff_ffffn) === 0n) return;
  const range = `[start=${hexAddress(entry.dmaAddress)}] [end=${hexAddress(end)}] [boundary=${hexAddress(segmentBoundary)}]`;
  const text = `mapping sg segment across boundary ${range}`;
  reportError(context, device, null, { line: 1187, function: 'debug_dma_map_sg' }, text);
}
