/** Makes tasks: a `struct task_struct`, a kernel stack in vmalloc's area (as with VMAP_STACK), and a thread that will run a function. */
import type { FunctionInfo } from '../c-language/program.ts';
import type { BuiltinValue, StackRange } from '../c-language/thread-state.ts';
import { createThread, pushCall } from '../c-language/vm.ts';
import type { World } from '../world.ts';
import { writeField, writeTextField } from './c-struct.ts';
import { allocateObject } from './slab.ts';
import { taskLimit, type Task } from './tasks.ts';
import { allocateKernelStack } from './vmalloc.ts';

export interface NewTask {
  readonly name: string;
  readonly kind: Task['kind'];
  readonly entry: FunctionInfo | null;
  readonly values: readonly BuiltinValue[];
  readonly cpu: number;
  readonly addressSpace?: number;
  readonly userStack?: StackRange;
}

/** The task is not queued yet. null: no memory, or too many tasks. */
export function createTask(world: World, wanted: NewTask): Task | null {
  const { tasks } = world.kernel;
  if (tasks.byPid.size >= taskLimit) return null;
  const pid = wanted.kind === 'idle' ? -wanted.cpu : tasks.nextPid++;
  const kernelStack = allocateKernelStack(world, `kernel stack of ${wanted.name} (pid ${pid})`);
  const structAddress = allocateObject(world, 'task_struct', `task_struct of ${wanted.name} (pid ${pid})`);
  if (!kernelStack || !structAddress) return null;
  const task: Task = {
    pid,
    name: wanted.name.slice(0, 15),
    kind: wanted.kind,
    addressSpace: wanted.addressSpace ?? 0,
    structAddress,
    state: 'running',
    cpu: wanted.cpu,
    preemptCount: 0,
    hardIrqDepth: 0,
    interruptsDisabled: false,
    ticket: 0,
    exitCode: 0,
    turnStartedAt: world.now,
  };
  tasks.byPid.set(pid, task);
  writeField(world, 'task_struct', structAddress, 'pid', BigInt(pid));
  writeTextField(world, 'task_struct', structAddress, 'comm', task.name);
  const thread = createThread(pid, kernelStack, wanted.userStack ?? null);
  world.threads.set(pid, thread);
  if (wanted.entry) pushCall(world.program, thread, wanted.entry.index, wanted.values);
  return task;
}
