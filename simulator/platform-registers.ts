/** Behind the registers of platform devices: words that keep what is written, as nothing else is known of them. */
import type { MmioRegion } from './hardware/hardware.ts';
import { platformDeviceName, type Machine } from './machine.ts';
import type { World } from './world.ts';

/** Marks a region behind which no model is. */
const noBar = -1;

export function isPlatformRegion(region: MmioRegion): boolean {
  return region.bar === noBar;
}

export function platformRegions({ platform = [] }: Machine): MmioRegion[] {
  return platform.flatMap(({ name, reg, model }) =>
    reg.map(([start, size], index) => ({
      start,
      end: start + size,
      device: model ? platformDeviceName(name) : name,
      bar: model ? index : noBar,
    })),
  );
}

/** Unwritten words are 0. Any size and alignment. */
export function readPlatform(world: World, region: MmioRegion, offset: number, size: number): bigint {
  let value = 0n;
  for (let byte = size - 1; byte >= 0; byte--)
    value = (value << 8n) | BigInt(byteAt(world, region.start + offset + byte));
  return value;
}

export function writePlatform(world: World, region: MmioRegion, offset: number, size: number, value: bigint): void {
  for (let byte = 0; byte < size; byte++) {
    const at = region.start + offset + byte;
    const shift = 8 * (at % 4);
    const word = world.platformRegisters.get(at - (at % 4)) ?? 0;
    const written = Number((value >> BigInt(8 * byte)) & 0xffn) << shift;
    world.platformRegisters.set(at - (at % 4), ((word & ~(0xff << shift)) | written) >>> 0);
  }
}

function byteAt(world: World, at: number): number {
  return ((world.platformRegisters.get(at - (at % 4)) ?? 0) >>> (8 * (at % 4))) & 0xff;
}
