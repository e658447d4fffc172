/** What becomes of a fault or trap of simulated code: resolved by the kernel model and repeated, or told, first to the debugger, and then fatal for the task. */
import type { MemoryFault } from './c-language/memory-port.ts';
import { outermostPlace } from './c-language/source.ts';
import { frameAt, frameCount } from './c-language/vm.ts';
import { handlePageFault } from './kernel/process/page-fault.ts';
import type { Task } from './kernel/tasks.ts';
import { record, statementStack, type Runtime } from './runtime.ts';
import type { StopReason } from './simulation.ts';

/** What a shell adds to the number of the signal that ended a program. */
const signalled = 128;

export function handleGuestFault(runtime: Runtime, task: Task, fault: MemoryFault): StopReason | null {
  if (repeatedFatally(runtime, task)) return kill(runtime, task);
  const outcome = handlePageFault(runtime.world, runtime.turn!.cpu, task, fault);
  if (outcome.kind === 'handled') return null;
  const where = `0x${fault.address.toString(16)}`;
  if (outcome.kind === 'signal') {
    return fatal(
      runtime,
      task,
      outcome.signal,
      `${outcome.signal}: ${fault.access} of ${fault.size} bytes at ${where}: ${outcome.reason}`,
      {
        log: `${task.name}[${task.pid}]: segfault at ${fault.address.toString(16)}`,
        origin: 'kernel',
        address: fault.address,
      },
    );
  }
  return fatal(runtime, task, fault.address < 4096n ? 'null-pointer' : 'bad-address', outcome.reason, {
    log: outcome.reason,
    origin: 'kernel',
    address: fault.address,
  });
}

/** Something C leaves undefined, or a function that is not modelled. */
export function handleTrap(runtime: Runtime, task: Task, code: string, message: string): StopReason | null {
  if (repeatedFatally(runtime, task)) return kill(runtime, task);
  return fatal(runtime, task, code, message, { log: null, origin: 'simulator', address: null });
}

/** The debugger has seen it and went on: there is nothing to go on with. */
function repeatedFatally(runtime: Runtime, task: Task): boolean {
  return runtime.world.fatal.has(task.pid);
}

interface Telling {
  readonly log: string | null;
  readonly origin: 'kernel' | 'simulator';
  readonly address: bigint | null;
}

function fatal(
  runtime: Runtime,
  task: Task,
  code: string,
  message: string,
  { log, origin, address }: Telling,
): StopReason {
  runtime.world.fatal.add(task.pid);
  task.exitCode = task.kind === 'user' ? signalled + (code === 'division-by-zero' ? 8 : 11) : 1; // SIGFPE, SIGSEGV
  if (log !== null) record(runtime, { kind: 'log', level: 1, text: log });
  record(runtime, {
    kind: 'finding',
    code,
    origin,
    severity: 'error',
    message,
    device: null,
    address,
    length: null,
    transfer: null,
  });
  runtime.control.step = null;
  // A filter that waits for this finding has it told by the exception, and not a second time.
  runtime.control.stopRecord = null;
  return {
    kind: 'exception',
    task: task.pid,
    code,
    description: message,
    details: [message, ...stackLines(runtime, task)].join('\n'),
  };
}

/** As the kernel does after an oops or SIGSEGV: the task is gone, what it held stays as it is. */
function kill(runtime: Runtime, task: Task): null {
  runtime.world.fatal.delete(task.pid);
  task.state = 'dead';
  task.hardIrqDepth = 0;
  task.interruptsDisabled = false;
  runtime.world.threads.get(task.pid)!.depth = 0;
  record(runtime, { kind: 'task', event: 'exited', name: task.name, other: task.pid });
  return null;
}

function stackLines(runtime: Runtime, task: Task): string[] {
  const { program, threads } = runtime.world;
  const thread = threads.get(task.pid)!;
  return statementStack(runtime.world, thread).map((index, depth) => {
    const statement = program.statements[index]!;
    const place = outermostPlace(statement.place);
    const interrupt = depth < frameCount(thread) && frameAt(program, thread, depth).interrupt ? ' <interrupt>' : '';
    return `  ${program.functions[statement.function]!.name} at ${place.file.path}:${place.line}${interrupt}`;
  });
}
