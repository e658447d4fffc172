/**
 * One access of a CPU to one line: canonical check, TLB, page tables, rights, then L1, last level and RAM, or a device. Exact first; a
 * line that may be used again without asking goes into the fast table, which never changes what the machine does, only how fast.
 */
import { Attention } from '../c-language/memory-port.ts';
import type { MemoryFault, MemoryPort } from '../c-language/memory-port.ts';
import { Modified } from './cache.ts';
import { acquireLine } from './coherence.ts';
import { coherentRead, coherentWrite } from './coherent-access.ts';
import type { Costs } from './costs.ts';
import { installFastLine } from './fast-table.ts';
import type { FastTable } from './fast-table.ts';
import { mmioRegionAt } from './hardware.ts';
import type { Cpu, Hardware, MmioRegion } from './hardware.ts';
import { walkForCpu } from './mmu.ts';
import { loadAhead } from './load-ahead.ts';
import { bufferStore, settleStores } from './store-buffer.ts';
import { hasMemory, readPhysical, writePhysical } from './physical-memory.ts';
import { noteAccess } from './watch-unit.ts';
import { dropTlbEntry, fillTlb, lookupTlb, tlbFlag, tlbPageSize } from './tlb.ts';

export interface CpuPortLinks {
  /** `offset` counts from the region's start; any size from 1 to 8 and any alignment may come. */
  readMmio(region: MmioRegion, offset: number, size: number): bigint;
  writeMmio(region: MmioRegion, offset: number, size: number, value: bigint): void;
  readonly costs: Costs;
  readonly observer?: AccessObserver;
  /** A load was given what is older than what a load before it was given (load-ahead.ts). */
  loadedOutOfOrder?(cpu: number, physical: number, size: number): void;
  /** False: every access takes the exact path. For differential tests. */
  readonly fastLines?: boolean;
}

/** Somebody who wants to see accesses to some lines, which then never enter the fast table. Whoever adds one calls `dropFastLinesOfRange`. */
export interface AccessObserver {
  /** True: no line of this page frame is one of them. */
  ignores?(frame: number): boolean;
  /**
   * An access of `size` bytes at `physical`, inside one line, is about to be made; `cached`: to a copy in the CPU's cache. Returns whether the line is one of
   * those.
   */
  accessed(cpu: number, physical: number, size: number, write: boolean, cached: boolean): boolean;
}

/** A port and the outcome of its last access to a line, for those who move whole lines (`cpu-bulk.ts`). */
export interface CpuPort extends MemoryPort {
  readonly hardware: Hardware;
  readonly cpu: Cpu;
  readonly mode: 'user' | 'kernel';
  readonly links: CpuPortLinks;
  /** null: switched off. */
  readonly fastTable: FastTable | null;
  /** L1 line of the last `accessLine`; -1 where it bypassed the cache. */
  line: number;
  /** Physical address of the last `accessLine`. */
  physical: number;
  /** Somebody wants to see accesses to its line. */
  observed: boolean;
}

export interface Translation {
  /** TLB entry; another translation may take it over. */
  readonly entry: number;
  readonly physical: number;
  readonly uncached: boolean;
}

/**
 * Makes one access that stays inside a line: everything but moving the bytes. They are then at `port.line` of the L1 or, if that is -1,
 * behind the caches at `port.physical`. False: `port.fault` says why not.
 */
export function accessLine(port: CpuPort, low: number, high: number, size: number, write: boolean): boolean {
  const entry = findTranslation(port, low, high, size, write);
  if (entry < 0) return false;
  const { tlb } = port.cpu;
  const flags = tlb.flags[entry]!;
  const physical = physicalOf(port, entry, low);
  if (!accessPhysical(port, physical, (flags & tlbFlag.uncached) !== 0, entry, size, write)) {
    return fail(port, 'bus-error', low, high, size, write);
  }
  const { fastTable, line } = port;
  if (fastTable && line >= 0 && !port.observed) {
    installFastLine(fastTable, Math.floor(physical / 64), low, high, line, entry, mayWriteAgain(port, line, flags));
  }
  return true;
}

/** Translates without accessing. `low` and `high` are signed words, as the TLB keeps them. null: `port.fault` says why not. */
export function translate(port: CpuPort, low: number, high: number, size: number, write: boolean): Translation | null {
  const entry = findTranslation(port, low, high, size, write);
  if (entry < 0) return null;
  const uncached = (port.cpu.tlb.flags[entry]! & tlbFlag.uncached) !== 0;
  return { entry, physical: physicalOf(port, entry, low), uncached };
}

/** The part of an access behind the translation. False: nothing answers at this address. */
export function accessPhysical(
  port: CpuPort,
  physical: number,
  uncached: boolean,
  entry: number,
  size: number,
  write: boolean,
): boolean {
  const { hardware, cpu, links } = port;
  const tag = Math.floor(physical / 64);
  const line = uncached ? -1 : acquireLine(hardware, cpu, links.costs, tag, write);
  if (line < 0 && !isReachable(hardware, physical, size)) return false;
  port.line = line;
  port.physical = physical;
  const tick = ++cpu.l1.clock[0]!;
  cpu.countedTicks++;
  hardware.counters.accesses++;
  cpu.tlb.use[entry] = tick;
  if (line >= 0) cpu.l1.use[line] = tick;
  port.observed = false;
  const { watch } = hardware;
  if (watch.lines.size > 0 && watch.lines.has(tag)) {
    port.observed = true;
    if (noteAccess(hardware, { by: 'cpu', cpu: cpu.id, device: null, physical, size, write }))
      port.attention |= Attention.debugger;
  }
  if (links.observer?.accessed(cpu.id, physical, size, write, line >= 0)) port.observed = true;
  return true;
}

