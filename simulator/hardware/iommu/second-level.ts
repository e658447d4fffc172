/** Walking the tables of a remapping unit: root table, context table, second-level tables (VT-d specification, 9.1, 9.3, 9.8). Looks, changes nothing. */
import { coherentEntry, coherentPeek64, coherentWord } from '../coherent-access.ts';
import type { Hardware } from '../hardware.ts';
import { hasMemory } from '../physical-memory.ts';
import { leafBytes } from './iotlb.ts';
import { faultReason } from './remapping-unit.ts';
import type { CachedContext, RemappingUnit } from './remapping-unit.ts';

/** Bits of a second-level entry's low word. */
export const secondLevel = { read: 1 << 0, write: 1 << 1, large: 1 << 7, snoop: 1 << 11 } as const;
export const tableEntries = 512;

export interface SecondLevelStep {
  /** 3 is the top table of 39 bits, 1 the last. */
  readonly level: number;
  readonly table: number;
  readonly index: number;
  readonly entryAddress: number;
  readonly entry: bigint;
}
export type SecondLevelWalk =
  | { readonly level: number; readonly frame: number; readonly read: boolean; readonly write: boolean }
  | { readonly reason: number };

/** Reads the entries for a source; a number is the reason of the fault. */
export function readContext(hardware: Hardware, unit: RemappingUnit, sourceId: number): CachedContext | number {
  const root = unit.rootTable + (sourceId >> 8) * 16;
  if (!hasMemory(hardware.memory, root, 16)) return faultReason.invalidRoot;
  if (!(coherentWord(hardware, root, 0) & 1)) return faultReason.rootNotPresent;
  const context = addressIn(hardware, root) + (sourceId & 0xff) * 16;
  if (!hasMemory(hardware.memory, context, 16)) return faultReason.invalidContextTable;
  const low = coherentWord(hardware, context, 0);
  const high = coherentWord(hardware, context + 8, 0);
  if (!(low & 1)) return faultReason.contextNotPresent;
  const type = (low >> 2) & 3;
  const levels = (high & 7) + 2;
  if (type === 1 || type === 3 || levels !== 3) return faultReason.invalidContext;
  const domain = (high >>> 8) & 0xffff;
  return { sourceId, domain, passthrough: type === 2, table: addressIn(hardware, context), levels };
}

/** `visit` sees every entry on the way, also that which ends it. Rights are those of all levels together. */
export function walkSecondLevel(
  hardware: Hardware,
  table: number,
  levels: number,
  address: number,
  visit?: (step: SecondLevelStep) => void,
): SecondLevelWalk {
  let rights = secondLevel.read | secondLevel.write;
  for (let level = levels; ; level--) {
    const index = entryIndex(address, level);
    const entryAddress = table + index * 8;
    if (!hasMemory(hardware.memory, entryAddress, 8)) return { reason: faultReason.invalidTable };
    const entry = coherentEntry(hardware, entryAddress);
    visit?.({ level, table, index, entryAddress, entry: coherentPeek64(hardware, entryAddress) });
    rights &= entry;
    if (rights === 0) return { level, frame: 0, read: false, write: false };
    const target = entry - (entry & 4095);
    if (level === 1 || entry & secondLevel.large) {
      return {
        level,
        frame: target - (target % leafBytes[level]!),
        read: (rights & secondLevel.read) !== 0,
        write: (rights & secondLevel.write) !== 0,
      };
    }
    table = target;
  }
}

export function entryIndex(address: number, level: number): number {
  return Math.floor(address / leafBytes[level]!) & (tableEntries - 1);
}

/** Bits 51:12 of an entry: physical address of a table or page. */
export function addressIn(hardware: Hardware, entryAddress: number): number {
  const entry = coherentEntry(hardware, entryAddress);
  return entry - (entry & 4095);
}
