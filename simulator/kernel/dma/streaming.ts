/**
 * Entry points of streaming DMA as C calls them (Linux 6.1: kernel/dma/mapping.c): arguments checked, then the device's operations, then the books, then
 * who watches.
 */
import { warnOnce } from '../call-site.ts';
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import { errno } from '../kernel-context.ts';
import { frameOfPage } from '../kernel-memory.ts';
import { frameBytes } from '../page-allocator.ts';
import { numberOf } from '../../hardware/unsigned64.ts';
import { bug } from '../warnings.ts';
import { forgetMapping, rememberMapping } from './books.ts';
import { readDevice } from './device-fields.ts';
import type { DmaDevice } from './device-fields.ts';
import { dmaObservers } from './observers.ts';
import { mappingError } from './operation-constants.ts';
import type { DmaDirection } from './operation-constants.ts';
import { operationsFor } from './operations.ts';

export const dmaStreamingFunctions: KernelFunctions = {
  dma_map_page_attrs(
    context: KernelContext,
    address: bigint,
    page: bigint,
    offset: bigint,
    size: bigint,
    direction: number,
    attributes: bigint,
  ): bigint {
    const frame = frameOfPage(page);
    const device = deviceToMap(context, address, direction, [150, 152], 'dma_map_page_attrs');
    if (!device || frame === null) return mappingError;
    const physical = frame * frameBytes + numberOf(offset);
    const [bytes, way, flags] = [numberOf(size), direction as DmaDirection, numberOf(attributes)];
    const operations = operationsFor(context, device, 'streaming');
    const handle = operations.mapPage(context, device, physical, bytes, way, flags);
    for (const each of dmaObservers) each.mapPage?.(context, device, physical, bytes, way, handle, flags, frame);
    return handle;
  },
  dma_unmap_page_attrs(
    context: KernelContext,
    address: bigint,
    handle: bigint,
    size: bigint,
    direction: number,
    attributes: bigint,
  ) {
    if (isBadDirection(context, direction, 172)) return;
    const device = readDevice(context.world, address);
    const [bytes, way] = [numberOf(size), direction as DmaDirection];
    operationsFor(context, device, 'streaming').unmapPage(context, device, handle, bytes, way, numberOf(attributes));
    for (const each of dmaObservers) each.unmapPage?.(context, device, handle, bytes, way);
  },
  dma_map_resource(
    context: KernelContext,
    address: bigint,
    physical: bigint,
    size: bigint,
    direction: number,
    attributes: bigint,
  ): bigint {
    const device = deviceToMap(context, address, direction, [301, 303], 'dma_map_resource');
    if (!device) return mappingError;
    const [from, bytes, way] = [Number(physical), Number(size), direction as DmaDirection];
    const operations = operationsFor(context, device, 'streaming');
    const handle = operations.mapResource(context, device, from, bytes, way, Number(attributes));
    if (handle !== mappingError) rememberMapping(context, device, handle, from, bytes, way);
    for (const each of dmaObservers) each.mapResource?.(context, device, from, bytes, way, handle, Number(attributes));
    return handle;
  },
  dma_unmap_resource(
    context: KernelContext,
    address: bigint,
    handle: bigint,
    size: bigint,
    direction: number,
    attributes: bigint,
  ) {
    if (isBadDirection(context, direction, 321)) return;
    const device = readDevice(context.world, address);
    const way = direction as DmaDirection;
    const operations = operationsFor(context, device, 'streaming');
    operations.unmapResource(context, device, handle, Number(size), way, Number(attributes));
    forgetMapping(context, device, handle, Number(size), way);
    for (const each of dmaObservers) each.unmapResource?.(context, device, handle, Number(size), way);
  },
  dma_sync_single_for_cpu(context: KernelContext, address: bigint, handle: bigint, size: bigint, direction: number) {
    if (isBadDirection(context, direction, 333)) return;
    const device = readDevice(context.world, address);
    const [bytes, way] = [numberOf(size), direction as DmaDirection];
    operationsFor(context, device, 'streaming').syncForCpu(context, device, handle, bytes, way);
    for (const each of dmaObservers) each.syncForCpu?.(context, device, handle, bytes, way);
  },
  dma_sync_single_for_device(context: KernelContext, address: bigint, handle: bigint, size: bigint, direction: number) {
    if (isBadDirection(context, direction, 347)) return;
    const device = readDevice(context.world, address);
    const [bytes, way] = [numberOf(size), direction as DmaDirection];
    operationsFor(context, device, 'streaming').syncForDevice(context, device, handle, bytes, way);
    for (const each of dmaObservers) each.syncForDevice?.(context, device, handle, bytes, way);
  },
  /** 0 or -ENOMEM. */
  dma_mapping_error(context: KernelContext, address: bigint, handle: bigint): number {
    if (dmaObservers.length > 0) {
      const device = readDevice(context.world, address);
      for (const each of dmaObservers) each.mappingError?.(context, device, handle);
    }
    return handle === mappingError ? -errno.ENOMEM : 0;
  },
  /** `dma_map_single` of this pointer is about to be made. */
  __dma_map_single_begins(context: KernelContext, address: bigint, pointer: bigint, size: bigint) {
    if (dmaObservers.length === 0) return;
    const device = readDevice(context.world, address);
    for (const each of dmaObservers) each.mapSingle?.(context, device, pointer, Number(size));
  },
  /** For `dma_map_single` of memory that is not in the direct map. */
  __dma_reject_vmalloc(context: KernelContext, address: bigint): bigint {
    const { name, driver } = readDevice(context.world, address);
    const message = `${driver} ${name}: rejecting DMA map of vmalloc memory`;
    warnOnce(context, 'vmalloc', 'include/linux/dma-mapping.h:332 dma_map_single_attrs', message);
    return mappingError;
  },
};

/**
 * null: an invalid direction (the kernel's BUG has ended the task) or a device without a streaming mask (warned of). `lines`: of kernel/dma/mapping.c in
 * 6.1.192, where the BUG and the warning stand.
 */
export function deviceToMap(
  context: KernelContext,
  address: bigint,
  direction: number,
  lines: readonly [number, number],
  name: string,
): DmaDevice | null {
  if (isBadDirection(context, direction, lines[0])) return null;
  const device = readDevice(context.world, address);
  if (device.maskPointer !== 0n) return device;
  const where = `kernel/dma/mapping.c:${lines[1]} ${name}`;
  warnOnce(context, where, where);
  return null;
}

/** `BUG_ON(!valid_dma_direction(dir))` */
export function isBadDirection(context: KernelContext, direction: number, line: number): boolean {
  if (direction >= 0 && direction <= 2) return false;
  bug(context, 'kernel/dma/mapping.c', line);
  return true;
}
