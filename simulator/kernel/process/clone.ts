/** New processes and threads as `kernel/fork.c` makes them: an address space of their own or the same one, and a thread that goes on where the caller is. */
import { copyUserFrames, pushCall } from '../../c-language/vm.ts';
import type { StackRange } from '../../c-language/thread-state.ts';
import { readBulk } from '../../hardware/cpu-bulk.ts';
import type { World } from '../../world.ts';
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import { piecesOf } from '../cut-work.ts';
import { functionAtAddress } from '../symbols.ts';
import { createTask } from '../task-creation.ts';
import { enqueue, taskByStruct } from '../tasks.ts';
import type { AddressSpace } from './address-space.ts';
import { forkAddressSpace } from './fork-space.ts';
import { currentSpace } from './mmap-functions.ts';
import { destroyAddressSpace } from './space-lifetime.ts';
import { findVma } from './vma.ts';

/** Drivers' areas of the parent and the C structs of the child's, two words each. */
const pairBytes = 16;

export const cloneFunctions: KernelFunctions = {
  /**
   * The child's `task_struct`, not running yet; NULL: no memory. `shared`: threads of one address space. `stack`: top of the child's stack, on which
   * it begins with `entry(stack)`; 0: it goes on where the caller is, and its call returns 0.
   */
  __clone_task(
    context: KernelContext,
    shared: number,
    stack: bigint,
    entry: bigint,
    mm: bigint,
    pairs: bigint,
    count: number,
  ): bigint {
    const { world, task } = context;
    const space = currentSpace(context);
    if (!task || !space) return 0n;
    const child = shared ? space : forkSpace(context, space, pairs, count);
    if (!child) return 0n;
    const created = createTask(world, {
      name: task.name,
      kind: 'user',
      entry: null,
      values: [],
      cpu: leastBusyCpu(world, context.cpu),
      addressSpace: child.id,
      userStack: stack === 0n ? world.threads.get(task.pid)!.userStack! : stackAt(child, stack),
    });
    if (!created) {
      if (!shared) destroyAddressSpace(world, child, context.cpu);
      return 0n;
    }
    if (shared) child.users++;
    else rename(child, created.name, created.pid, mm);
    const thread = world.threads.get(created.pid)!;
    const start = stack === 0n ? null : functionAtAddress(world.program, entry);
    if (start) pushCall(world.program, thread, start.index, [stack]);
    else copyUserFrames(world.program, world.threads.get(task.pid)!, thread, 0n);
    context.record({ kind: 'task', event: 'created', name: created.name, other: created.pid });
    return created.structAddress;
  },
  __start_task(context: KernelContext, structAddress: bigint) {
    const created = taskByStruct(context.world, structAddress);
    if (!created) return;
    enqueue(context.world, created);
    context.leave();
  },
};

function forkSpace(context: KernelContext, space: AddressSpace, pairs: bigint, count: number): AddressSpace | null {
  const words = new DataView(piecesOf(context)(0, () => readBulk(context.port, pairs, count * pairBytes)).buffer);
  const structs = new Map<bigint, bigint>();
  for (let index = 0; index < count; index++) {
    structs.set(words.getBigUint64(index * pairBytes, true), words.getBigUint64(index * pairBytes + 8, true));
  }
  const record = (entry: Parameters<KernelContext['record']>[0]): void => void context.record(entry);
  return forkAddressSpace(context.world, space, space.name, structs, context.cpu, record, piecesOf(context));
}

function rename(space: AddressSpace, name: string, pid: number, mm: bigint): void {
  space.name = `${name} (pid ${pid})`;
  space.structAddress = mm;
}

/** As far as the area reaches in which it lies. */
function stackAt(space: AddressSpace, top: bigint): StackRange {
  const area = findVma(space, top - 1n);
  return { limit: area?.start ?? top - 4096n, top: top & ~15n };
}

/** The next one after the caller's among the least busy. */
function leastBusyCpu(world: World, cpu: number): number {
  const { runQueues, current, byPid } = world.kernel.tasks;
  const busy = (each: number): number => {
    const pid = current[each] ?? null;
    return runQueues[each]!.length + (pid === null || byPid.get(pid)?.kind === 'idle' ? 0 : 1);
  };
  const order = runQueues.map((_, index) => (cpu + 1 + index) % runQueues.length);
  return order.reduce((best, each) => (busy(each) < busy(best) ? each : best));
}
