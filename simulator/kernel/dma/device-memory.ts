/**
 * Memory that one device has for itself (Linux 6.1: kernel/dma/coherent.c): a region of RAM or of a device, given out in powers of two of pages, and
 * nothing else once it is used up.
 */
import { fillBulk } from '../../hardware/cpu-bulk.ts';
import { logLine } from '../call-site.ts';
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import { errno } from '../kernel-context.ts';
import { frameBytes } from '../page-allocator.ts';
import { orderFor } from '../page-allocator/for-caller.ts';
import { pageFlags } from '../page-tables.ts';
import { mapCoherentFrames, unmapCoherentFrames } from '../vmalloc/functions.ts';
import { readDevice } from './device-fields.ts';
import type { DmaDevice } from './device-fields.ts';
import { physicalToDma } from './direct/addresses.ts';
import type { CoherentMemory } from './operations.ts';

export interface DeviceMemory {
  readonly physical: number;
  /** Bus address of its first byte. */
  readonly handle: bigint;
  /** Kernel virtual address, uncached. */
  readonly address: bigint;
  /** One for each page: 1 taken. */
  readonly taken: Uint8Array;
}

/** undefined: the device has no memory of its own. null: it has, and none of that is left. */
export function takeDeviceMemory(
  context: KernelContext,
  device: DmaDevice,
  size: number,
): CoherentMemory | null | undefined {
  const memory = context.world.kernel.dma.deviceMemory.get(device.address);
  if (!memory) return undefined;
  const pages = 2 ** orderFor(size);
  const page = size > memory.taken.length * frameBytes ? null : freeRegion(memory.taken, pages);
  if (page === null) return null;
  memory.taken.fill(1, page, page + pages);
  const address = memory.address + BigInt(page * frameBytes);
  fillBulk(context.port, address, size, 0);
  return {
    address,
    handle: memory.handle + BigInt(page * frameBytes),
    physical: memory.physical + page * frameBytes,
    taken: pages * frameBytes,
    from: 'reserved memory',
  };
}

/** False: the address is not in the device's own memory. By the size that the caller says. */
export function giveBackDeviceMemory(
  { world }: KernelContext,
  device: DmaDevice,
  size: number,
  address: bigint,
): boolean {
  const place = placeOf(world.kernel.dma.deviceMemory.get(device.address), address);
  if (!place) return false;
  place.memory.taken.fill(0, place.page, place.page + 2 ** orderFor(size));
  return true;
}

/** Frame behind an address of the device's own memory; null: it is none. */
export function deviceMemoryFrame({ world }: KernelContext, device: DmaDevice, address: bigint): number | null {
  const place = placeOf(world.kernel.dma.deviceMemory.get(device.address), address);
  return place && place.memory.physical / frameBytes + place.page;
}

function placeOf(memory: DeviceMemory | undefined, address: bigint): { memory: DeviceMemory; page: number } | null {
  if (!memory || address < memory.address) return null;
  const page = Number((address - memory.address) / BigInt(frameBytes));
  return page < memory.taken.length ? { memory, page } : null;
}

/** `bitmap_find_free_region`: the first at a multiple of its own size. */
function freeRegion(taken: Uint8Array, pages: number): number | null {
  for (let page = 0; page + pages <= taken.length; page += pages)
    if (!taken.subarray(page, page + pages).includes(1)) return page;
  return null;
}

function declare(context: KernelContext, device: DmaDevice, physical: number, handle: bigint, size: number): number {
  const { deviceMemory } = context.world.kernel.dma;
  const pages = Math.floor(size / frameBytes);
  if (pages === 0) return -errno.EINVAL;
  if (deviceMemory.has(device.address)) return -errno.EBUSY;
  const first = Math.floor(physical / frameBytes);
  const frames = Array.from({ length: pages }, (_, index) => first + index);
  const address = mapCoherentFrames(context, frames, `own memory of ${device.name}`, pageFlags.kernelUncached);
  if (address === 0n) return -errno.ENOMEM;
  deviceMemory.set(device.address, { physical: first * frameBytes, handle, address, taken: new Uint8Array(pages) });
  return 0;
}

export const deviceMemoryFunctions: KernelFunctions = {
  /** 0, -EINVAL, -EBUSY when the device has some already, -ENOMEM. */
  dma_declare_coherent_memory(
    context: KernelContext,
    address: bigint,
    physical: bigint,
    handle: bigint,
    size: bigint,
  ): number {
    return declare(context, readDevice(context.world, address), Number(physical), handle, Number(size));
  },
  dma_release_coherent_memory(context: KernelContext, address: bigint) {
    const { deviceMemory } = context.world.kernel.dma;
    const memory = deviceMemory.get(address);
    if (!memory) return;
    unmapCoherentFrames(context, memory.address);
    deviceMemory.delete(address);
  },
  /** The region that the machine file gives this device; -ENODEV when it gives none. */
  of_reserved_mem_device_init(context: KernelContext, address: bigint): number {
    const device = readDevice(context.world, address);
    const region = context.world.machine.reservedMemory?.find((each) => each.device === device.name);
    if (!region) return -errno.ENODEV;
    const handle = physicalToDma(context.world, device, region.start);
    const error = declare(context, device, region.start, handle, region.end - region.start);
    const node = `dma-pool@${region.start.toString(16)}`;
    if (error === 0) logLine(context, 6, `${device.driver} ${device.name}: assigned reserved memory node ${node}`);
    return error;
  },
};
