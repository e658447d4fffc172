/** The world's way into the page fault handler: journal records carry time, CPU, task and the C stack. */
import type { MemoryFault } from '../../c-language/memory-port.ts';
import { frameAt, frameCount, pushInterrupt } from '../../c-language/vm.ts';
import { appendRecord } from '../../journal.ts';
import type { World } from '../../world.ts';
import { functionNamed, imageOfMode } from '../symbols.ts';
import type { Task } from '../tasks.ts';
import { resolveFault, type DriverFault, type FaultOutcome } from './resolve-fault.ts';
import type { Recorder } from './user-pages.ts';

const deepestRecordedStack = 16;

/** Whoever wants event filters to see the records passes a recorder of its own. */
export function handlePageFault(
  world: World,
  cpu: number,
  task: Task,
  fault: MemoryFault,
  record: Recorder = journalRecorder(world, cpu, task),
): FaultOutcome {
  const outcome = resolveFault(world, cpu, task, fault, record);
  return outcome.kind === 'driver' ? runDriverFault(world, task, outcome) : outcome;
}

/** The driver's handler runs on top of the faulting code, which is repeated when it returns. */
function runDriverFault(world: World, task: Task, { area, address, write }: DriverFault): FaultOutcome {
  const handler = functionNamed(world.program, imageOfMode(world.program, 'kernel'), '__do_driver_fault');
  if (!handler) throw new Error('the kernel image lacks __do_driver_fault');
  if (task.hardIrqDepth > 0) {
    return {
      kind: 'oops',
      reason: `BUG: unable to handle page fault for address: ${address.toString(16).padStart(16, '0')}`,
    };
  }
  pushInterrupt(world.program, world.threads.get(task.pid)!, handler.index, [area, address, write ? 1 : 0]);
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
