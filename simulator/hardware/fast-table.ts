/**
 * The fast lines of one CPU and mode (`FastLines` in memory-port.ts) with the way back from an L1 line to its entry, so that an entry
 * goes the moment its line or translation does. Derived state: emptying it never changes what the machine does.
 */
import { fastLineCount } from '../c-language/memory-port.ts';
import type { FastLines } from '../c-language/memory-port.ts';
import { findLine } from './cache.ts';
import type { Cache } from './cache.ts';
import type { Cpu } from './hardware.ts';
import type { Tlb } from './tlb.ts';

const empty = 1; // a line address has low bits 000000

export interface FastTable {
  readonly lines: FastLines;
  /** The one entry of each L1 line, or -1. One: a second alias would survive the line's eviction. */
  readonly entryOfLine: Int16Array;
  /** 1: a line of a page with this remainder has been entered since the table was empty. */
  readonly pages: Uint8Array;
}

const pageRemainders = 4096;

export function createFastTable(l1: Cache, tlb: Tlb): FastTable {
  return {
    lines: {
      readTagLow: new Int32Array(fastLineCount).fill(empty),
      readTagHigh: new Int32Array(fastLineCount),
      writeTagLow: new Int32Array(fastLineCount).fill(empty),
      writeTagHigh: new Int32Array(fastLineCount),
      line: new Int32Array(fastLineCount),
      tlb: new Int32Array(fastLineCount),
      bytes: l1.bytes,
      halves: l1.halves,
      words: l1.words,
      lineUse: l1.use,
      tlbUse: tlb.use,
      clock: l1.clock,
    },
    entryOfLine: new Int16Array(l1.tags.length).fill(-1),
    pages: new Uint8Array(pageRemainders),
  };
}

/** Makes a virtual line readable, and writable if `write`, without asking. The caller has just made such an access. `tag`: its physical line number. */
export function installFastLine(
  table: FastTable,
  tag: number,
  low: number,
  high: number,
  line: number,
  tlbEntry: number,
  write: boolean,
): void {
  const { lines, entryOfLine } = table;
  const entry = (low >>> 6) & (fastLineCount - 1);
  const before = entryOfLine[line]!;
  if (before !== entry) {
    if (before >= 0) clearEntry(table, before);
    clearEntry(table, entry);
  }
  const virtual = low & ~63;
  lines.readTagLow[entry] = virtual;
  lines.readTagHigh[entry] = high;
  lines.writeTagLow[entry] = write ? virtual : empty;
  lines.writeTagHigh[entry] = high;
  lines.line[entry] = line;
  lines.tlb[entry] = tlbEntry;
  entryOfLine[line] = entry;
  table.pages[pageRemainder(tag)] = 1;
}

function pageRemainder(tag: number): number {
  return Math.floor(tag / 64) & (pageRemainders - 1);
}

/** The L1 line leaves the cache. */
export function dropFastLine(cpu: Cpu, line: number): void {
  const { kernel, user } = cpu.fast;
  if (kernel.entryOfLine[line]! >= 0) clearEntry(kernel, kernel.entryOfLine[line]!);
  if (user.entryOfLine[line]! >= 0) clearEntry(user, user.entryOfLine[line]!);
}

/** The L1 line is no longer Modified. */
export function dropFastWrites(cpu: Cpu, line: number): void {
  const { kernel, user } = cpu.fast;
  if (kernel.entryOfLine[line]! >= 0) kernel.lines.writeTagLow[kernel.entryOfLine[line]!] = empty;
  if (user.entryOfLine[line]! >= 0) user.lines.writeTagLow[user.entryOfLine[line]!] = empty;
}

/** The TLB entry goes. `low` is where its page of `pageSize` bytes starts. */
export function dropFastLinesOfTlbEntry(cpu: Cpu, tlbEntry: number, low: number, pageSize: number): void {
  const count = Math.min(pageSize / 64, fastLineCount);
  const first = (low >>> 6) & (fastLineCount - 1);
  for (const table of [cpu.fast.kernel, cpu.fast.user]) {
    const { tlb, readTagLow } = table.lines;
    for (let entry = first; entry < first + count; entry++) {
      if (tlb[entry] === tlbEntry && readTagLow[entry] !== empty) clearEntry(table, entry);
    }
  }
}

/** For changes from outside: address space switch, a new watchpoint, a restored snapshot. */
export function dropFastLines(cpu: Cpu): void {
  for (const { lines, entryOfLine, pages } of [cpu.fast.kernel, cpu.fast.user]) {
    lines.readTagLow.fill(empty);
    lines.writeTagLow.fill(empty);
    entryOfLine.fill(-1);
    pages.fill(0);
  }
}

/** For a range of physical addresses whose accesses somebody wants to see from now on. */
export function dropFastLinesOfRange(cpus: readonly Cpu[], physical: number, length: number): void {
  const first = Math.floor(physical / 64);
  const end = Math.ceil((physical + length) / 64);
  for (const cpu of cpus) {
    if (end - first > cpu.l1.tags.length) dropFastLines(cpu);
    else dropCachedFastLines(cpu, first, end);
  }
}

function dropCachedFastLines(cpu: Cpu, first: number, end: number): void {
  const { kernel, user } = cpu.fast;
  for (let tag = first; tag < end;) {
    const next = Math.min(end, tag - (tag % 64) + 64);
    const remainder = pageRemainder(tag);
    if (kernel.pages[remainder] === 1 || user.pages[remainder] === 1) dropCachedLines(cpu, tag, next);
    tag = next;
  }
}

function dropCachedLines(cpu: Cpu, first: number, end: number): void {
  for (let tag = first; tag < end; tag++) {
    const line = findLine(cpu.l1, tag);
    if (line >= 0) dropFastLine(cpu, line);
  }
}

function clearEntry(table: FastTable, entry: number): void {
  const { lines, entryOfLine } = table;
  if (lines.readTagLow[entry] === empty) return;
  lines.readTagLow[entry] = empty;
  lines.writeTagLow[entry] = empty;
  entryOfLine[lines.line[entry]!] = -1;
}
