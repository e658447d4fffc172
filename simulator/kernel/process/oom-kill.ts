/** The OOM killer's choice and what it says (Linux 6.1: mm/oom_kill.c). Not modelled: `oom_score_adj`, a task of the reaper's own (whoever asks for memory next does its work), the rate limit of its reports, the list of unreclaimable slab. */
import type { World } from '../../world.ts';
import type { JournalEntry } from '../../journal.ts';
import { asOnePiece, piecesOf } from '../cut-work.ts';
import { logLine } from '../call-site.ts';
import { errno, type KernelContext, type KernelFunctions } from '../kernel-context.ts';
import { memInfoLines } from '../memory-reports/mem-info.ts';
import { describeGfp } from '../page-allocator/gfp.ts';
import { printCallTrace, printProcess } from '../splat.ts';
import type { Task } from '../tasks.ts';
import { residentPages, type AddressSpace } from './address-space.ts';
import { zapRange } from './user-pages.ts';
import { countTables } from './user-tables.ts';
import { vm } from './vma.ts';

export const oomKillFunctions: KernelFunctions = {
  /** Who is to die, with the log's lines about it. An error: one is dying already; NULL: there is nobody. */
  __oom_victim(context: KernelContext, gfp: number, order: number): bigint {
    const { world } = context;
    const toReap = piecesOf(context)(0, () => processToReap(world));
    if (toReap !== null) {
      reap(context, toReap);
      return BigInt(-errno.EBUSY);
    }
    const found = largestProcess(world);
    if (!found) return 0n;
    if (found.space.dying) return BigInt(-errno.EBUSY);
    dumpHeader(context, gfp, order);
    const { pid, name } = found.task;
    const where = 'constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0';
    logLine(context, 6, `oom-kill:${where},task=${name},pid=${pid},uid=0`);
    logLine(context, 3, killedLine(world, found.task, found.space));
    found.space.dying = true;
    found.space.reapAt = world.now + reaperDelay;
    world.kernel.addressSpaces.events.oomKills++;
    return found.task.structAddress;
  },
};

/** OOM_REAPER_DELAY, ns. */
const reaperDelay = 2e9;

/** Of the process that is the largest, is dying and has had its time: the pid. Nobody changes its areas: that is waited for. */
function processToReap(world: World): number | null {
  const found = largestProcess(world);
  if (!found?.space.dying || world.now < found.space.reapAt || found.space.writer !== null) return null;
  return found.task.pid;
}

/** `oom_reap_task`: what is the process's alone goes, though it cannot end yet; from then on another may be chosen. */
function reap(context: KernelContext, pid: number): void {
  const { world, cpu } = context;
  const { name, addressSpace } = world.kernel.tasks.byPid.get(pid)!;
  const space = world.kernel.addressSpaces.spaces.get(addressSpace)!;
  const record = (entry: JournalEntry): void => void context.record(entry);
  space.reapAt = Infinity;
  for (const { start, end, flags } of space.areas)
    if (!(flags & (vm.SHARED | vm.PFNMAP)))
      asOnePiece(context, () => zapRange(world, space, start, end, cpu, record, piecesOf(context)));
  logLine(context, 6, `oom_reaper: reaped process ${pid} (${name}), now ${residentSets(space)}`);
}

function isReaped({ dying, reapAt }: AddressSpace): boolean {
  return dying && reapAt === Infinity;
}

/** oom_badness: what the end of the process would give back, in pages. */
function badness(world: World, space: AddressSpace): number {
  return residentPages(space) + space.counters.swapEntries + countTables(world, space);
}

interface Process {
  readonly task: Task;
  readonly space: AddressSpace;
}

function largestProcess(world: World): Process | null {
  let worst: Process | null = null;
  let most = -1;
  for (const process of processes(world)) {
    if (isReaped(process.space)) continue;
    const points = badness(world, process.space);
    if (points > most) [worst, most] = [process, points];
  }
  return worst;
}

/** Each address space with the first of its tasks. */
function processes(world: World): Process[] {
  const bySpace = new Map<number, Process>();
  for (const task of world.kernel.tasks.byPid.values()) {
    if (task.kind !== 'user' || task.state === 'dead' || bySpace.has(task.addressSpace)) continue;
    const space = world.kernel.addressSpaces.spaces.get(task.addressSpace);
    if (space && space.id !== 0) bySpace.set(space.id, { task, space });
  }
  return [...bySpace.values()];
}

function dumpHeader(context: KernelContext, gfp: number, order: number): void {
  const { world, task } = context;
  const mode = `gfp_mask=0x${gfp.toString(16)}(${describeGfp(gfp)})`;
  logLine(context, 4, `${task?.name ?? 'swapper/0'} invoked oom-killer: ${mode}, order=${order}, oom_score_adj=0`);
  printProcess(context);
  printCallTrace(context, 0);
  for (const text of memInfoLines(world, context.cpu)) logLine(context, 4, text);
  logLine(context, 6, 'Tasks state (memory values in pages):');
  logLine(context, 6, '[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name');
  for (const process of processes(world)) logLine(context, 6, taskLine(world, process));
}

function taskLine(world: World, { task: { pid, name }, space }: Process): string {
  const id = String(pid);
  const columns = [id.padStart(5), String(space.mappedPages).padStart(8), String(residentPages(space)).padStart(8)];
  const [tgid, total, resident] = columns;
  const tables = String(tableBytes(world, space)).padStart(8);
  const swapped = String(space.counters.swapEntries).padStart(8);
  return `[${id.padStart(7)}] ${'0'.padStart(5)} ${tgid} ${total} ${resident} ${tables} ${swapped} ${'0'.padStart(13)} ${name}`;
}

function killedLine(world: World, { pid, name }: Task, space: AddressSpace): string {
  const tables = tableBytes(world, space) / 1024;
  return `Out of memory: Killed process ${pid} (${name}) total-vm:${space.mappedPages * 4}kB, ${residentSets(space)}, UID:0 pgtables:${tables}kB oom_score_adj:0`;
}

function residentSets({ counters: { anonymousPages, filePages, sharedMemoryPages } }: AddressSpace): string {
  return `anon-rss:${anonymousPages * 4}kB, file-rss:${filePages * 4}kB, shmem-rss:${sharedMemoryPages * 4}kB`;
}

/** Without the top one. */
function tableBytes(world: World, space: AddressSpace): number {
  return (countTables(world, space) - 1) * 4096;
}
