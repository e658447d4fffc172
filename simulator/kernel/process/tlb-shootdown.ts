/** Making CPUs forget translations of a user address space, as flush_tlb_mm_range of Linux 6.1 (arch/x86/mm/tlb.c) does: who is interrupted, who finds out later. */
import { flushTlbAsid, flushTlbPage } from '../../hardware/tlb.ts';
import type { JournalEntry } from '../../journal.ts';
import type { MemoryWorld } from '../memory-world.ts';
import type { AddressSpace } from './address-space.ts';
import { charge } from './charges.ts';

export type Recorder = (entry: JournalEntry) => void;

/** Beyond this many pages a whole address space is flushed at once (tlb_single_page_flush_ceiling). */
export const singleFlushCeiling = 33;

/**
 * Flushes [start, end) on every CPU. One that runs the space is told by an interrupt, and the caller waits for all. One that only borrows it
 * (a kernel thread or nothing runs there) is left alone unless `freedTables`, and looks at the generation when it switches back; so does one
 * that has another space loaded. Neither can use what it still holds, so their entries are dropped here without a word.
 * `stride`: what one flush is for, 2 MiB where nothing but huge pages goes.
 */
export function flushUserRange(
  world: MemoryWorld,
  space: AddressSpace,
  start: bigint,
  end: bigint,
  cpu: number,
  record: Recorder,
  { freedTables = false, stride = 4096n }: { readonly freedTables?: boolean; readonly stride?: bigint } = {},
): void {
  const { events } = world.kernel.addressSpaces;
  const pages = Number((end - start) / stride);
  const all = pages > singleFlushCeiling;
  const scope = all ? 'all' : pages === 1 ? 'page' : 'range';
  let interrupted = 0;
  events.tlbFlushRounds++;
  for (const { id, root } of world.hardware.cpus) {
    if (all) flushTlbAsid(world.hardware, id, space.asid);
    else for (let va = start; va < end; va += stride) flushTlbPage(world.hardware, id, space.asid, va);
    if (root !== space.root) continue;
    if (id !== cpu && !freedTables && isLazy(world, id)) {
      events.tlbLazySkipped++;
      continue;
    }
    if (all) events.tlbFullFlushes++;
    else events.tlbPagesFlushed += pages;
    if (id !== cpu) interrupted++;
    record({ kind: 'tlb-flush', target: id, scope, address: all ? null : start, pages, ipi: id !== cpu });
  }
  events.tlbInterrupts += interrupted;
  if (all) charge(world, cpu, 'tlbFlushAll');
  else charge(world, cpu, 'tlbFlushPage', pages);
  if (interrupted > 0) charge(world, cpu, 'ipi');
  charge(world, cpu, 'ipiReceiver', interrupted);
}

/** Does the CPU run nothing of the user's just now? A world without tasks has user code everywhere. */
function isLazy(world: MemoryWorld, cpu: number): boolean {
  const { tasks } = world.kernel;
  if (!tasks) return false;
  const pid = tasks.current[cpu] ?? null;
  return pid === null || tasks.byPid.get(pid)?.kind !== 'user';
}
