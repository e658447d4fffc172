/** Entry points for scatterlists as C calls them (Linux 6.1: kernel/dma/mapping.c), like those of `streaming.ts`. */
import { forRows, piecesOf } from '../cut-work.ts';
import { warnOnce } from '../call-site.ts';
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import { errno } from '../kernel-context.ts';
import { forgetMapping, rememberMapping } from './books.ts';
import { readDevice } from './device-fields.ts';
import type { DmaDevice } from './device-fields.ts';
import { dmaObservers } from './observers.ts';
import type { DmaDirection } from './operation-constants.ts';
import { operationsFor } from './operations.ts';
import { readScatterlist, type SgEntry } from './scatterlist.ts';
import { deviceToMap, isBadDirection } from './streaming.ts';

export const dmaScatterlistFunctions: KernelFunctions = {
  /** How many entries the device is to be given, 0 without a streaming mask, or a negative error number. */
  __dma_map_sg_attrs(
    context: KernelContext,
    address: bigint,
    list: bigint,
    count: number,
    direction: number,
    attributes: bigint,
  ): number {
    const device = deviceToMap(context, address, direction, [188, 190], '__dma_map_sg_attrs');
    if (!device) return 0;
    const entries = readWhole(context, list, count);
    const way = direction as DmaDirection;
    const operations = operationsFor(context, device, 'streaming');
    const mapped = operations.mapScatterlist(context, device, entries, way, Number(attributes));
    if (mapped <= 0) return refused(context, mapped);
    rememberList(context, device, list, mapped, way);
    if (dmaObservers.length > 0) {
      const result = readWhole(context, list, count);
      for (const each of dmaObservers) each.mapScatterlist?.(context, device, result, mapped, way, Number(attributes));
    }
    return mapped;
  },
  dma_unmap_sg_attrs(
    context: KernelContext,
    address: bigint,
    list: bigint,
    count: number,
    direction: number,
    attributes: bigint,
  ) {
    if (isBadDirection(context, direction, 285)) return;
    const device = readDevice(context.world, address);
    const entries = readWhole(context, list, count);
    const way = direction as DmaDirection;
    for (const each of dmaObservers) each.unmapScatterlist?.(context, device, entries, way);
    operationsFor(context, device, 'streaming').unmapScatterlist(context, device, entries, way, Number(attributes));
    forRows(context, entries, ({ dmaAddress, dmaLength }) => {
      if (dmaLength > 0) forgetMapping(context, device, dmaAddress, dmaLength, way);
    });
  },
  dma_sync_sg_for_cpu(context: KernelContext, address: bigint, list: bigint, count: number, direction: number) {
    if (isBadDirection(context, direction, 361)) return;
    const device = readDevice(context.world, address);
    const entries = readWhole(context, list, count);
    const way = direction as DmaDirection;
    operationsFor(context, device, 'streaming').syncScatterlistForCpu(context, device, entries, way);
    for (const each of dmaObservers) each.syncScatterlistForCpu?.(context, device, entries, way);
  },
  dma_sync_sg_for_device(context: KernelContext, address: bigint, list: bigint, count: number, direction: number) {
    if (isBadDirection(context, direction, 375)) return;
    const device = readDevice(context.world, address);
    const entries = readWhole(context, list, count);
    const way = direction as DmaDirection;
    operationsFor(context, device, 'streaming').syncScatterlistForDevice(context, device, entries, way);
    for (const each of dmaObservers) each.syncScatterlistForDevice?.(context, device, entries, way);
  },
  /** `debug_dma_map_sg` of what `dma_alloc_noncontiguous` gave. */
  __dma_list_given(
    context: KernelContext,
    address: bigint,
    list: bigint,
    count: number,
    direction: number,
    attributes: bigint,
  ) {
    if (dmaObservers.length === 0) return;
    const device = readDevice(context.world, address);
    const entries = readScatterlist(context.world, list, count);
    for (const each of dmaObservers)
      each.mapScatterlist?.(context, device, entries, 1, direction as DmaDirection, Number(attributes));
  },
  __dma_list_returned(context: KernelContext, address: bigint, list: bigint, count: number, direction: number) {
    if (dmaObservers.length === 0) return;
    const device = readDevice(context.world, address);
    const entries = readScatterlist(context.world, list, count);
    for (const each of dmaObservers) each.unmapScatterlist?.(context, device, entries, direction as DmaDirection);
  },
};

/** Once for the call, however often it is left: others may have changed what stands there. */
function readWhole(context: KernelContext, list: bigint, count: number): SgEntry[] {
  return piecesOf(context)(count * 64, () => readScatterlist(context.world, list, count));
}

/** The books know what the device is given: the first `mapped` entries, which an IOMMU may have merged. */
function rememberList(
  context: KernelContext,
  device: DmaDevice,
  list: bigint,
  mapped: number,
  direction: DmaDirection,
): void {
  forRows(context, readWhole(context, list, mapped), ({ dmaAddress, dmaLength, physical, length }) =>
    rememberMapping(context, device, dmaAddress, length === dmaLength ? physical : null, dmaLength, direction),
  );
}

const knownErrors: readonly number[] = [-errno.EINVAL, -errno.ENOMEM, -errno.EIO, -errno.EREMOTEIO];

function refused(context: KernelContext, error: number): number {
  if (knownErrors.includes(error)) return error;
  const where = 'kernel/dma/mapping.c:202 __dma_map_sg_attrs';
  warnOnce(context, where, where);
  return -errno.EIO;
}
