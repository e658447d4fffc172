/**
 * Copies of all hardware state for checkpoints: RAM pages and parts of the last level that did not change are shared between snapshots, L1s and
 * TLBs are copied. Restoring works in place, so that ports and views keep their arrays; fast lines are dropped.
 */
import { chunkLines } from './cache.ts';
import type { Cache, CacheChunk } from './cache.ts';
import type { Charges } from './charges.ts';
import { dropFastLines } from './fast-table.ts';
import type { Cpu, Hardware, HardwareCounters, MmioRegion } from './hardware.ts';
import { restoreRemappingUnit, snapshotRemappingUnit } from './iommu/snapshot-unit.ts';
import type { RemappingUnitSnapshot } from './iommu/snapshot-unit.ts';
import { switchAddressSpace } from './mmu.ts';
import { restoreMemory, snapshotMemory } from './physical-memory.ts';
import type { MemorySnapshot } from './physical-memory.ts';
import { noteLineCame, noteLineWent } from './snoop-filter.ts';
import type { BufferedStore, PastWord } from './store-buffer.ts';
import type { Streams } from './streams.ts';
import type { Tlb } from './tlb.ts';

export interface HardwareSnapshot {
  readonly memory: MemorySnapshot;
  readonly cpus: readonly CpuSnapshot[];
  readonly lastLevel: CacheSnapshot;
  readonly mmio: readonly MmioRegion[];
  readonly iommu: RemappingUnitSnapshot | null;
  readonly streams: Streams;
  readonly counters: HardwareCounters;
  readonly charges: Charges;
  /** Stores on their way; empty where they arrive in order. */
  readonly stores: {
    readonly decisions: number;
    readonly loadDecisions: number;
    readonly entries: readonly BufferedStore[];
    readonly past: readonly PastWord[];
    readonly seen: number;
  };
}
interface CpuSnapshot {
  readonly root: number;
  readonly asid: number;
  readonly pendingCost: number;
  readonly countedTicks: number;
  readonly l1: CacheSnapshot;
  readonly tlb: readonly TypedArray[];
}
interface CacheSnapshot {
  readonly clock: number;
  readonly chunks: readonly CacheChunk[];
}
type TypedArray = Int32Array | Uint8Array | Float64Array;

export function snapshotHardware(hardware: Hardware): HardwareSnapshot {
  return {
    memory: snapshotMemory(hardware.memory),
    cpus: hardware.cpus.map(snapshotCpu),
    lastLevel: snapshotCache(hardware.lastLevel),
    mmio: [...hardware.mmio],
    iommu: hardware.iommu && snapshotRemappingUnit(hardware.iommu),
    streams: { lines: hardware.streams.lines.slice(), next: hardware.streams.next },
    counters: { ...hardware.counters },
    charges: { ...hardware.charges },
    stores: {
      decisions: hardware.stores?.decisions ?? 0,
      loadDecisions: hardware.stores?.loadDecisions ?? 0,
      entries: [...(hardware.stores?.entries ?? [])],
      past: [...(hardware.stores?.past ?? [])],
      seen: hardware.stores?.seen ?? 0,
    },
  };
}

/** Of a machine of the same shape; the snapshot stays usable. */
export function restoreHardware(hardware: Hardware, snapshot: HardwareSnapshot): void {
  restoreMemory(hardware.memory, snapshot.memory);
  restoreCache(hardware.lastLevel, snapshot.lastLevel);
  hardware.cpus.forEach((cpu, index) => restoreCpu(hardware, cpu, snapshot.cpus[index]!));
  hardware.mmio.splice(0, hardware.mmio.length, ...snapshot.mmio);
  if (hardware.iommu && snapshot.iommu) restoreRemappingUnit(hardware.iommu, snapshot.iommu);
  hardware.streams.lines.set(snapshot.streams.lines);
  hardware.streams.next = snapshot.streams.next;
  Object.assign(hardware.counters, snapshot.counters);
  Object.assign(hardware.charges, snapshot.charges);
  if (hardware.stores) {
    hardware.stores.decisions = snapshot.stores.decisions;
    hardware.stores.loadDecisions = snapshot.stores.loadDecisions;
    hardware.stores.entries.splice(0, Infinity, ...snapshot.stores.entries);
    hardware.stores.past.splice(0, Infinity, ...snapshot.stores.past);
    hardware.stores.seen = snapshot.stores.seen;
  }
}

function snapshotCpu({ root, asid, pendingCost, countedTicks, l1, tlb }: Cpu): CpuSnapshot {
  l1.saved.fill(null);
  const arrays = tlbArrays(tlb).map((array) => array.slice());
  return { root, asid, pendingCost, countedTicks, l1: snapshotCache(l1), tlb: arrays };
}

function restoreCpu(
  hardware: Hardware,
  cpu: Cpu,
  { root, asid, pendingCost, countedTicks, l1, tlb }: CpuSnapshot,
): void {
  switchAddressSpace(hardware, cpu.id, root, asid);
  cpu.pendingCost = pendingCost;
  cpu.countedTicks = countedTicks;
  cpu.l1.saved.fill(null);
  restoreCache(cpu.l1, l1);
  tlbArrays(cpu.tlb).forEach((array, index) => array.set(tlb[index]!));
  dropFastLines(cpu);
}

function tlbArrays({ tagLow, tagHigh, asid, flags, frame, use, ofSize }: Tlb): TypedArray[] {
  return [tagLow, tagHigh, asid, flags, frame, use, ofSize];
}

function snapshotCache(cache: Cache): CacheSnapshot {
  const chunks = cache.saved.map((saved, index) => (cache.saved[index] = saved ?? copyChunk(cache, index)));
  return { clock: cache.clock[0]!, chunks };
}

function restoreCache(cache: Cache, { clock, chunks }: CacheSnapshot): void {
  cache.clock[0] = clock;
  chunks.forEach((chunk, index) => {
    if (cache.saved[index] === chunk) return;
    cache.words.set(chunk.words, index * chunkLines * 16);
    restoreTags(cache, chunk.tags, index * chunkLines);
    cache.states.set(chunk.states, index * chunkLines);
    cache.use.set(chunk.use, index * chunkLines);
    cache.saved[index] = chunk;
  });
}

function restoreTags({ tags, filter }: Cache, saved: Float64Array, from: number): void {
  for (const [index, tag] of saved.entries()) {
    noteLineWent(filter, tags[from + index]!);
    noteLineCame(filter, tag);
  }
  tags.set(saved, from);
}

function copyChunk({ words, tags, states, use }: Cache, index: number): CacheChunk {
  const from = index * chunkLines;
  const to = from + chunkLines;
  return {
    words: words.slice(from * 16, to * 16),
    tags: tags.slice(from, to),
    states: states.slice(from, to),
    use: use.slice(from, to),
  };
}
