/** What the DMA functions read of a driver's `struct device` in simulated memory. */
import { readCString, readField, writeField } from '../c-struct.ts';
import { peekKernel, pokeKernel } from '../kernel-memory.ts';
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
}

/** Throws `BadKernelAddress` when `device` points nowhere. */
export function readDevice(world: MemoryWorld, device: bigint): DmaDevice {
  const field = (path: string): bigint => readField(world, 'device', device, path);
  const initName = field('init_name');
  return {
    address: device,
    name: text(world, initName === 0n ? field('kobj.name') : initName),
    driver: driverName(world, field('driver'), field('bus')),
    coherentMask: field('coherent_dma_mask'),
    busLimit: field('bus_dma_limit'),
    maskPointer: field('dma_mask'),
  };
}

export function streamingMask(world: MemoryWorld, { maskPointer }: DmaDevice): bigint {
  if (maskPointer === 0n) return 0n;
  return new DataView(peekKernel(world, maskPointer, 8).buffer).getBigUint64(0, true);
}

export function setStreamingMask(world: MemoryWorld, { maskPointer }: DmaDevice, mask: bigint): void {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, mask, true);
  pokeKernel(world, maskPointer, bytes);
}

export function setCoherentMask(world: MemoryWorld, { address }: DmaDevice, mask: bigint): void {
  writeField(world, 'device', address, 'coherent_dma_mask', mask);
}

function driverName(world: MemoryWorld, driver: bigint, bus: bigint): string {
  if (driver !== 0n) return text(world, readField(world, 'device_driver', driver, 'name'));
  return bus === 0n ? '' : text(world, readField(world, 'bus_type', bus, 'name'));
}

function text(world: MemoryWorld, address: bigint): string {
  return address === 0n ? '(null)' : readCString(world, address, 64);
}
