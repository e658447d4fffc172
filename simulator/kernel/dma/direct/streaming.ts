/** Streaming mappings without an IOMMU (Linux 6.1: kernel/dma/direct.h): a range check, a bounce buffer or cache maintenance where one is needed. */
import { forRows, piecesOf, rowsOfPiece, workOfRow } from '../../cut-work.ts';
import { logLine, warnOnce } from '../../call-site.ts';
import type { KernelContext } from '../../kernel-context.ts';
import { errno } from '../../kernel-context.ts';
import type { DmaDevice } from '../device-fields.ts';
import { streamingMask } from '../device-fields.ts';
import { dmaAttribute, mappingError } from '../operation-constants.ts';
import type { DmaDirection } from '../operation-constants.ts';
import { setSgDma } from '../scatterlist.ts';
import type { SgEntry } from '../scatterlist.ts';
import { mapBounced, syncBouncedForCpu, syncBouncedForDevice, unmapBounced } from '../swiotlb/map.ts';
import { syncCachesForCpu, syncCachesForDevice } from '../cache-maintenance.ts';
import { dmaToPhysical, isWithinMask, physicalToDma } from './addresses.ts';

export function mapDirectPage(
  context: KernelContext,
  device: DmaDevice,
  physical: number,
  size: number,
  direction: DmaDirection,
  attributes: number,
): bigint {
  const { swiotlb } = context.world.kernel.dma;
  const handle = physicalToDma(context.world, device, physical);
  const reachable = isWithinMask(context.world, device, handle, size);
  const keepsCaches = device.coherent || (attributes & dmaAttribute.skipCpuSync) !== 0;
  if (swiotlb && (swiotlb.force || !reachable)) {
    const bounced = mapBounced(context, device, physical, size, direction, attributes);
    if (!bounced) return mappingError;
    if (!keepsCaches) syncCachesForDevice(context, bounced.physical, size, direction);
    return bounced.handle;
  }
  if (!reachable) {
    const message = `${device.driver} ${device.name}: ${overflow(context, device, handle, size)}`;
    warnOnce(context, 'overflow', 'kernel/dma/direct.h:103 dma_map_page_attrs', message);
    return mappingError;
  }
  if (!keepsCaches) syncCachesForDevice(context, physical, size, direction);
  return handle;
}

export function unmapDirectPage(
  context: KernelContext,
  device: DmaDevice,
  handle: bigint,
  size: number,
  direction: DmaDirection,
  attributes: number,
): void {
  const physical = dmaToPhysical(context.world, device, handle);
  if (physical === null) return;
  if (!(attributes & dmaAttribute.skipCpuSync)) syncMemoryForCpu(context, device, physical, size, direction);
  unmapBounced(context, device, physical, size, direction, attributes | dmaAttribute.skipCpuSync);
}

export function syncDirectForCpu(
  context: KernelContext,
  device: DmaDevice,
  handle: bigint,
  size: number,
  direction: DmaDirection,
): void {
  const physical = dmaToPhysical(context.world, device, handle);
  if (physical !== null) syncMemoryForCpu(context, device, physical, size, direction);
}

/** Cache lines first, so that what the CPU then copies from a bounce buffer is what the device wrote. */
function syncMemoryForCpu(
  context: KernelContext,
  device: DmaDevice,
  physical: number,
  size: number,
  direction: DmaDirection,
): void {
  if (!device.coherent) syncCachesForCpu(context, physical, size, direction);
  syncBouncedForCpu(context, device, physical, size, direction);
}

export function syncDirectForDevice(
  context: KernelContext,
  device: DmaDevice,
  handle: bigint,
  size: number,
  direction: DmaDirection,
): void {
  const physical = dmaToPhysical(context.world, device, handle);
  if (physical === null) return;
  syncBouncedForDevice(context, device, physical, size, direction);
  if (!device.coherent) syncCachesForDevice(context, physical, size, direction);
}

/** One mapping for each entry, never merged. An error, which its entry keeps, unmaps those before it, without synchronising them. */
export function mapDirectScatterlist(
  context: KernelContext,
  device: DmaDevice,
  entries: readonly SgEntry[],
  direction: DmaDirection,
  attributes: number,
): number {
  const pieces = piecesOf(context);
  const mapped: bigint[] = [];
  for (let start = 0; start < entries.length; start += rowsOfPiece) {
    const some = entries.slice(start, start + rowsOfPiece);
    const handles = pieces(some.length * workOfRow, () => mapSome(context, device, some, direction, attributes));
    mapped.push(...handles);
    if (handles.length < some.length) {
      const quietly = attributes | dmaAttribute.skipCpuSync;
      pieces(0, () =>
        mapped.forEach((done, index) =>
          unmapDirectPage(context, device, done, entries[index]!.length, direction, quietly),
        ),
      );
      return -errno.EIO;
    }
  }
  return entries.length;
}

/** Up to the first that cannot be mapped. */
function mapSome(
  context: KernelContext,
  device: DmaDevice,
  entries: readonly SgEntry[],
  direction: DmaDirection,
  attributes: number,
): bigint[] {
  const mapped: bigint[] = [];
  for (const entry of entries) {
    const handle =
      entry.physical === null
        ? mappingError
        : mapDirectPage(context, device, entry.physical, entry.length, direction, attributes);
    setSgDma(context.world, entry, handle, handle === mappingError ? entry.dmaLength : entry.length);
    if (handle === mappingError) return mapped;
    mapped.push(handle);
  }
  return mapped;
}

export function unmapDirectScatterlist(
  context: KernelContext,
  device: DmaDevice,
  entries: readonly SgEntry[],
  direction: DmaDirection,
  attributes: number,
): void {
  forRows(context, entries, ({ dmaAddress, dmaLength }) =>
    unmapDirectPage(context, device, dmaAddress, dmaLength, direction, attributes),
  );
}

/** `dma_map_resource`: no shift, no bounce, no maintenance. */
export function mapDirectResource(context: KernelContext, device: DmaDevice, physical: number, size: number): bigint {
  const handle = BigInt(physical);
  if (isWithinMask(context.world, device, handle, size)) return handle;
  const { shownOnce } = context.world.kernel.dma;
  if (!shownOnce.has('resource overflow'))
    logLine(context, 3, `${device.driver} ${device.name}: ${overflow(context, device, handle, size)}`);
  warnOnce(context, 'resource overflow', 'kernel/dma/direct.c:526 dma_direct_map_resource');
  return mappingError;
}

export function overflow(context: KernelContext, device: DmaDevice, handle: bigint, size: number): string {
  const limits = `mask ${streamingMask(context.world, device).toString(16)}, bus limit ${device.busLimit.toString(16)}`;
  return `DMA addr ${pad(handle)}+${size} overflow (${limits}).`;
}

/** As `%pad` prints a bus address. */
export function pad(handle: bigint): string {
  return `0x${handle.toString(16).padStart(16, '0')}`;
}
