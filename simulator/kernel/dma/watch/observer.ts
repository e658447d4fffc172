/** Keeps the simulator's own books of streaming mappings as the driver maps, synchronises and unmaps. */
import type { KernelContext } from '../../kernel-context.ts';
import type { DmaDevice } from '../device-fields.ts';
import { callSite } from '../../call-site.ts';
import type { DmaObserver } from '../observers.ts';
import { operationsFor } from '../operations.ts';
import { forgetMapping } from '../books.ts';
import { dmaAttribute, mappingError } from '../operation-constants.ts';
import type { DmaDirection } from '../operation-constants.ts';
import type { SgEntry } from '../scatterlist.ts';
import { checkReach, rememberMask } from './mask-reach.ts';
import { mappingsAtBus, mappingsInFrame, mappingToEnd, unwatchMapping, watchMapping } from './mappings.ts';
import { countCoherentFrames } from './ordering.ts';
import { addRange, removeRange } from './ranges.ts';
import { rememberResidue } from './short-write.ts';
import { goneLimit, type GoneBuffer, type Range, type WatchedMapping } from './state.ts';

export const dmaWatchObserver: DmaObserver = {
  mapPage(context, device, physical, size, direction, handle, attributes) {
    if (handle === mappingError || size === 0) return;
    const target = operationsFor(context, device, 'streaming').targetOf(context, device, handle, physical);
    begin(context, device.name, physical, size, direction, handle, attributes, target, true);
  },
  mapScatterlist(context, device, entries, mapped, direction, attributes) {
    const { name } = device;
    const operations = operationsFor(context, device, 'streaming');
    for (const { physical, length, dmaAddress, dmaLength } of entries) {
      if (physical === null || length === 0) continue;
      const target = length === dmaLength ? operations.targetOf(context, device, dmaAddress, physical) : null;
      begin(context, name, physical, length, direction, dmaAddress, attributes, target, false);
    }
    void mapped;
  },
  unmapPage(context, device, handle, size, direction) {
    const fitting = mappingToEnd(context.world.kernel.dmaWatch, device.name, handle, size, direction);
    if (fitting) end(context, fitting);
    // By the wrong function.
    if (!fitting?.single) forgetMapping(context, device, handle, size, direction);
  },
  unmapScatterlist(context, device, entries) {
    // One after the other: entries may be of the same memory.
    for (const entry of entries) for (const mapping of mappingsOfList(context, device, [entry])) end(context, mapping);
  },
  allocateCoherent(context, { name }, size, handle, address) {
    if (address === 0n) return;
    checkReach(context, name, handle, size);
    const given = context.world.kernel.dma.coherent.get(name)?.find((each) => each.handle === handle);
    if (given?.physical != null) countCoherentFrames(context.world, given.physical, size, 1);
  },
  freeCoherent(context, { name }, size, address, handle) {
    void address;
    const known = context.world.kernel.dma.coherent.get(name)?.find((each) => each.handle === handle);
    if (known?.physical != null) countCoherentFrames(context.world, known.physical, known.size, -1);
    const mapped = known?.statement == null ? [] : [known.statement];
    noteGone(context, name, 'coherent', handle, size, mapped);
  },
  syncForCpu(context, device, handle, size) {
    forSynced(context, device, handle, size, (mapping, from, to) => {
      mapping.held = addRange(mapping.held, [from, to]);
    });
  },
  syncForDevice(context, device, handle, size) {
    forSynced(context, device, handle, size, (mapping, from, to) => {
      mapping.held = removeRange(mapping.held, [from, to]);
    });
  },
  syncScatterlistForCpu(context, device, entries) {
    for (const mapping of mappingsOfList(context, device, entries)) mapping.held = [[0, mapping.size]];
  },
  syncScatterlistForDevice(context, device, entries) {
    for (const mapping of mappingsOfList(context, device, entries)) mapping.held = [];
  },
  maskSet: (context, device) => rememberMask(context, device.name),
};

const noRanges: readonly Range[] = [];
const noStack: readonly number[] = [];

/** The driver's innermost statement, as a stack of one; the whole stack is in the record of what is told. */
function siteStack(context: KernelContext): readonly number[] {
  const site = callSite(context);
  return site === null ? noStack : [site];
}

function begin(
  context: KernelContext,
  device: string,
  physical: number,
  size: number,
  direction: DmaDirection,
  handle: bigint,
  attributes: number,
  target: number | null,
  single: boolean,
): void {
  checkReach(context, device, handle, size);
  // Whoever maps without synchronising says that the device has nothing to see yet.
  const held = attributes & dmaAttribute.skipCpuSync ? [[0, size] as const] : noRanges;
  const stack = siteStack(context);
  watchMapping(context, { device, handle, physical, target, single, size, direction, stack, held, written: noRanges });
}

function end(context: KernelContext, mapping: WatchedMapping): void {
  unwatchMapping(context.world.kernel.dmaWatch, mapping);
  const { device, handle, size, stack } = mapping;
  noteGone(context, device, 'streaming', handle, size, stack);
  rememberResidue(context, mapping);
}

function noteGone(
  context: KernelContext,
  device: string,
  what: GoneBuffer['what'],
  handle: bigint,
  size: number,
  mapped: readonly number[],
): void {
  const { gone } = context.world.kernel.dmaWatch;
  let known = gone.get(device);
  if (!known) gone.set(device, (known = { ring: [], next: 0 }));
  const place = known.ring[known.next];
  if (!place) known.ring.push({ what, handle, size, mapped, gone: siteStack(context) });
  else {
    place.what = what;
    place.handle = handle;
    place.size = size;
    place.mapped = mapped;
    place.gone = siteStack(context);
  }
  known.next = (known.next + 1) % goneLimit;
}

function forSynced(
  { world }: KernelContext,
  device: DmaDevice,
  handle: bigint,
  size: number,
  act: (mapping: WatchedMapping, from: number, to: number) => void,
): void {
  for (const mapping of mappingsAtBus(world.kernel.dmaWatch, device.name, handle)) {
    const from = Number(handle - mapping.handle);
    act(mapping, from, Math.min(from + size, mapping.size));
  }
}

/** An IOMMU may give several entries one range of bus addresses: they are known by their memory. */
function mappingsOfList({ world }: KernelContext, device: DmaDevice, entries: readonly SgEntry[]): WatchedMapping[] {
  const { name } = device;
  return entries.flatMap(({ physical, length }) => {
    if (physical === null) return [];
    const found = mappingsInFrame(world.kernel.dmaWatch, Math.floor(physical / 4096)).find(
      (each) => each.device === name && each.physical === physical && each.size === length,
    );
    return found ? [found] : [];
  });
}
