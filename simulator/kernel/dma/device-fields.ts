/** What the DMA functions read of a driver's `struct device` in simulated memory, each member when it is asked for. */
import { readCString, readField, writeField } from '../c-struct.ts';
import { peekKernel64, pokeKernel } from '../kernel-memory.ts';
import type { MemoryWorld } from '../memory-world.ts';

export interface DmaDevice {
  readonly address: bigint; // of the struct
  readonly name: string;
  /** Name of its driver, else of its bus, as log lines begin. */
  readonly driver: string;
  readonly coherentMask: bigint;
  readonly busLimit: bigint;
  /** Address of the streaming mask; 0n: the device has none. */
  readonly maskPointer: bigint;
  /** Address of its `struct bus_dma_region` array; 0n: bus addresses are physical ones. */
  readonly rangeMap: bigint;
  /** Its accesses snoop the caches, as far as the kernel knows: on a PC it takes that for granted. */
  readonly coherent: boolean;
}

/** Members throw `BadKernelAddress` when `device` points nowhere. */
export function readDevice(world: MemoryWorld, device: bigint): DmaDevice {
  const field = (path: string): bigint => readField(world, 'device', device, path);
  // Asked for several times in one call of the driver.
  let name: string | null = null;
  return {
    address: device,
    get name() {
      if (name !== null) return name;
      const initName = field('init_name');
      return (name = text(world, initName === 0n ? field('kobj.name') : initName));
    },
    get driver() {
      return driverName(world, field('driver'), field('bus'));
    },
    get coherentMask() {
      return field('coherent_dma_mask');
    },
    get busLimit() {
      return field('bus_dma_limit');
    },
    get maskPointer() {
      return field('dma_mask');
    },
    get rangeMap() {
      return field('dma_range_map');
    },
    get coherent() {
      return world.machine.arch === 'x86_64' || world.hardware.coherent || field('dma_coherent') !== 0n;
    },
  };
}

/** 0n: the device has none. */
export function streamingMask(world: MemoryWorld, { maskPointer }: DmaDevice): bigint {
  if (maskPointer === 0n) return 0n;
  return peekKernel64(world, maskPointer);
}

export function setStreamingMask(world: MemoryWorld, { maskPointer }: DmaDevice, mask: bigint): void {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, mask, true);
  pokeKernel(world, maskPointer, bytes);
}

export function setCoherentMask(world: MemoryWorld, { address }: DmaDevice, mask: bigint): void {
  writeField(world, 'device', address, 'coherent_dma_mask', mask);
}

/** A member of `device->dma_parms`; null when the bus gave the device none. */
export function dmaParameter(
  world: MemoryWorld,
  { address }: DmaDevice,
  name: 'max_segment_size' | 'min_align_mask' | 'segment_boundary_mask',
): bigint | null {
  const parameters = readField(world, 'device', address, 'dma_parms');
  return parameters === 0n ? null : readField(world, 'device_dma_parameters', parameters, name);
}

function driverName(world: MemoryWorld, driver: bigint, bus: bigint): string {
  if (driver !== 0n) return text(world, readField(world, 'device_driver', driver, 'name'));
  return bus === 0n ? '' : text(world, readField(world, 'bus_type', bus, 'name'));
}

function text(world: MemoryWorld, address: bigint): string {
  return address === 0n ? '(null)' : readCString(world, address, 64);
}
