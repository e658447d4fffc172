/**
 * Looks at every DMA transfer as it is announced and says what the kernel cannot see: that it goes to memory which is not the buffer the driver
 * meant. Marked as the simulator's own finding.
 */
import type { DmaBurst, DmaTransferStarts, Finding } from './journal.ts';
import { findMapping, type FoundMapping } from './kernel/dma/find-mapping.ts';
import { poolBlockAt } from './kernel/dma/pool-watch.ts';
import type { GoneBuffer } from './kernel/dma/watch/state.ts';
import { ownerOfFrame } from './inspect/owners.ts';
import { hex } from './inspect/formatting.ts';
import { bigintOf, numberOf } from './hardware/unsigned64.ts';
import type { World } from './world.ts';

/** The driver's buffer that `programmed` names, in words. */
export function intendedBuffer(world: World, device: string, programmed: bigint, length: number): string {
  const mapping = findMapping(world.kernel, device, programmed, length);
  return mapping ? describeMapping(mapping) : 'no buffer that the driver has mapped for the device';
}

function describeMapping(mapping: FoundMapping): string {
  return `${mapping.kind} buffer of ${mapping.size} bytes at ${hex(mapping.handle)}`;
}

/** The finding that this transfer deserves; null when it goes where it was meant to go. */
export function judgeTransfer(world: World, start: DmaTransferStarts): Finding | null {
  const finding = judgeStart(world, start);
  if (finding) world.kernel.dmaWatch.told.add(transferKey(start.transfer));
  return finding;
}

export function forgetTransfer(world: World, transfer: number): void {
  world.kernel.dmaWatch.told.delete(transferKey(transfer));
  world.kernel.dmaWatch.told.delete(`old ${transfer}`);
}

/** Of a transfer one thing is told. */
function transferKey(transfer: number): string {
  return `transfer ${transfer}`;
}

function judgeStart(world: World, start: DmaTransferStarts): Finding | null {
  const { device, programmed, length, physical } = start;
  // What a driver maps into a domain of its own is its own business, and nothing else can be reached.
  if (world.kernel.iommu.attached.has(device)) return null;
  const mapping = findMapping(world.kernel, device, programmed, length);
  if (physical === null || mapping?.physical === null) return null;
  const meant = mapping ? mapping.physical + mapping.offset : null;
  if (meant === physical) return judgeExtent(world, start, mapping);
  const gone = mapping ? null : goneBufferAt(world, device, programmed);
  if (gone) return afterUnmap(world, start, gone);
  const owner = ownerOfFrame(world, Math.floor(physical / 4096)).owner;
  return {
    ...about(start),
    code: 'wrong-target',
    message: `${device} ${deed(start)} physical ${hex(physical)} (${owner}), not the memory that the driver mapped for it: ${explain(start, mapping)}`,
    ...(mapping?.statement != null && { related: [{ what: 'mapped', stack: [mapping.statement] }] }),
  };
}

/** Of a transfer that was announced in order: is its buffer still the device's as these bytes move? */
export function judgeBurst(world: World, { transfer, device, offset, length, physical }: DmaBurst): Finding | null {
  const open = world.transfers.open.get(transfer);
  const { told } = world.kernel.dmaWatch;
  const key = transferKey(transfer);
  if (!open || physical === null || told.has(key) || world.kernel.iommu.attached.has(device)) return null;
  const programmed = open.programmed + BigInt(offset);
  if (findMapping(world.kernel, device, programmed, length)) return null;
  const gone = goneBufferAt(world, device, programmed);
  if (!gone) return null;
  told.add(key);
  return afterUnmap(world, { ...open, device, programmed, length, physical }, gone);
}

type Transfer = Pick<DmaTransferStarts, 'transfer' | 'device' | 'direction' | 'length' | 'programmed' | 'physical'>;

function about({ device, physical, length, transfer }: Transfer): Omit<Finding, 'code' | 'message'> {
  const address = physical === null ? null : BigInt(physical);
  return { kind: 'finding', origin: 'simulator', severity: 'error', device, address, length, transfer };
}

function deed({ direction, length }: Transfer): string {
  return direction === 'to-device' ? `reads ${length} bytes from` : `writes ${length} bytes to`;
}

/** The newest of those that the device once had at this address. */
function goneBufferAt(world: World, device: string, address: bigint): GoneBuffer | null {
  const { ring, next } = world.kernel.dmaWatch.gone.get(device) ?? { ring: [], next: 0 };
  const inOrder = [...ring.slice(next), ...ring.slice(0, next)];
  const all = inOrder.filter(({ handle, size }) => address >= handle && address < handle + BigInt(size));
  return all.at(-1) ?? null;
}

function afterUnmap(world: World, transfer: Transfer, { what, handle, size, mapped, gone }: GoneBuffer): Finding {
  const { device, physical } = transfer;
  const ended = what === 'coherent' ? 'freed' : 'unmapped';
  const owner = ownerOfFrame(world, Math.floor(physical! / 4096)).owner;
  const how =
    world.machine.iommu === 'lazy' ? '; the IOMMU still lets it, because its translation is flushed later' : '';
  return {
    ...about(transfer),
    code: 'dma-after-unmap',
    message: `${device} ${deed(transfer)} the ${what} buffer of ${size} bytes at ${hex(handle)} that the driver has ${ended} (now ${owner})${how}`,
    related: [
      { what: what === 'coherent' ? 'allocated' : 'mapped', stack: mapped },
      { what: ended, stack: gone },
    ],
  };
}

/** The transfer begins where it should: does it also end there, and is the pool's block still the driver's? */
function judgeExtent(world: World, start: DmaTransferStarts, first: FoundMapping | null): Finding | null {
  const { device, programmed, length } = start;
  const block = poolBlockAt(world.kernel.pools, device, programmed);
  if (block && !block.taken) {
    return {
      ...about(start),
      code: 'dma-after-unmap',
      message: `${device} ${deed(start)} a block of the pool '${block.poolName}' at ${hex(block.handle)} that the driver has freed: the pool keeps its list of free blocks there`,
      related: block.statement === null ? [] : [{ what: 'freed', stack: [block.statement] }],
    };
  }
  let mapping = first;
  for (let at = programmed, end = programmed + bigintOf(length); ;) {
    if (!mapping) return overrun(start, numberOf(end - at), at);
    // The rest of a page of coherent memory is nobody else's.
    const size = mapping.kind === 'coherent' ? Math.ceil(mapping.size / 4096) * 4096 : mapping.size;
    at = mapping.handle + bigintOf(size);
    if (at >= end) return null;
    mapping = findMapping(world.kernel, device, at, numberOf(end - at));
  }
}

function overrun(start: DmaTransferStarts, beyond: number, at: bigint): Finding {
  return {
    ...about(start),
    code: 'dma-overrun',
    message: `${start.device} ${deed(start)} ${hex(start.programmed)}: ${beyond} of them lie behind the end of the buffer at ${hex(at)}, in memory that no mapping gives it`,
  };
}

function explain(start: DmaTransferStarts, mapping: FoundMapping | null): string {
  if (!mapping) return `no mapping covers ${hex(start.programmed)}`;
  if (start.driven !== start.programmed)
    return `${hex(start.programmed)} is the ${describeMapping(mapping)}, but only ${hex(start.driven)} leaves the device`;
  return `${hex(start.programmed)} is the ${describeMapping(mapping)}, but the bridge makes ${hex(start.bridged)} of it`;
}
