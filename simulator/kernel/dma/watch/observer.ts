/** Keeps the simulator's own books of streaming mappings as the driver maps, synchronises and unmaps. */
import { forRows } from '../../cut-work.ts';
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
import { deviceOf, heldOf, isSingle, mappingOf, setHeld } from './mapping-columns.ts';
import { mappingToEnd, slotsAtBus, unwatchMapping, watchMapping } from './mappings.ts';
import { countCoherentFrames } from './ordering.ts';
import { slotsOfPage } from './page-index.ts';
import { addRange, removeRange } from './ranges.ts';
import { rememberResidue } from './short-write.ts';
import { goneLimit, type GoneBuffer, type Range } from './state.ts';

export const dmaWatchObserver: DmaObserver = {
  mapPage(context, device, physical, size, direction, handle, attributes) {
    if (handle === mappingError || size === 0) return;
    const target = operationsFor(context, device, 'streaming').targetOf(context, device, handle, physical);
    begin(context, device.name, physical, size, direction, handle, attributes, target, true);
  },
  mapScatterlist(context, device, entries, mapped, direction, attributes) {
    const { name } = device;
    const operations = operationsFor(context, device, 'streaming');
    forRows(context, entries, ({ physical, length, dmaAddress, dmaLength }) => {
      if (physical === null || length === 0) return;
      const target = length === dmaLength ? operations.targetOf(context, device, dmaAddress, physical) : null;
      begin(context, name, physical, length, direction, dmaAddress, attributes, target, false);
    });
    void mapped;
  },
  unmapPage(context, device, handle, size, direction) {
    const fitting = mappingToEnd(context.world.kernel.dmaWatch, device.name, handle, size, direction);
    const single = fitting !== 0 && isSingle(context.world.kernel.dmaWatch.mappings, fitting);
    if (fitting !== 0) end(context, fitting, device.name, handle);
    // By the wrong function.
    if (!single) forgetMapping(context, device, handle, size, direction);
  },
  unmapScatterlist(context, device, entries) {
    // One after the other: entries may be of the same memory.
    const { mappings } = context.world.kernel.dmaWatch;
    forRows(context, entries, (entry) => {
      for (const slot of slotsOfList(context, device, [entry])) end(context, slot, device.name, mappings.handle[slot]!);
    });
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
    forSynced(context, device, handle, size, addRange);
  },
  syncForDevice(context, device, handle, size) {
    forSynced(context, device, handle, size, removeRange);
  },
  syncScatterlistForCpu(context, device, entries) {
    const { mappings } = context.world.kernel.dmaWatch;
    for (const slot of slotsOfList(context, device, entries)) setHeld(mappings, slot, [[0, mappings.size[slot]!]]);
  },
  syncScatterlistForDevice(context, device, entries) {
    const { mappings } = context.world.kernel.dmaWatch;
    for (const slot of slotsOfList(context, device, entries)) setHeld(mappings, slot, []);
  },
  maskSet: (context, device) => rememberMask(context, device.name),
};

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
  const slot = watchMapping(context, device, handle, physical, target, single, size, direction, callSite(context));
  // Whoever maps without synchronising says that the device has nothing to see yet.
  if (attributes & dmaAttribute.skipCpuSync) setHeld(context.world.kernel.dmaWatch.mappings, slot, [[0, size]]);
}

/** Told before the number may be another mapping's. */
function end(context: KernelContext, slot: number, device: string, handle: bigint): void {
  const { dmaWatch } = context.world.kernel;
  const { mappings } = dmaWatch;
  const site = mappings.site[slot]!;
  noteGone(context, device, 'streaming', handle, mappings.size[slot]!, site < 0 ? noStack : [site]);
  if (mappings.written.has(slot)) rememberResidue(context, mappingOf(mappings, slot));
  unwatchMapping(dmaWatch, slot, device);
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
  change: (held: readonly Range[], range: Range) => Range[],
): void {
  const { dmaWatch } = world.kernel;
  const { mappings } = dmaWatch;
  for (const slot of slotsAtBus(dmaWatch, device.name, handle)) {
    const from = Number(handle - mappings.handle[slot]!);
    const to = Math.min(from + size, mappings.size[slot]!);
    setHeld(mappings, slot, change(heldOf(mappings, slot), [from, to]));
  }
}

/** An IOMMU may give several entries one range of bus addresses: they are known by their memory. */
function slotsOfList({ world }: KernelContext, { name }: DmaDevice, entries: readonly SgEntry[]): number[] {
  const { frames, mappings } = world.kernel.dmaWatch;
  return entries.flatMap(({ physical, length }) => {
    if (physical === null) return [];
    const found = slotsOfPage(frames, Math.floor(physical / 4096)).find(
      (slot) =>
        mappings.physical[slot] === physical && mappings.size[slot] === length && deviceOf(mappings, slot) === name,
    );
    return found === undefined ? [] : [found];
  });
}
