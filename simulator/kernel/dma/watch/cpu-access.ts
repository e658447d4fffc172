/**
 * A CPU touches a buffer that a device owns. What the DMA API allows: reading what the device only reads; anything once it is unmapped or, byte by byte,
 * synchronised for the CPU. Coherent memory is both's at any time and never here.
 */
import type { World } from '../../../world.ts';
import type { Finding } from '../../../journal.ts';
import { DMA_TO_DEVICE } from '../operation-constants.ts';
import { directionNames } from '../debug/state.ts';
import { isInPool } from '../swiotlb/pool.ts';
import { deviceOf, directionOf, heldOf, mappingOf, setHeld, writtenOf } from './mapping-columns.ts';
import { slotsAtBus } from './mappings.ts';
import { newestNode, slotsOfPage } from './page-index.ts';
import { addRange, holdsRange, removeRange } from './ranges.ts';
import type { MappingColumns, WatchedMapping } from './state.ts';

/** Is this line in a mapped page, or may a cache have it older or newer than a device does? */
export function isWatchedLine({ kernel }: World, line: number): boolean {
  const { frames, stale, coherentFrames } = kernel.dmaWatch;
  const frame = Math.floor(line / 64);
  if (frames.count > 0 && newestNode(frames, frame) !== 0) return true;
  return (coherentFrames.size > 0 && coherentFrames.has(frame)) || (stale.size > 0 && stale.has(line));
}

/** Whether none of the frame's lines is watched. */
export function ignoresFrame({ kernel }: World, frame: number): boolean {
  const { frames, stale, coherentFrames } = kernel.dmaWatch;
  return newestNode(frames, frame) === 0 && !coherentFrames.has(frame) && stale.size === 0;
}

/** The finding that an access of `size` bytes inside one line deserves; null: it is in order, or was told before. `statement`: who makes it. */
export function judgeCpuAccess(
  world: World,
  physical: number,
  size: number,
  write: boolean,
  statement: number,
): Finding | null {
  const state = world.kernel.dmaWatch;
  for (const slot of slotsOfPage(state.frames, Math.floor(physical / 4096))) {
    if (!isTrespass(state.mappings, slot, physical, size, write)) continue;
    const mapping = mappingOf(state.mappings, slot);
    const key = `cpu ${statement} ${mapping.stack.join()} ${write}`;
    if (state.told.has(key)) continue;
    state.told.add(key);
    return findingFor(mapping, physical, size, write);
  }
  return null;
}

/** The device has written: what the CPU was shown before is old. `driven`: the bus address, by which a bounced buffer is known. */
export function noteDeviceWrite(
  { kernel }: World,
  device: string,
  driven: bigint,
  physical: number,
  length: number,
): void {
  const { dma, dmaWatch } = kernel;
  const { frames, mappings } = dmaWatch;
  if (frames.count === 0) return;
  for (const slot of slotsOfPage(frames, Math.floor(physical / 4096)))
    if (deviceOf(mappings, slot) === device) noteWritten(mappings, slot, physical - mappings.physical[slot]!, length);
  if (!isInPool(dma.swiotlb, physical)) return;
  for (const slot of slotsAtBus(dmaWatch, device, driven)) {
    const target = mappings.target[slot]!;
    if (!Number.isNaN(target)) noteWritten(mappings, slot, physical - target, length);
  }
}

function noteWritten(mappings: MappingColumns, slot: number, offset: number, length: number): void {
  const from = Math.max(0, offset);
  const to = Math.min(mappings.size[slot]!, offset + length);
  if (from >= to) return;
  mappings.written.set(slot, addRange(writtenOf(mappings, slot), [from, to]));
  const held = heldOf(mappings, slot);
  if (held.length > 0) setHeld(mappings, slot, removeRange(held, [from, to]));
}

function isTrespass(mappings: MappingColumns, slot: number, physical: number, size: number, write: boolean): boolean {
  if (!write && directionOf(mappings, slot) === DMA_TO_DEVICE) return false;
  const start = mappings.physical[slot]!;
  const from = Math.max(0, physical - start);
  const to = Math.min(mappings.size[slot]!, physical + size - start);
  return from < to && !holdsRange(heldOf(mappings, slot), [from, to]);
}

function findingFor(mapping: WatchedMapping, physical: number, size: number, write: boolean): Finding {
  const { device, direction, size: whole, stack } = mapping;
  const buffer = `the buffer of ${whole} bytes that is mapped ${directionNames[direction]} for ${device}`;
  const offset = Math.max(0, physical - mapping.physical);
  const remedy = 'unmap it or call dma_sync_*_for_cpu first';
  return {
    kind: 'finding',
    code: 'cpu-access-while-device-owns',
    origin: 'simulator',
    severity: 'warning',
    message: `the CPU ${write ? 'writes' : 'reads'} ${size} byte${size === 1 ? '' : 's'} at offset ${offset} of ${buffer} while the device owns it: ${remedy}`,
    device,
    address: BigInt(physical),
    length: size,
    transfer: null,
    related: [{ what: 'mapped', stack }],
  };
}
