/** Tells the journal of every mapping, synchronisation and unmapping that a driver makes: what *DMA mapping made* and its like stop at. */
import { piecesOf } from '../cut-work.ts';
import type { KernelContext } from '../kernel-context.ts';
import type { DmaDevice } from './device-fields.ts';
import type { DmaObserver } from './observers.ts';
import { DMA_FROM_DEVICE, DMA_TO_DEVICE, type DmaDirection } from './operation-constants.ts';
import type { SgEntry } from './scatterlist.ts';

type Kind = 'dma-map' | 'dma-unmap' | 'dma-sync';

function tell(
  context: KernelContext,
  kind: Kind,
  { name }: DmaDevice,
  what: string,
  handle: bigint,
  size: number,
  direction: DmaDirection,
): void {
  const mapped = direction === DMA_TO_DEVICE ? 'to-device' : direction === DMA_FROM_DEVICE ? 'from-device' : 'both';
  context.record({ kind, device: name, what, handle, size, mapped });
}

function tellList(
  context: KernelContext,
  kind: Kind,
  device: DmaDevice,
  what: string,
  entries: readonly SgEntry[],
  direction: DmaDirection,
): void {
  const bytes = entries.reduce((sum, { length }) => sum + length, 0);
  piecesOf(context)(0, () => tell(context, kind, device, what, entries[0]?.dmaAddress ?? 0n, bytes, direction));
}

export const journalObserver: DmaObserver = {
  mapPage: (context, device, _physical, size, direction, handle) =>
    tell(context, 'dma-map', device, 'single', handle, size, direction),
  unmapPage: (context, device, handle, size, direction) =>
    tell(context, 'dma-unmap', device, 'single', handle, size, direction),
  mapScatterlist: (context, device, entries, _mapped, direction) =>
    tellList(context, 'dma-map', device, 'scatterlist', entries, direction),
  unmapScatterlist: (context, device, entries, direction) =>
    tellList(context, 'dma-unmap', device, 'scatterlist', entries, direction),
  mapResource: (context, device, _physical, size, direction, handle) =>
    tell(context, 'dma-map', device, 'resource', handle, size, direction),
  unmapResource: (context, device, handle, size, direction) =>
    tell(context, 'dma-unmap', device, 'resource', handle, size, direction),
  syncForCpu: (context, device, handle, size, direction) =>
    tell(context, 'dma-sync', device, 'for-cpu', handle, size, direction),
  syncForDevice: (context, device, handle, size, direction) =>
    tell(context, 'dma-sync', device, 'for-device', handle, size, direction),
  syncScatterlistForCpu: (context, device, entries, direction) =>
    tellList(context, 'dma-sync', device, 'for-cpu', entries, direction),
  syncScatterlistForDevice: (context, device, entries, direction) =>
    tellList(context, 'dma-sync', device, 'for-device', entries, direction),
};
