/** The world's way into the page fault handler: journal records carry time, CPU, task and the C stack. */
import type { MemoryFault } from '../../c-language/memory-port.ts';
import { frameAt, frameCount } from '../../c-language/vm.ts';
import { appendRecord } from '../../journal.ts';
import type { World } from '../../world.ts';
import type { Task } from '../tasks.ts';
import { resolveFault, type FaultOutcome } from './resolve-fault.ts';
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
  return resolveFault(world, cpu, task, fault, record);
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
