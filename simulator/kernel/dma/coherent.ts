/**
 * Entry points of coherent memory as C calls them (Linux 6.1: kernel/dma/mapping.c): what they check, then the device's operations, then the books and
 * who watches.
 */
import { writeBulk } from '../../hardware/cpu-bulk.ts';
import { logWarning, warnOnce } from '../call-site.ts';
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import { frameOfPage } from '../kernel-memory.ts';
import { frameBytes } from '../page-allocator.ts';
import { gfp } from '../page-allocator/gfp.ts';
import { forgetCoherent, forgetMapping, rememberCoherent, rememberMapping } from './books.ts';
import { readDevice } from './device-fields.ts';
import { giveBackDeviceMemory, takeDeviceMemory } from './device-memory.ts';
import type { DmaDevice } from './device-fields.ts';
import { dmaObservers } from './observers.ts';
import type { DmaDirection } from './operation-constants.ts';
import { operationsFor } from './operations.ts';
import { physicalToDma } from './direct/addresses.ts';
import { directOperations } from './direct/operations.ts';
import { vmallocAreaAt } from '../vmalloc.ts';

const zoneBits = gfp.DMA | gfp.DMA32 | gfp.HIGHMEM;

export const dmaCoherentFunctions: KernelFunctions = {
  /** NULL and an untouched handle when there is no memory. */
  dma_alloc_attrs(
    context: KernelContext,
    address: bigint,
    size: bigint,
    handle: bigint,
    flags: number,
    attributes: bigint,
  ): bigint {
    const device = readDevice(context.world, address);
    // Lines as Linux 6.1.192 prints them.
    if (device.coherentMask === 0n) warnOnce(context, 'dma_alloc_attrs', 'kernel/dma/mapping.c:499 dma_alloc_attrs');
    const own = takeDeviceMemory(context, device, Number(size));
    if (own !== undefined) {
      if (own) {
        writeHandle(context, handle, own.handle);
        rememberCoherent(context, device, Number(size), own);
      } else reportNoMemory(context, device, Number(size));
      return own?.address ?? 0n;
    }
    const operations = operationsFor(context, device, 'coherent');
    const memory = operations.allocate(context, device, Number(size), flags & ~zoneBits, Number(attributes));
    if (memory) {
      writeHandle(context, handle, memory.handle);
      rememberCoherent(context, device, Number(size), memory);
    } else reportNoMemory(context, device, Number(size));
    for (const each of dmaObservers)
      each.allocateCoherent?.(
        context,
        device,
        Number(size),
        memory?.handle ?? 0n,
        memory?.address ?? 0n,
        Number(attributes),
      );
    return memory?.address ?? 0n;
  },
  dma_free_attrs(
    context: KernelContext,
    address: bigint,
    size: bigint,
    pointer: bigint,
    handle: bigint,
    attributes: bigint,
  ) {
    const device = readDevice(context.world, address);
    if (giveBackDeviceMemory(context, device, Number(size), pointer)) {
      forgetCoherent(context, device, Number(size), pointer, handle);
      return;
    }
    if (isInInterrupt(context)) logWarning(context, 'kernel/dma/mapping.c:533 dma_free_attrs');
    if (pointer === 0n) return;
    const { dmaDebug } = context.world.kernel;
    const toldBefore = dmaDebug.told;
    for (const each of dmaObservers) each.freeCoherent?.(context, device, Number(size), pointer, handle);
    const known = forgetCoherent(context, device, Number(size), pointer, handle, dmaDebug.told > toldBefore);
    const operations = operationsFor(context, device, 'coherent');
    if (!known) return operations.freeUnknown?.(context, pointer);
    operations.free(context, device, Number(size), pointer, known.handle, Number(attributes));
  },
  /** `struct page *`, or NULL. */
  __dma_alloc_pages(
    context: KernelContext,
    address: bigint,
    size: bigint,
    handle: bigint,
    direction: number,
    flags: number,
  ): bigint {
    const device = readDevice(context.world, address);
    const [mask, zones] = ['kernel/dma/mapping.c:551 __dma_alloc_pages', 'kernel/dma/mapping.c:553 __dma_alloc_pages'];
    if (device.coherentMask === 0n) return refuse(context, mask);
    if (flags & zoneBits) return refuse(context, zones);
    const bytes = pageAligned(size);
    const way = direction as DmaDirection;
    const memory = operationsFor(context, device, 'coherent').allocatePages(context, device, bytes, way, flags);
    if (!memory) {
      reportNoMemory(context, device, bytes);
      return 0n;
    }
    writeHandle(context, handle, memory.handle);
    rememberMapping(context, device, memory.handle, memory.physical, bytes, way);
    return memory.address;
  },
  __dma_free_pages(
    context: KernelContext,
    address: bigint,
    size: bigint,
    page: bigint,
    handle: bigint,
    direction: number,
  ) {
    const device = readDevice(context.world, address);
    const frame = frameOfPage(page);
    if (frame === null) return;
    forgetMapping(context, device, handle, pageAligned(size), direction as DmaDirection);
    operationsFor(context, device, 'coherent').freePages(context, device, pageAligned(size), frame, handle);
  },
  /** `debug_dma_map_page` of what `dma_alloc_pages` gave. */
  __dma_pages_given(
    context: KernelContext,
    address: bigint,
    page: bigint,
    size: bigint,
    direction: number,
    handle: bigint,
  ) {
    const frame = frameOfPage(page);
    if (dmaObservers.length === 0 || frame === null) return;
    const device = readDevice(context.world, address);
    for (const each of dmaObservers)
      each.mapPage?.(context, device, frame * frameBytes, Number(size), direction as DmaDirection, handle, 0, frame);
  },
  __dma_pages_returned(context: KernelContext, address: bigint, handle: bigint, size: bigint, direction: number) {
    if (dmaObservers.length === 0) return;
    const device = readDevice(context.world, address);
    for (const each of dmaObservers) each.unmapPage?.(context, device, handle, Number(size), direction as DmaDirection);
  },
  dma_mmap_attrs(
    context: KernelContext,
    address: bigint,
    area: bigint,
    pointer: bigint,
    handle: bigint,
    size: bigint,
    attributes: bigint,
  ): number {
    const device = readDevice(context.world, address);
    const operations = operationsFor(context, device, 'coherent');
    return operations.mmap(context, device, area, pointer, handle, Number(size), Number(attributes));
  },
  dma_can_mmap(context: KernelContext, address: bigint): number {
    const device = readDevice(context.world, address);
    return operationsFor(context, device, 'coherent').canMmap(context, device) ? 1 : 0;
  },
  /** Whether coherent buffers may be scattered: a page list has one entry for each page then. */
  __dma_is_direct(context: KernelContext, address: bigint): number {
    const device = readDevice(context.world, address);
    return operationsFor(context, device, 'coherent') === directOperations ? 1 : 0;
  },
  __dma_is_coherent: (context: KernelContext, address: bigint): number =>
    readDevice(context.world, address).coherent ? 1 : 0,
  phys_to_dma: (context: KernelContext, address: bigint, physical: bigint): bigint =>
    physicalToDma(context.world, readDevice(context.world, address), Number(physical)),
  /** Where the buffer of scattered pages begins that an address lies in (`dma_common_find_pages`); 0: in none. */
  __dma_area_of({ world }: KernelContext, address: bigint): bigint {
    const area = vmallocAreaAt(world.kernel.vmalloc, address);
    return area?.kind === 'dma' ? area.start : 0n;
  },
  /** Physical address behind a handle; all ones when there is none. */
  __dma_to_phys(context: KernelContext, address: bigint, handle: bigint): bigint {
    const device = readDevice(context.world, address);
    const physical = operationsFor(context, device, 'coherent').physicalOf(context, device, handle);
    return physical === null ? 0xffff_ffff_ffff_ffffn : BigInt(physical);
  },
};

function writeHandle(context: KernelContext, place: bigint, handle: bigint): void {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, handle, true);
  writeBulk(context.port, place, bytes);
}

function refuse(context: KernelContext, where: string): bigint {
  warnOnce(context, where, where);
  return 0n;
}

function pageAligned(size: bigint): number {
  return Math.ceil(Number(size) / frameBytes) * frameBytes;
}

function isInInterrupt({ task }: KernelContext): boolean {
  return task !== null && (task.interruptsDisabled || task.hardIrqDepth > 0);
}

function reportNoMemory(context: KernelContext, device: DmaDevice, size: number): void {
  context.record({
    kind: 'allocation-failed',
    device: device.name,
    what: 'coherent buffer',
    size,
    reason: `no memory within mask 0x${device.coherentMask.toString(16)}`,
  });
}
