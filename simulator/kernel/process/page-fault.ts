/** The world's way into the page fault handler: journal records carry time, CPU, task and the C stack. */
import type { MemoryFault } from '../../c-language/memory-port.ts';
import type { BuiltinValue } from '../../c-language/thread-state.ts';
import { frameAt, frameCount, pushInterrupt } from '../../c-language/vm.ts';
import { appendRecord } from '../../journal.ts';
import type { World } from '../../world.ts';
import { stallHandler } from '../page-allocator/stall.ts';
import { functionNamed, imageOfMode } from '../symbols.ts';
import type { Task } from '../tasks.ts';
import { resolveFault, type FaultOutcome } from './resolve-fault.ts';
import type { Recorder } from './user-pages.ts';

const deepestRecordedStack = 16;

export function handlePageFault(
  world: World,
  cpu: number,
  task: Task,
  fault: MemoryFault,
  record: Recorder,
): FaultOutcome {
  if (fault.kind === 'stalled') return runHandler(world, task, stallHandler, [fault.address, fault.size], fault);
  const outcome = resolveFault(world, cpu, task, fault, record);
  if (outcome.kind === 'driver') {
    const { area, address, write } = outcome;
    return runHandler(world, task, '__do_driver_fault', [area, address, write ? 1 : 0], fault);
  }
  return outcome.kind === 'wait' ? runHandler(world, task, outcome.function, outcome.values, fault) : outcome;
}

/** A handler in C runs on top of the faulting code, which is repeated when it returns. In an interrupt nobody can wait. */
function runHandler(
  world: World,
  task: Task,
  name: string,
  values: readonly BuiltinValue[],
  { address }: MemoryFault,
): FaultOutcome {
  const handler = functionNamed(world.program, imageOfMode(world.program, 'kernel'), name);
  if (!handler) throw new Error(`the kernel image lacks ${name}`);
  if (task.hardIrqDepth > 0) {
    return {
      kind: 'oops',
      reason: `BUG: unable to handle page fault for address: ${address.toString(16).padStart(16, '0')}`,
    };
  }
  pushInterrupt(world.program, world.threads.get(task.pid)!, handler.index, values);
  return { kind: 'handled' };
}

export function journalRecorder(world: World, cpu: number, task: Task | null): Recorder {
  return (entry) => {
    const stack = task ? statementsOf(world, task) : [];
    appendRecord(world.journal, { at: world.now, cpu, task: task?.pid ?? null, stack }, entry);
  };
}

function statementsOf(world: World, task: Task): number[] {
  const thread = world.threads.get(task.pid);
  if (!thread) return [];
  const depth = Math.min(frameCount(thread), deepestRecordedStack);
  return Array.from({ length: depth }, (_, index) => frameAt(world.program, thread, index).statement);
}
