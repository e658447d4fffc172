/** Bus addresses without an IOMMU (Linux 6.1: linux/dma-direct.h): physical ones, or shifted where the bus says so (`dma-ranges`). */
import { readField, structLayout } from '../../c-struct.ts';
import type { MemoryWorld } from '../../memory-world.ts';
import type { DmaDevice } from '../device-fields.ts';
import { streamingMask } from '../device-fields.ts';
import { smallerLimit } from '../limits.ts';
import { bigintOf, numberOf } from '../../../hardware/unsigned64.ts';
import { mappingError } from '../operation-constants.ts';

/** `mappingError`: the device's bus does not reach there. */
export function physicalToDma(world: MemoryWorld, device: DmaDevice, physical: number): bigint {
  const map = device.rangeMap;
  if (map === 0n) return bigintOf(physical);
  const region = regions(world, map).find(
    ({ cpuStart, size }) => BigInt(physical) >= cpuStart && BigInt(physical) - cpuStart < size,
  );
  return region ? BigInt.asUintN(64, BigInt(physical) - region.offset) : mappingError;
}

const beyondMemory = 1n << 52n;

/** null: no region of the device's bus holds it, or no memory can. */
export function dmaToPhysical(world: MemoryWorld, device: DmaDevice, handle: bigint): number | null {
  const map = device.rangeMap;
  const physical = map === 0n ? handle : shifted(world, map, handle);
  return physical === null || physical >= beyondMemory ? null : numberOf(physical);
}

/** `dma_capable`: the last byte is within the streaming mask and the bus limit. */
export function isWithinMask(world: MemoryWorld, device: DmaDevice, handle: bigint, size: number): boolean {
  if (handle === mappingError) return false;
  const limit = smallerLimit(streamingMask(world, device), device.busLimit);
  const end = numberOf(handle) + size - 1;
  // No byte at 0 ends at the top, as in the kernel.
  if (end >= 0 && end < 2 ** 53) return end <= numberOf(limit);
  return BigInt.asUintN(64, handle + BigInt(size) - 1n) <= limit;
}

/** `dma_coherent_ok`: the last byte is within the coherent mask and the bus limit. */
export function isWithinCoherentMask(world: MemoryWorld, device: DmaDevice, physical: number, size: number): boolean {
  const handle = physicalToDma(world, device, physical);
  if (handle === mappingError) return false;
  return handle + BigInt(size) - 1n <= smallerLimit(device.coherentMask, device.busLimit);
}

/** Physical address of the highest bus address that the coherent mask allows, as `dma_to_phys(min_not_zero(mask, limit))`. */
export function coherentLimit(world: MemoryWorld, device: DmaDevice): bigint {
  const limit = smallerLimit(device.coherentMask, device.busLimit);
  const map = device.rangeMap;
  return map === 0n ? limit : (shifted(world, map, limit) ?? 0xffff_ffff_ffff_ffffn);
}

interface BusRegion {
  readonly cpuStart: bigint;
  readonly dmaStart: bigint;
  readonly size: bigint;
  readonly offset: bigint;
}

function shifted(world: MemoryWorld, map: bigint, handle: bigint): bigint | null {
  const region = regions(world, map).find(({ dmaStart, size }) => handle >= dmaStart && handle - dmaStart < size);
  return region ? BigInt.asUintN(64, handle + region.offset) : null;
}

const mostRegions = 64;

function regions(world: MemoryWorld, map: bigint): BusRegion[] {
  const stride = BigInt(structLayout(world.program, 'bus_dma_region').size);
  const found: BusRegion[] = [];
  for (let at = map; found.length < mostRegions; at += stride) {
    const field = (name: string): bigint => readField(world, 'bus_dma_region', at, name);
    const size = field('size');
    if (size === 0n) break;
    found.push({ cpuStart: field('cpu_start'), dmaStart: field('dma_start'), size, offset: field('offset') });
  }
  return found;
}
