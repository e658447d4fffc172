/** One address as a driver gives it to a device: through bridge and IOMMU to memory, and what stands there: zone, owner, caches. */
import { bridgeOf, throughBridge } from '../hardware/bridge.ts';
import { throughHost } from '../hardware/bus-master.ts';
import { findLine, Modified, stateNames } from '../hardware/cache.ts';
import { sourceIdOf } from '../hardware/iommu/remapping-unit.ts';
import { probeRemapping } from '../hardware/iommu/translate.ts';
import { deviceGiven, findMapping } from '../kernel/dma/find-mapping.ts';
import type { World } from '../world.ts';
import { hex } from './formatting.ts';
import { physicalOfDevice } from './host-of-device.ts';
import { inspectMappings } from './mappings.ts';
import { ownerOfFrame, placeOfStatement } from './owners.ts';
import type { BusAddressView } from './view-models.ts';

/** `device` null: the one that was given a buffer there, else the first. null: the machine has no device, or none of that name. */
export function inspectBusAddress(world: World, device: string | null, address: bigint): BusAddressView | null {
  const name = device ?? deviceGiven(world.kernel, Object.keys(world.devices), address);
  if (name === undefined || !(name in world.devices)) return null;
  const found = findMapping(world.kernel, name, address, 1);
  const mapping = found && inspectMappings(world).mappings.find((each) => each.device === name && each.handle === hex(found.handle) && each.owner !== 'gone'); // prettier-ignore
  const { driven, bridged } = throughBridge(bridgeOf(world.devices[name]!.configuration), address);
  const physical = physicalOfDevice(world, name, address);
  const frame = physical === null ? null : Math.floor(physical / 4096);
  const zone = world.kernel.pageAllocator.zones.find(
    ({ first, end }) => frame !== null && frame >= first && frame < end,
  );
  return {
    device: name,
    address: hex(address),
    buffer: found ? `${found.kind} buffer of ${found.size} bytes at ${hex(found.handle)}, byte ${found.offset}` : null,
    ownerNow: mapping?.ownerText ?? null,
    driven: driven === address ? null : hex(driven),
    iova: world.hardware.iommu && bridged !== null ? hex(bridged) : null,
    physical: physical === null ? null : hex(physical),
    zone: zone?.name ?? null,
    owner: frame === null ? null : ownerOfFrame(world, frame).owner,
    cache: physical === null ? null : cacheText(world, physical),
    place: placeOfStatement(world, found?.statement ?? null),
  };
}

/** The memory that the kernel gave a device by this address, whatever a bridge on the way makes of it; through a stale IOTLB entry, too. null: none is mapped. */
export function memoryOfHandle(world: World, handle: bigint): bigint | null {
  const { hardware } = world;
  const onBus = throughHost(hardware.dmaRanges, handle, 1);
  const device = deviceGiven(world.kernel, Object.keys(world.devices), handle);
  if (onBus === null || !hardware.iommu || device === undefined) return onBus;
  const request = { sourceId: sourceIdOf(device), address: onBus, write: false };
  const target = probeRemapping(hardware, hardware.iommu, request);
  return 'physical' in target ? BigInt(target.physical) : null;
}

function cacheText({ hardware: { cpus, lastLevel } }: World, physical: number): string {
  const line = Math.floor(physical / 64);
  const caches = [...cpus.map(({ id, l1 }) => [`CPU ${id}'s L1`, l1] as const), ['the last level', lastLevel] as const];
  const copies = caches.flatMap(([name, cache]) => {
    const at = findLine(cache, line);
    if (at < 0) return [];
    const state = cache.states[at]!;
    return [state === Modified ? `dirty in ${name}` : `${stateNames[state]} in ${name}`];
  });
  return copies.join(', ') || 'in no cache';
}

/** In one line: where it leads, step by step. */
export function busAddressText({
  driven,
  iova,
  physical,
  zone,
  owner,
  cache,
  buffer,
  ownerNow,
}: BusAddressView): string {
  const steps = [
    driven === null ? '' : `driven as ${driven}`,
    iova === null ? '' : `IOVA ${iova}`,
    physical === null ? 'refused' : `physical ${physical}${zone === null ? '' : ` (zone ${zone})`}`,
  ].filter((step) => step !== '');
  const memory = physical === null ? '' : `: ${owner}, ${cache}`;
  const given =
    buffer === null ? 'no buffer of the driver' : `${buffer}${ownerNow === null ? '' : `; owner: ${ownerNow}`}`;
  return `→ ${steps.join(' → ')}${memory} [${given}]`;
}
