/** What becomes of a fault or trap of simulated code: resolved by the kernel model and repeated, or told as the kernel does, and fatal for the task when it is run again. */
import type { MemoryFault } from './c-language/memory-port.ts';
import { outermostPlace } from './c-language/source.ts';
import { frameAt, frameCount } from './c-language/vm.ts';
import { kernelContext } from './builtin-functions.ts';
import { instructionPlace } from './kernel/call-trace.ts';
import { accessCode, isHandled, raise } from './kernel/raised-signals.ts';
import { dieOfTrap, oopsOf, printSegfault, printUserTrap } from './kernel/oops.ts';
import { handlePageFault, journalRecorder } from './kernel/process/page-fault.ts';
import type { Task } from './kernel/tasks.ts';
import { noticeRecord, record, statementStack, type Runtime } from './runtime.ts';
import type { StopReason } from './simulation.ts';

const signals = { SIGBUS: 7, SIGFPE: 8, SIGSEGV: 11 } as const;
const FPE_INTDIV = 1;

export function handleGuestFault(runtime: Runtime, task: Task, fault: MemoryFault): StopReason | null {
  const { world, turn } = runtime;
  const keep = journalRecorder(world, turn!.cpu, task);
  const outcome = handlePageFault(world, turn!.cpu, task, fault, (entry) => {
    keep(entry);
    noticeRecord(runtime, world.journal.nextSequence - 1, entry.kind);
  });
  if (outcome.kind === 'handled') return null;
  const { address, access, size } = fault;
  const context = kernelContext(runtime, runtime.turn!.cpu, 'kernel');
  if (outcome.kind === 'signal') {
    const number = signals[outcome.signal];
    if (isHandled(runtime.world, task, number)) {
      raise(runtime.world, task, number, address, accessCode(runtime.world, task, address));
      return null;
    }
    // Of a SIGBUS the kernel's log says nothing (do_sigbus).
    if (outcome.signal === 'SIGSEGV') printSegfault(context, fault);
    task.dying = number;
    const where = `0x${address.toString(16)}`;
    const message = `${outcome.signal}: ${access} of ${size} bytes at ${where}: ${outcome.reason}`;
    return tell(runtime, task, { code: outcome.signal, message, origin: 'kernel', address });
  }
  const message = oopsOf(context, fault, null);
  const code = address < 4096n ? 'null-pointer' : 'bad-address';
  return tell(runtime, task, { code, message, origin: 'kernel', address });
}

/** Something C leaves undefined, or a function that is not modelled. */
export function handleTrap(runtime: Runtime, task: Task, code: string, message: string): StopReason | null {
  const context = kernelContext(runtime, runtime.turn!.cpu, 'kernel');
  let origin: Telling['origin'] = 'simulator';
  if (inUserMode(runtime, task)) {
    const divided = code === 'division-by-zero' || code === 'division-overflow';
    if (divided) {
      if (isHandled(runtime.world, task, signals.SIGFPE)) {
        raise(runtime.world, task, signals.SIGFPE, instructionPlace(runtime.world, task).ip, FPE_INTDIV);
        return null;
      }
      printUserTrap(context, 'divide error');
    }
    task.dying = divided ? signals.SIGFPE : signals.SIGSEGV;
  } else if (dieOfTrap(context, code, message)) origin = 'kernel';
  return tell(runtime, task, { code, message, origin, address: null });
}

interface Telling {
  readonly code: string;
  readonly message: string;
  readonly origin: 'kernel' | 'simulator';
  readonly address: bigint | null;
}

function tell(runtime: Runtime, task: Task, { code, message, origin, address }: Telling): StopReason {
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
  runtime.control.laterRecords = [];
  return {
    kind: 'exception',
    task: task.pid,
    code,
    description: message,
    details: [message, ...stackLines(runtime, task)].join('\n'),
  };
}

function inUserMode({ world }: Runtime, task: Task): boolean {
  const thread = world.threads.get(task.pid)!;
  return frameCount(thread) > 0 && frameAt(world.program, thread, 0).mode === 'user';
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
