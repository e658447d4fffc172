/**
 * The lines behind one that a CPU has just accessed, on the same page: their translation is known and stays known, as every access is a hit of the same TLB entry. What is left of
 * `accessLine` for each is done here, with the same effects but for the fast table, which is derived.
 */
import { acquireLine } from './coherence.ts';
import { allows, type CpuPort } from './line-access.ts';
import { hasMemory, pageBytes } from './physical-memory.ts';
import { lookupTlb, tlbFlag } from './tlb.ts';

export interface PageRun {
  /** Low word of the page's virtual address, as a signed word; 1: there is no run. */
  low: number;
  high: number;
  write: boolean;
  /** TLB entry. */
  entry: number;
  /** Physical line number of the page's first line. */
  firstLine: number;
  /** Nobody wants to see accesses to the page. */
  quiet: boolean;
}

export function createPageRun(): PageRun {
  return { low: 1, high: 0, write: false, entry: -1, firstLine: 0, quiet: true };
}

/** Whether the access is one of the run's. */
export function isOnPage(run: PageRun, low: number, high: number): boolean {
  return run.low === (low & -pageBytes) && run.high === high;
}

/** The caller has just made an access at this address. There is no run where every access must be looked at one by one. */
export function beginPageRun(run: PageRun, port: CpuPort, low: number, high: number, write: boolean): void {
  run.low = 1;
  const { cpu, hardware, links } = port;
  if (!port.fastTable || hardware.watch.lines.size > 0) return;
  const entry = lookupTlb(cpu.tlb, cpu.asid, low, high);
  if (entry < 0) return;
  const flags = cpu.tlb.flags[entry]!;
  if ((flags & tlbFlag.uncached) !== 0 || !allows(flags, port.mode === 'user', write)) return;
  const physical = pageOf(port, entry, low);
  if (!hasMemory(hardware.memory, physical, pageBytes)) return;
  run.low = low & -pageBytes;
  run.high = high;
  run.write = write;
  run.entry = entry;
  run.firstLine = physical / 64;
  run.quiet = !links.observer || (links.observer.ignores?.(physical / pageBytes) ?? false);
}

/** The translation may have been evicted by another one. */
export function checkPageRun(run: PageRun, port: CpuPort): void {
  if (run.low !== 1) beginPageRun(run, port, run.low, run.high, run.write);
}

/** As `accessLine`, of `size` bytes from `low` on. `whole`: all of the line is going to be written. Returns the L1 line. */
export function accessRunLine(run: PageRun, port: CpuPort, low: number, size: number): number {
  const { hardware, cpu, links } = port;
  const tag = run.firstLine + ((low & (pageBytes - 1)) >> 6);
  const line = acquireLine(hardware, cpu, links.costs, tag, run.write, run.write && run.quiet && size === 64);
  const tick = ++cpu.l1.clock[0]!;
  cpu.countedTicks++;
  hardware.counters.accesses++;
  hardware.counters.tlbHits++;
  cpu.tlb.use[run.entry] = tick;
  cpu.l1.use[line] = tick;
  if (!run.quiet) links.observer!.accessed(cpu.id, tag * 64 + (low & 63), size, run.write, true);
  return line;
}

function pageOf({ cpu: { tlb } }: CpuPort, entry: number, low: number): number {
  const size = tlb.tagLow[entry]! & 3;
  const within = size === 1 ? 0 : (low & (size === 2 ? 0x1f_f000 : 0x3fff_f000)) >>> 0;
  return tlb.frame[entry]! + within;
}