/** Whether RAM or one device answers for all of these bytes. */
export function isReachable(hardware: Hardware, physical: number, size: number): boolean {
  if (hasMemory(hardware.memory, physical, size)) return true;
  const region = mmioRegionAt(hardware, physical);
  return region !== null && physical + size <= region.end;
}

/** Bytes at `physical` behind the caches: a device's registers, or RAM mapped uncacheable, which on a coherent machine still snoops. */
export function readAround(port: CpuPort, physical: number, size: number): bigint {
  const { hardware, cpu, links } = port;
  const region = mmioRegionAt(hardware, physical);
  if (region) {
    hardware.counters.mmioReads++;
    cpu.pendingCost += links.costs.mmioRead;
    port.attention |= Attention.hardware;
    return BigInt.asUintN(size * 8, links.readMmio(region, physical - region.start, size));
  }
  hardware.counters.uncachedAccesses++;
  cpu.pendingCost += links.costs.uncachedAccess;
  settleStores(hardware, physical, size);
  const bytes = hardware.coherent ? coherentRead(hardware, physical, size, cpu.id) : loadUncached(port, physical, size);
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** RAM that no cache holds, of a machine whose bus masters do not snoop. */
function loadUncached({ hardware, cpu, links }: CpuPort, physical: number, size: number): Uint8Array {
  const bytes = readPhysical(hardware.memory, physical, size);
  if (!hardware.stores || hardware.stores.past.length === 0) return bytes;
  const loaded = loadAhead(hardware.stores, physical, bytes);
  if (loaded.outOfOrder) links.loadedOutOfOrder?.(cpu.id, physical, size);
  return loaded.bytes;
}

export function writeAround(port: CpuPort, physical: number, size: number, value: bigint): void {
  const { hardware, cpu, links } = port;
  const region = mmioRegionAt(hardware, physical);
  if (region) {
    hardware.counters.mmioWrites++;
    cpu.pendingCost += links.costs.mmioWrite;
    port.attention |= Attention.hardware;
    links.writeMmio(region, physical - region.start, size, BigInt.asUintN(size * 8, value));
    return;
  }
  hardware.counters.uncachedAccesses++;
  cpu.pendingCost += links.costs.uncachedAccess;
  const bytes = Uint8Array.from({ length: size }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn));
  if (hardware.coherent) coherentWrite(hardware, physical, bytes);
  else if (hardware.stores) bufferStore(hardware, hardware.stores, physical, bytes);
  else writePhysical(hardware.memory, physical, bytes);
}

/** Notes why an access failed; returns false. */
export function fail(
  port: MemoryPort & { readonly mode: 'user' | 'kernel' },
  kind: MemoryFault['kind'],
  low: number,
  high: number,
  size: number,
  write: boolean,
): false {
  const address = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  port.fault = { kind, access: write ? 'write' : 'read', mode: port.mode, address, size };
  return false;
}

/** Bits 63:47 are all equal. */
export function isCanonical(high: number): boolean {
  const top = high >> 15;
  return top === 0 || top === -1;
}

/**
 * The TLB entry for an access, or -1. An entry that does not allow the access as it stands (stale rights, first write) is dropped and the
 * tables decide, as AMD documents it; so a relaxed right needs no flush, a restricted one does.
 */
function findTranslation(port: CpuPort, low: number, high: number, size: number, write: boolean): number {
  if (!isCanonical(high)) return refuse(port, 'non-canonical', low, high, size, write);
  const { hardware, cpu } = port;
  const { counters } = hardware;
  const known = lookupTlb(cpu.tlb, cpu.asid, low, high);
  if (known >= 0) {
    if (allows(cpu.tlb.flags[known]!, port.mode === 'user', write)) {
      counters.tlbHits++;
      return known;
    }
    dropTlbEntry(cpu, known);
  }
  counters.tlbMisses++;
  const readsBefore = counters.walkReads;
  const found = walkForCpu(hardware, cpu, low, high, write, port.mode === 'user');
  cpu.pendingCost += (counters.walkReads - readsBefore) * port.links.costs.walkRead;
  // The walk itself may have touched a watched entry.
  if (hardware.watch.hits.length > 0) port.attention |= Attention.debugger;
  if (found.kind !== 'page') return refuse(port, found.kind, low, high, size, write);
  return fillTlb(cpu, low, high, found.size, found.frame, found.flags);
}

/** Whether a TLB entry lets the access pass as it stands. */
export function allows(flags: number, user: boolean, write: boolean): boolean {
  const needed = (user ? tlbFlag.user : 0) | (write ? tlbFlag.writable | tlbFlag.dirty : 0);
  return (flags & needed) === needed;
}

function mayWriteAgain(port: CpuPort, line: number, flags: number): boolean {
  return port.cpu.l1.states[line] === Modified && allows(flags, port.mode === 'user', true);
}

function physicalOf(port: CpuPort, entry: number, low: number): number {
  const { tlb } = port.cpu;
  return tlb.frame[entry]! + ((low & (tlbPageSize(tlb, entry) - 1)) >>> 0);
}

function refuse(
  port: CpuPort,
  kind: MemoryFault['kind'],
  low: number,
  high: number,
  size: number,
  write: boolean,
): number {
  fail(port, kind, low, high, size, write);
  return -1;
}
