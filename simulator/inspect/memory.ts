/** Bytes as a CPU would read them now, caches included, without disturbing anything; and the debugger's own writes. */
import { coherentRead, coherentWrite } from '../hardware/coherent-access.ts';
import { mmioRegionAt } from '../hardware/hardware.ts';
import { walk } from '../hardware/mmu.ts';
import { hasMemory } from '../hardware/physical-memory.ts';
import type { Simulation } from '../simulation.ts';
import type { World } from '../world.ts';
import { peekDevice } from '../device-links.ts';

/** The kernel's page tables, physical memory, or those of a process by its pid. */
export type AddressSpaceName = 'kernel' | 'physical' | number;

export interface MemoryContent {
  readonly bytes: Uint8Array;
  /** Bytes right behind `bytes` that cannot be read, up to what was asked for. */
  readonly unreadable: number;
}

const largestRead = 16 * 1024 * 1024;

export function readMemory(
  { world }: Simulation,
  space: AddressSpaceName,
  address: bigint,
  length: number,
): MemoryContent {
  const wanted = Math.min(Math.max(0, length), largestRead);
  const bytes = new Uint8Array(wanted);
  let done = 0;
  while (done < wanted) {
    const piece = locate(world, space, BigInt.asUintN(64, address + BigInt(done)), wanted - done);
    if (!piece) break;
    bytes.set(piece.read(), done);
    done += piece.count;
  }
  return { bytes: bytes.subarray(0, done), unreadable: wanted - done };
}

/** How many bytes were written, from the first on. Device registers are not written this way. */
export function writeMemory(
  { world, timeline }: Simulation,
  space: AddressSpaceName,
  address: bigint,
  bytes: Uint8Array,
): number {
  let done = 0;
  while (done < bytes.length) {
    const piece = locate(world, space, BigInt.asUintN(64, address + BigInt(done)), bytes.length - done);
    if (!piece?.physical) break;
    coherentWrite(world.hardware, piece.physical, bytes.subarray(done, done + piece.count));
    done += piece.count;
  }
  if (done > 0) timeline.noteChange();
  return done;
}

interface Piece {
  /** null: a device's registers. */
  readonly physical: number | null;
  readonly count: number;
  read(): Uint8Array;
}

/** What stands at an address, up to the end of its page; null: nothing. */
function locate(world: World, space: AddressSpaceName, address: bigint, length: number): Piece | null {
  const physical = physicalAddress(world, space, address);
  if (physical === null) return null;
  const count = Math.min(length, 4096 - (physical % 4096));
  if (hasMemory(world.hardware.memory, physical, count))
    return { physical, count, read: () => coherentRead(world.hardware, physical, count) };
  const region = mmioRegionAt(world.hardware, physical);
  if (!region) return null;
  const inRegion = Math.min(count, 4 - (physical % 4), region.end - physical);
  const offset = physical - region.start;
  return {
    physical: null,
    count: inRegion,
    read: () => registerBytes(peekDevice(world, region, offset - (offset % 4), 4), offset % 4, inRegion),
  };
}

function registerBytes(value: bigint, from: number, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, i) => Number((value >> BigInt(8 * (from + i))) & 0xffn));
}

export function physicalAddress(world: World, space: AddressSpaceName, address: bigint): number | null {
  if (space === 'physical') return address < 1n << 52n ? Number(address) : null;
  const root = rootOf(world, space);
  if (root === null) return null;
  const { outcome } = walk(world.hardware, root, address);
  return outcome.kind === 'page' ? outcome.physical : null;
}

/** Where bytes stand in RAM, [start, end) for each piece; null: not all of them do. */
export function physicalRanges(
  { world }: Simulation,
  space: AddressSpaceName,
  address: bigint,
  length: number,
): readonly (readonly [number, number])[] | null {
  const ranges: [number, number][] = [];
  for (let done = 0; done < length;) {
    const physical = physicalAddress(world, space, BigInt.asUintN(64, address + BigInt(done)));
    if (physical === null || !hasMemory(world.hardware.memory, physical, 1)) return null;
    const count = Math.min(length - done, 4096 - (physical % 4096));
    const last = ranges.at(-1);
    if (last && last[1] === physical) last[1] += count;
    else ranges.push([physical, physical + count]);
    done += count;
  }
  return ranges;
}

/** A process' tables contain the kernel's half too. */
export function rootOf(world: World, space: AddressSpaceName): number | null {
  const id = space === 'kernel' || space === 'physical' ? 0 : (world.kernel.tasks.byPid.get(space)?.addressSpace ?? 0);
  return world.kernel.addressSpaces.spaces.get(id)?.root ?? null;
}
