/**
 * What the caches of a machine owe each other: fills, evictions and upgrades with MESI between the CPUs' L1s, write-back to a shared last
 * level that is neither inclusive nor exclusive, snoops by bus masters, and maintenance by line. Lines are named by physical address / 64.
 *
 * Where a line's newest bytes are: in the one L1 that has it Modified, else in the last level if it has it, else in RAM.
 */
import {
  clearLine,
  copyLine,
  Exclusive,
  findLine,
  lineBytes,
  Modified,
  setLine,
  Shared,
  touchLine,
  victimFor,
} from './cache.ts';
import type { Costs } from './costs.ts';
import { followStream } from './streams.ts';
import { dropFastLine, dropFastWrites } from './fast-table.ts';
import type { Cpu, Hardware } from './hardware.ts';
import { mayBeCached } from './snoop-filter.ts';
import { noteAccess } from './watch-unit.ts';
import { hasMemory, readablePage, writablePage } from './physical-memory.ts';

const linesOfPage = 64;
type FillCosts = Pick<Costs, 'lastLevelHit' | 'memory' | 'memoryStreamed'>;

/**
 * Brings a line into the CPU's L1, for writing in state Modified, counts and costs it, and returns its index; -1 where there is no RAM.
 * The caller stamps its use. `whole`: the caller writes all of it, and need not be given its bytes.
 */
export function acquireLine(
  hardware: Hardware,
  cpu: Cpu,
  costs: Costs,
  tag: number,
  write: boolean,
  whole = false,
): number {
  const { l1 } = cpu;
  let line = findLine(l1, tag);
  if (line >= 0) hardware.counters.l1Hits++;
  else {
    if (!hasMemory(hardware.memory, tag * lineBytes, lineBytes)) return -1;
    hardware.counters.l1Misses++;
    line = fillLine(hardware, cpu, costs, tag, write, whole);
  }
  cpu.pendingCost += costs.l1Hit;
  if (write && l1.states[line] !== Modified) {
    if (l1.states[line] === Shared) takeFromOthers(hardware, cpu, tag, true);
    l1.states[line] = Modified;
  }
  return line;
}

const noCosts: FillCosts = { lastLevelHit: 0, memory: 0, memoryStreamed: 0 };

/** A refill that no instruction asked for, as a speculating CPU makes it: like a read, but neither counted as an access nor stamped now. */
export function prefetchLine(hardware: Hardware, cpu: number, physical: number): void {
  const owner = hardware.cpus[cpu]!;
  const tag = Math.floor(physical / lineBytes);
  if (findLine(owner.l1, tag) >= 0 || !hasMemory(hardware.memory, tag * lineBytes, lineBytes)) return;
  const line = fillLine(hardware, owner, noCosts, tag, false, false);
  owner.l1.use[line] = owner.l1.clock[0]!;
}

/** Clean to the point of coherency: the newest bytes reach RAM, the copies stay. Returns whether there was anything to write. */
export function cleanLine(hardware: Hardware, physical: number): boolean {
  hardware.counters.linesCleaned++;
  return writeBackToMemory(hardware, Math.floor(physical / lineBytes));
}

/** Forgets all copies, dirty ones too: what was not written back is lost. Returns whether dirty data was lost. */
export function invalidateLine(hardware: Hardware, physical: number): boolean {
  hardware.counters.linesInvalidated++;
  const tag = Math.floor(physical / lineBytes);
  const lost = dropCopies(hardware, tag);
  if (lost) noteLine(hardware, tag, 'invalidate');
  return lost;
}

export function cleanInvalidateLine(hardware: Hardware, physical: number): boolean {
  const written = cleanLine(hardware, physical);
  invalidateLine(hardware, physical);
  return written;
}

/** Whether all caches together hold fewer lines than so many. */
export function isMoreThanCached({ cpus, lastLevel }: Hardware, lines: number): boolean {
  return lines > cpus.reduce((sum, { l1 }) => sum + l1.tags.length, lastLevel.tags.length);
}

/** Numbers of the lines of [first, end) that some cache holds, ascending. */
export function heldLines({ cpus, lastLevel }: Hardware, first: number, end: number): number[] {
  const held = new Set<number>();
  for (const { tags } of [lastLevel, ...cpus.map(({ l1 }) => l1)])
    for (const tag of tags) if (tag >= first && tag < end) held.add(tag);
  return [...held].sort((one, other) => one - other);
}

/** A bus master is about to read RAM: it must find the newest bytes there. */
export function snoopForRead(hardware: Hardware, tag: number): void {
  hardware.counters.snoops++;
  if (mayBeCached(hardware.lastLevel.filter, tag)) writeBackToMemory(hardware, tag);
}

/** A bus master is about to write RAM; `whole` if it overwrites the whole line. */
export function snoopForWrite(hardware: Hardware, tag: number, whole: boolean): void {
  hardware.counters.snoops++;
  if (!mayBeCached(hardware.lastLevel.filter, tag)) return;
  if (!whole) writeBackToMemory(hardware, tag);
  dropCopies(hardware, tag);
}

function fillLine(hardware: Hardware, cpu: Cpu, costs: FillCosts, tag: number, write: boolean, whole: boolean): number {
  const { l1 } = cpu;
  const { lastLevel } = hardware;
  const isNew = !mayBeCached(lastLevel.filter, tag);
  const shared = !isNew && takeFromOthers(hardware, cpu, tag, write);
  const victim = victimFor(l1, tag);
  // First, because it may move lines of the last level.
  if (l1.states[victim] === Modified) writeBackToLastLevel(hardware, cpu, victim);
  dropFastLine(cpu, victim);
  const source = acquireInLastLevel(hardware, cpu, costs, tag, isNew);
  if (!whole) copyLine(lastLevel, source, l1, victim);
  setLine(l1, victim, tag, write ? Modified : shared ? Shared : Exclusive);
  return victim;
}

