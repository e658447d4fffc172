/** One request of a device on its way through the remapping unit: context, IOTLB, tables, rights, and the fault when it may not pass. */
import { sendMessage } from '../interrupt-controller.ts';
import type { InterruptController } from '../interrupt-controller.ts';
import type { Hardware } from '../hardware.ts';
import { fillIotlb, iotlbRight, leafBytes, lookupIotlb } from './iotlb.ts';
import { faultReason, faultStatus, interruptRange } from './remapping-unit.ts';
import type { CachedContext, RemappingUnit } from './remapping-unit.ts';
import { readContext, walkSecondLevel } from './second-level.ts';

export interface RemappingRequest {
  readonly sourceId: number;
  readonly address: bigint;
  readonly write: boolean;
}
/** `bypass`: the unit is off, the device is passed through, or the address is in the interrupt range. */
export type IotlbUse = 'hit' | 'miss' | 'bypass';
export type Remapped =
  { readonly physical: number; readonly iotlb: IotlbUse } | { readonly reason: number; readonly iotlb: IotlbUse };

/** For bytes inside one 4 KiB page. Counts, fills the caches; a fault is for the caller to record. */
export function remap(hardware: Hardware, unit: RemappingUnit, request: RemappingRequest): Remapped {
  return translate(hardware, unit, request, true);
}

/** Where the request would go now; nothing is counted or filled. */
export function probeRemapping(hardware: Hardware, unit: RemappingUnit, request: RemappingRequest): Remapped {
  return translate(hardware, unit, request, false);
}

/**
 * Primary fault logging (VT-d specification, 7.2.1): a source whose fault is pending is not told again, that of another source finds the register full
 * and sets the overflow bit, and only the first pending fault sends the fault event. Returns whether it was sent.
 */
export function recordFault(
  unit: RemappingUnit,
  interrupts: InterruptController,
  { sourceId, address, write }: RemappingRequest,
  reason: number,
): boolean {
  if (unit.faultStatus & faultStatus.overflow) return false;
  const { faultRecord } = unit;
  if (faultRecord) {
    if (faultRecord.sourceId !== sourceId) unit.faultStatus |= faultStatus.overflow;
    return false;
  }
  unit.faultRecord = { sourceId, address: address & ~0xfffn, write, reason };
  unit.faultStatus |= faultStatus.pending;
  return unit.faultInterrupt !== 0 && sendMessage(interrupts, unit.faultInterrupt);
}

function translate(hardware: Hardware, unit: RemappingUnit, request: RemappingRequest, real: boolean): Remapped {
  const { address, write } = request;
  const low = Number(address & 0xffff_ffffn);
  const inInterruptRange = address === BigInt(low) && low >= interruptRange.start && low < interruptRange.end;
  if (!unit.enabled || inInterruptRange) return { physical: Number(address), iotlb: 'bypass' };
  const context = contextOf(hardware, unit, request.sourceId, real);
  if (typeof context === 'number') return { reason: context, iotlb: 'miss' };
  if (context.passthrough) return { physical: Number(address), iotlb: 'bypass' };
  if (address >> BigInt(unit.width) !== 0n) return { reason: faultReason.beyondWidth, iotlb: 'miss' };
  return throughTables(hardware, unit, context, Number(address), write, real);
}

function contextOf(hardware: Hardware, unit: RemappingUnit, sourceId: number, real: boolean): CachedContext | number {
  const cached = unit.contexts.find((each) => each.sourceId === sourceId);
  if (cached) return cached;
  const read = readContext(hardware, unit, sourceId);
  if (real && typeof read !== 'number') unit.contexts.push(read);
  return read;
}

function throughTables(
  hardware: Hardware,
  unit: RemappingUnit,
  context: CachedContext,
  address: number,
  write: boolean,
  real: boolean,
): Remapped {
  const { iotlb } = unit;
  const { counters } = hardware;
  const wanted = write ? iotlbRight.write : iotlbRight.read;
  const denied = write ? faultReason.write : faultReason.read;
  const entry = lookupIotlb(iotlb, context.domain, address, real);
  if (entry >= 0) {
    if (real) counters.iotlbHits++;
    if (!(iotlb.rights[entry]! & wanted)) return { reason: denied, iotlb: 'hit' };
    return { physical: iotlb.frame[entry]! + (address % leafBytes[iotlb.level[entry]!]!), iotlb: 'hit' };
  }
  const found = walkSecondLevel(hardware, context.table, context.levels, address, () => {
    if (real) counters.iommuWalkReads++;
  });
  if (real) counters.iotlbMisses++;
  if ('reason' in found) return { reason: found.reason, iotlb: 'miss' };
  if (!(write ? found.write : found.read)) return { reason: denied, iotlb: 'miss' };
  const rights = (found.read ? iotlbRight.read : 0) | (found.write ? iotlbRight.write : 0);
  if (real) fillIotlb(iotlb, context.domain, address, found.level, found.frame, rights);
  return { physical: found.frame + (address % leafBytes[found.level]!), iotlb: 'miss' };
}
