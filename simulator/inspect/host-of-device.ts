/** Host memory as a device would be given it now: its address through bridge, host windows and IOMMU, without a transfer and without a trace. */
import { bridgeOf, throughBridge, type Bridge } from '../hardware/bridge.ts';
import { throughHost } from '../hardware/bus-master.ts';
import { newestLine } from '../hardware/coherent-access.ts';
import { sourceIdOf } from '../hardware/iommu/remapping-unit.ts';
import { probeRemapping } from '../hardware/iommu/translate.ts';
import { hasMemory, readPhysical } from '../hardware/physical-memory.ts';
import { mayBeCached } from '../hardware/snoop-filter.ts';
import type { World } from '../world.ts';

const pageBytes = 4096;
const lineBytes = 64;

/** Where an address of the device's own leads; null: it would be refused. Whether the function may master the bus is not asked. */
export function physicalOfDevice(world: World, device: string, address: bigint, offset = 0): number | null {
  const { hardware } = world;
  const { bridged } = throughBridge(bridgeOfDevice(world, device), address, offset, 1);
  const onBus = bridged === null ? null : throughHost(hardware.dmaRanges, bridged, 1);
  if (onBus === null) return null;
  if (!hardware.iommu) return Number(onBus);
  const request = { sourceId: sourceIdOf(device), address: onBus, write: false };
  const target = probeRemapping(hardware, hardware.iommu, request);
  return 'physical' in target ? target.physical : null;
}

/** By configuration, which never changes: a picture asks for each of its pages. */
const bridges = new WeakMap<object, Bridge>();

function bridgeOfDevice({ devices }: World, device: string): Bridge {
  const { configuration } = devices[device]!;
  let bridge = bridges.get(configuration);
  if (!bridge) bridges.set(configuration, (bridge = bridgeOf(configuration)));
  return bridge;
}

/** null: some of it would be refused, or is no RAM. */
export function readAsDevice(world: World, device: string, address: bigint, length: number): Uint8Array | null {
  const result = new Uint8Array(length);
  for (let offset = 0; offset < length;) {
    const physical = physicalOfDevice(world, device, address, offset);
    if (physical === null) return null;
    const count = Math.min(length - offset, pageBytes - (physical % pageBytes));
    if (!hasMemory(world.hardware.memory, physical, count)) return null;
    copySeen(world, physical, result.subarray(offset, offset + count));
    offset += count;
  }
  return result;
}

/** Memory at a physical address as a device would be given it; null: not all of it is RAM. */
export function readPhysicalAsDevice(world: World, physical: number, length: number): Uint8Array | null {
  if (!hasMemory(world.hardware.memory, physical, length)) return null;
  const result = new Uint8Array(length);
  copySeen(world, physical, result);
  return result;
}

/** Snooped where the bus is coherent; stores that a CPU has not let go of are not there yet. */
function copySeen({ hardware }: World, physical: number, into: Uint8Array): void {
  into.set(readPhysical(hardware.memory, physical, into.length));
  if (!hardware.coherent) return;
  for (let done = 0; done < into.length;) {
    const inLine = (physical + done) % lineBytes;
    const count = Math.min(into.length - done, lineBytes - inLine);
    const line = (physical + done - inLine) / lineBytes;
    if (mayBeCached(hardware.lastLevel.filter, line)) {
      const { bytes, start } = newestLine(hardware, line);
      into.set(bytes.subarray(start + inLine, start + inLine + count), done);
    }
    done += count;
  }
}