/** Other L1s give the line up, or share it if this CPU only reads. Returns whether another one still has it. */
function takeFromOthers(hardware: Hardware, cpu: Cpu, tag: number, write: boolean): boolean {
  let shared = false;
  for (const other of hardware.cpus) {
    if (other === cpu) continue;
    const line = findLine(other.l1, tag);
    if (line < 0) continue;
    if (other.l1.states[line] === Modified) writeBackToLastLevel(hardware, other, line);
    if (write) {
      hardware.counters.interventions++;
      clearLine(other.l1, line);
      dropFastLine(other, line);
      continue;
    }
    shared = true;
    if (other.l1.states[line] === Shared) continue;
    hardware.counters.interventions++;
    other.l1.states[line] = Shared;
    dropFastWrites(other, line);
  }
  return shared;
}

function writeBackToLastLevel(hardware: Hardware, cpu: Cpu, line: number): void {
  const { lastLevel } = hardware;
  const tag = cpu.l1.tags[line]!;
  hardware.counters.writeBacks++;
  let target = findLine(lastLevel, tag);
  if (target < 0) target = makeRoomInLastLevel(hardware, tag);
  copyLine(cpu.l1, line, lastLevel, target);
  setLine(lastLevel, target, tag, Modified);
  touchLine(lastLevel, target);
}

/** `isNew`: no cache has it. */
function acquireInLastLevel(hardware: Hardware, cpu: Cpu, costs: FillCosts, tag: number, isNew: boolean): number {
  const { lastLevel, counters } = hardware;
  let line = isNew ? -1 : findLine(lastLevel, tag);
  if (line >= 0) {
    if (costs !== noCosts) counters.lastLevelHits++;
    cpu.pendingCost += costs.lastLevelHit;
  } else {
    if (costs !== noCosts) cpu.pendingCost += missCost(hardware, costs, tag);
    line = makeRoomInLastLevel(hardware, tag);
    copyLine(readablePage(hardware.memory, Math.floor(tag / linesOfPage)), tag & (linesOfPage - 1), lastLevel, line);
    setLine(lastLevel, line, tag, Exclusive);
  }
  touchLine(lastLevel, line);
  return line;
}

function missCost({ counters, streams }: Hardware, costs: FillCosts, tag: number): number {
  counters.lastLevelMisses++;
  if (!followStream(streams, tag)) return costs.memory;
  counters.streamedMisses++;
  return costs.memoryStreamed;
}

/** The line there may be overwritten. */
function makeRoomInLastLevel(hardware: Hardware, tag: number): number {
  const { lastLevel } = hardware;
  const victim = victimFor(lastLevel, tag);
  if (lastLevel.states[victim] === Modified)
    writeToMemory(hardware, lastLevel.tags[victim]!, lastLevel, victim, 'eviction');
  return victim;
}

/** Brings the newest bytes to RAM and leaves every copy clean. Returns whether anything was dirty. */
function writeBackToMemory(hardware: Hardware, tag: number): boolean {
  const { lastLevel } = hardware;
  const below = findLine(lastLevel, tag);
  for (const cpu of hardware.cpus) {
    const line = findLine(cpu.l1, tag);
    if (line < 0 || cpu.l1.states[line] !== Modified) continue;
    writeToMemory(hardware, tag, cpu.l1, line, 'clean');
    cpu.l1.states[line] = Exclusive;
    dropFastWrites(cpu, line);
    if (below >= 0) {
      copyLine(cpu.l1, line, lastLevel, below);
      setLine(lastLevel, below, tag, Exclusive);
    }
    return true;
  }
  if (below < 0 || lastLevel.states[below] !== Modified) return false;
  writeToMemory(hardware, tag, lastLevel, below, 'clean');
  setLine(lastLevel, below, tag, Exclusive);
  return true;
}

function writeToMemory(
  hardware: Hardware,
  tag: number,
  from: { readonly words: Int32Array },
  line: number,
  by: 'eviction' | 'clean',
): void {
  hardware.counters.memoryWriteBacks++;
  if (!hardware.coherent) noteLine(hardware, tag, by);
  copyLine(from, line, writablePage(hardware.memory, Math.floor(tag / linesOfPage)), tag & (linesOfPage - 1));
}

/** Where devices do not snoop, what becomes of a dirty line changes what they see. */
function noteLine(hardware: Hardware, tag: number, by: 'eviction' | 'clean' | 'invalidate'): void {
  if (!hardware.watch.lines.has(tag)) return;
  noteAccess(hardware, { by, cpu: null, device: null, physical: tag * lineBytes, size: lineBytes, write: true });
}

function dropCopies(hardware: Hardware, tag: number): boolean {
  let dirty = false;
  for (const cpu of hardware.cpus) {
    const line = findLine(cpu.l1, tag);
    if (line < 0) continue;
    dirty ||= cpu.l1.states[line] === Modified;
    clearLine(cpu.l1, line);
    dropFastLine(cpu, line);
  }
  const below = findLine(hardware.lastLevel, tag);
  if (below < 0) return dirty;
  dirty ||= hardware.lastLevel.states[below] === Modified;
  clearLine(hardware.lastLevel, below);
  return dirty;
}
