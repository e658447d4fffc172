/** Limits and identities as far as memory has to know them, and facts about the machine for sysinfo(2). `kernel/sys.c` keeps the rest. */
import { readText } from '../format/guest-text.ts';
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import { memoryUsage, nodeCounters } from '../memory-reports/usage.ts';
import { taskByStruct } from '../tasks.ts';
import type { AddressSpace } from './address-space.ts';
import { currentSpace } from './mmap-functions.ts';
import { findVma, vm } from './vma.ts';

/** Numbers of include/uapi/asm-generic/resource.h. */
const limitNames: Readonly<Record<number, keyof AddressSpace['limits']>> = {
  2: 'data',
  3: 'stack',
  8: 'memlock',
  9: 'space',
};

export const limitFunctions: KernelFunctions = {
  __set_memory_limit(context: KernelContext, which: number, bytes: bigint) {
    const space = currentSpace(context);
    const name = limitNames[which];
    if (space && name) space.limits[name] = BigInt.asUintN(64, bytes);
  },
  /** CAP_IPC_LOCK. */
  __set_may_lock(context: KernelContext, may: number) {
    const space = currentSpace(context);
    if (space) space.mayLock = may !== 0;
  },
  /** In bytes, the last one in tasks: RAM, free RAM, shared memory, swap, free swap, processes and threads. */
  __system_information({ world }: KernelContext, which: number): bigint {
    const { kernel } = world;
    const usage = memoryUsage(kernel);
    const swap = Math.max(0, kernel.swap.slots - 1);
    const shared = nodeCounters(world, usage)['nr_shmem']!;
    const pages = [usage.managed, usage.free, shared, swap, Math.max(0, swap - kernel.swap.used.size)][which];
    if (pages !== undefined) return BigInt(pages) * 4096n;
    return BigInt(
      [...kernel.tasks.byPid.values()].filter(({ state, kind }) => state !== 'dead' && kind !== 'idle').length,
    );
  },
  __rename_task({ task, port }: KernelContext, name: bigint) {
    if (task) task.name = readText(port, name, 15);
  },
  /** The CPU that a task is bound to; -1: any. */
  __bound_to: ({ world }: KernelContext, task: bigint): number => taskByStruct(world, task)?.boundTo ?? -1,
  /** Where a word of shared memory stands, the same number in every process; 0: the memory is the process' own. */
  __shared_futex_key(context: KernelContext, address: bigint): bigint {
    const space = currentSpace(context);
    const area = space && findVma(space, address);
    if (!area || area.file === null || !(area.flags & vm.SHARED)) return 0n;
    const offset = BigInt(area.pageOffset) * 4096n + address - area.start;
    return (BigInt(area.file) << 40n) | offset;
  },
};
