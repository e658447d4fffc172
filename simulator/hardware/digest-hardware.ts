/** One short text for all hardware state, to compare two moments: RAM, caches with data and LRU, TLBs, counters with uncounted fast hits. */
import { currentCounters } from './access-counts.ts';
import type { Cache } from './cache.ts';
import type { Hardware } from './hardware.ts';
import type { RemappingUnit } from './iommu/remapping-unit.ts';
import { readablePage, touchedPages } from './physical-memory.ts';

/** Equal states give equal digests; a page of zeros is as one never touched. Costs a pass over all touched pages. */
export function digestHardware(hardware: Hardware): string {
  const hash = new Int32Array([0x811c_9dc5, 0x1234_5678]);
  for (const frame of touchedPages(hardware.memory)) {
    const { words } = readablePage(hardware.memory, frame);
    if (words.every((word) => word === 0)) continue;
    mix(hash, Int32Array.of(frame, Math.floor(frame / 2 ** 32)));
    mix(hash, words);
  }
  for (const { root, asid, l1, tlb } of hardware.cpus) {
    mix(hash, wordsOf(Float64Array.of(root, asid)));
    mixCache(hash, l1);
    for (const array of [tlb.frame, tlb.use, tlb.tagLow, tlb.tagHigh, tlb.asid]) mix(hash, wordsOf(array));
    mix(hash, Int32Array.from(tlb.flags));
  }
  for (const { physical, bytes } of hardware.stores?.entries ?? [])
    mix(hash, wordsOf(Float64Array.of(physical, ...bytes)));
  for (const { physical, bytes, write } of hardware.stores?.past ?? [])
    mix(hash, wordsOf(Float64Array.of(physical, write, ...bytes)));
  if (hardware.stores)
    mix(hash, wordsOf(Float64Array.of(hardware.stores.decisions, hardware.stores.loadDecisions, hardware.stores.seen)));
  mixCache(hash, hardware.lastLevel);
  mix(hash, wordsOf(hardware.streams.lines));
  if (hardware.iommu) mixRemappingUnit(hash, hardware.iommu);
  mix(hash, wordsOf(Float64Array.from(Object.values(currentCounters(hardware)))));
  return [...hash].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

function mixCache(hash: Int32Array, { words, tags, states, use, clock }: Cache): void {
  mix(hash, words);
  for (const array of [tags, use, clock]) mix(hash, wordsOf(array));
  mix(hash, Int32Array.from(states));
}

function mixRemappingUnit(hash: Int32Array, unit: RemappingUnit): void {
  const { iotlb, contexts, faultRecord } = unit;
  for (const array of [iotlb.page, iotlb.frame, iotlb.use, iotlb.domain]) mix(hash, wordsOf(array));
  mix(hash, Int32Array.from(iotlb.level));
  mix(hash, Int32Array.from(iotlb.rights));
  mix(hash, wordsOf(Float64Array.of(unit.rootTable, unit.faultStatus, unit.faultInterrupt, Number(unit.enabled))));
  for (const { sourceId, domain, table } of contexts) mix(hash, wordsOf(Float64Array.of(sourceId, domain, table)));
  if (faultRecord) mix(hash, wordsOf(Float64Array.of(faultRecord.sourceId, Number(faultRecord.address))));
}

function wordsOf({ buffer, byteOffset, byteLength }: Float64Array | Int32Array): Int32Array {
  return new Int32Array(buffer, byteOffset, byteLength / 4);
}

/** Two 32-bit FNV-1a streams over words, with different rotations. */
function mix(hash: Int32Array, words: Int32Array): void {
  let first = hash[0]!;
  let second = hash[1]!;
  for (let index = 0; index < words.length; index++) {
    first = Math.imul(first ^ words[index]!, 0x0100_0193);
    first ^= first >>> 15;
    second = Math.imul(((second << 13) | (second >>> 19)) ^ words[index]!, 0x85eb_ca6b | 1);
  }
  hash[0] = first;
  hash[1] = second;
}
