/** Writes into `DmaState` what devices are given and give back, with findings where a driver's words do not fit the books. */
import { callSite, recordFinding } from '../call-site.ts';
import { pageOf } from '../../hardware/unsigned64.ts';
import type { KernelContext } from '../kernel-context.ts';
import { frameBytes } from '../page-allocator.ts';
import type { DmaDevice } from './device-fields.ts';
import type { CoherentAllocation, StreamingMapping } from './dma-state.ts';
import { createListedEntries, setNewest } from './listed-entries.ts';
import type { DmaDirection } from './operation-constants.ts';
import { operationsFor } from './operations.ts';
import type { CoherentMemory } from './operations.ts';

/** What is no buffer mapped by itself. `original`: where the driver's memory stands; null: scattered behind an IOMMU. */
export function rememberMapping(
  context: KernelContext,
  device: DmaDevice,
  handle: bigint,
  original: number | null,
  size: number,
  direction: DmaDirection,
): void {
  const { dma } = context.world.kernel;
  const { name } = device;
  const physical =
    original === null ? null : operationsFor(context, device, 'streaming').targetOf(context, device, handle, original);
  let entries = dma.lists.get(name);
  if (!entries) dma.lists.set(name, (entries = createListedEntries()));
  const page = pageOf(handle);
  const older = entries.newest.get(page) ?? null;
  setNewest(entries, page, { handle, physical, size, direction, statement: callSite(context), older });
  dma.longestEntry = Math.max(dma.longestEntry, size);
}

/** Of several mappings with this handle the one of this size and direction, else of this direction, else the newest. */
export function forgetMapping(
  context: KernelContext,
  device: DmaDevice,
  handle: bigint,
  size: number,
  direction: DmaDirection,
): void {
  const entries = context.world.kernel.dma.lists.get(device.name);
  const page = pageOf(handle);
  const newest = entries?.newest.get(page);
  if (!entries || !newest) return;
  const gone = fitting(newest, handle, size, direction);
  if (gone !== newest) {
    let before = newest;
    while (before.older && before.older !== gone) before = before.older;
    if (gone) before.older = gone.older;
  } else setNewest(entries, page, newest.older);
}

/** Of the mappings that begin in one page. */
function fitting(
  newest: StreamingMapping,
  handle: bigint,
  size: number,
  direction: DmaDirection,
): StreamingMapping | null {
  let best: StreamingMapping | null = null;
  let points = -1;
  for (let each: StreamingMapping | null = newest; each; each = each.older) {
    if (each.handle !== handle) continue;
    const alike = (each.direction === direction ? 2 : 0) + (each.size === size ? 1 : 0);
    if (alike === 3) return each;
    if (alike > points) [best, points] = [each, alike];
  }
  return best;
}

export function rememberCoherent(
  context: KernelContext,
  device: DmaDevice,
  size: number,
  memory: CoherentMemory,
): void {
  const { dma } = context.world.kernel;
  const { name } = device;
  const { address, handle, physical, taken, from } = memory;
  const entry: CoherentAllocation = { handle, address, size, physical, taken, from, statement: callSite(context) };
  const list = dma.coherent.get(name);
  if (list) list.push(entry);
  else dma.coherent.set(name, [entry]);
  context.record({ kind: 'coherent-alloc', device: name, size, handle, address, physical: physical ?? 0, from });
}

/** The entry that is gone from the books now; null when there is none. What does not fit is a finding, unless dma-debug has told the same in its words. */
export function forgetCoherent(
  context: KernelContext,
  device: DmaDevice,
  size: number,
  address: bigint,
  handle: bigint,
  told = false,
): CoherentAllocation | null {
  const list = context.world.kernel.dma.coherent.get(device.name) ?? [];
  let index = list.length - 1;
  while (index >= 0 && list[index]!.address !== address) index--;
  const known = list[index];
  if (!known) {
    const words = `frees coherent memory at ${hex(address)} that it was not given or has freed already`;
    if (!told) report(context, device, 'invalid-free', 'error', address, size, words);
    return null;
  }
  list.splice(index, 1);
  if (known.handle !== handle && !told) {
    const words = `frees a coherent buffer with handle ${hex(handle)}, but its handle is ${hex(known.handle)}`;
    report(context, device, 'free-wrong-handle', 'warning', known.address, known.size, words);
  }
  if (pagesOf(size) !== pagesOf(known.size) && !told) {
    const words = `frees a coherent buffer of ${known.size} bytes as one of ${size}: pages leak or are freed twice`;
    report(context, device, 'free-wrong-size', 'error', known.address, size, words);
  }
  context.record({ kind: 'coherent-free', device: device.name, size, handle, address });
  return known;
}

function pagesOf(size: number): number {
  return Math.ceil(size / frameBytes);
}

function report(
  context: KernelContext,
  device: DmaDevice,
  code: string,
  severity: 'error' | 'warning',
  address: bigint,
  length: number,
  words: string,
): void {
  const { name } = device;
  recordFinding(context, {
    code,
    origin: 'simulator',
    severity,
    message: `${name} ${words}`,
    device: name,
    address,
    length,
  });
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}
