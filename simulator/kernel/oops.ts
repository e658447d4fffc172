/** The end of kernel code that cannot go on: the lines of arch/x86/kernel/dumpstack.c and arch/x86/mm/fault.c (Linux 6.1), then the task's death, or the machine's. */
import type { MemoryFault } from '../c-language/memory-port.ts';
import { recordFinding } from './call-site.ts';
import type { KernelContext } from './kernel-context.ts';
import { instructionPlace } from './call-trace.ts';
import {
  commOf,
  currentPlace,
  endOfTrace,
  line,
  pidOf,
  printCallTrace,
  printModules,
  printPageTables,
  printProcess,
  printRegisters,
  taint,
  taintBit,
} from './splat.ts';
import type { Task } from './tasks.ts';

const SIGSEGV = 11;
const SIGKILL = 9;

export interface Death {
  /** What stands before the first colon: `Oops`, `divide error`. */
  readonly title: string;
  readonly errorCode: number;
  /** Of a page fault: what goes into CR2. */
  readonly address: bigint | null;
  /** Where the instruction pointer stands. */
  readonly symbol: string;
  /** Frames that the kernel would not have. */
  readonly skip: number;
}

/** A page fault of kernel code that nothing can resolve. Returns its first line. `from`: a kernel function that is TypeScript here. */
export function oopsOf(context: KernelContext, fault: MemoryFault, target: bigint | null, from?: string): string {
  const { address, access, kind } = fault;
  if (kind === 'non-canonical') return generalProtection(context, address);
  const hexadecimal = address.toString(16).padStart(16, '0');
  const first =
    address < 4096n
      ? `BUG: kernel NULL pointer dereference, address: ${hexadecimal}`
      : `BUG: unable to handle page fault for address: ${hexadecimal}`;
  const fetch = access === 'execute';
  const errorCode = (kind === 'protection' ? 1 : 0) | (access === 'write' ? 2 : 0) | (fetch ? 16 : 0);
  line(context, first, 1);
  line(context, `#PF: supervisor ${fetch ? 'instruction fetch' : `${access} access`} in kernel mode`, 1);
  const why = kind === 'protection' ? 'permissions violation' : 'not-present page';
  line(context, `#PF: error_code(0x${errorCode.toString(16).padStart(4, '0')}) - ${why}`, 1);
  printPageTables(context, address);
  // The entry of the exception turned them off, and nothing has turned them on: the task's death is noted so.
  if (context.task) context.task.interruptsDisabled = true;
  const symbol = from ?? (target === null ? currentPlace(context) : `0x${target.toString(16)}`);
  dieOf(context, { title: 'Oops', errorCode, address, symbol, skip: from === undefined && target === null ? 1 : 0 });
  return first;
}

function generalProtection(context: KernelContext, address: bigint): string {
  const title = `general protection fault, probably for non-canonical address 0x${address.toString(16)}`;
  dieOf(context, { title, errorCode: 0, address: null, symbol: currentPlace(context), skip: 1 });
  return title;
}

/** The body of an oops. */
export function dieOf(context: KernelContext, death: Death): void {
  const { tasks } = context.world.kernel;
  const code = death.errorCode.toString(16).padStart(4, '0');
  line(context, `${death.title}: ${code} [#${++tasks.oopses}] PREEMPT SMP NOPTI`);
  printProcess(context);
  printRegisters(context, death.symbol, death.address);
  printCallTrace(context, death.skip);
  printModules(context);
  if (death.address !== null) line(context, `CR2: ${death.address.toString(16).padStart(16, '0')}`);
  line(context, endOfTrace);
  taint(context, taintBit.die);
  printRegisters(context, death.symbol, death.address);
  endContext(context, death.title === 'Oops' ? SIGKILL : SIGSEGV);
}

/** The task is marked to die, or the machine stops when there is nobody who could. */
function endContext(context: KernelContext, signal: number): void {
  const { task } = context;
  if (!task || task.kind === 'idle' || inInterrupt(task)) panic(context, reasonOf(task));
  else markDying(context, task, signal);
}

function reasonOf(task: Task | null): string {
  return task && inInterrupt(task) ? 'Fatal exception in interrupt' : 'Attempted to kill the idle task!';
}

/** As `in_interrupt()`: hard interrupts, softirqs and sections with softirqs off. */
function inInterrupt(task: Task): boolean {
  return task.hardIrqDepth > 0 || (task.preemptCount & 0xff00) !== 0;
}

/** It dies when it is run again; until then the debugger shows where it stands. */
export function markDying(context: Pick<KernelContext, 'leave'>, task: Task, waitStatus: number): void {
  task.dying = waitStatus;
  context.leave();
}

/** Nothing runs any more. `reason` null: it has been said. */
export function panic(context: KernelContext, reason: string | null): void {
  if (reason !== null) {
    line(context, `Kernel panic - not syncing: ${reason}`, 0);
    line(context, 'Kernel Offset: disabled', 0);
    line(context, `---[ end Kernel panic - not syncing: ${reason} ]---`, 0);
  }
  const message = `kernel panic${reason === null ? '' : `: ${reason}`}`;
  recordFinding(context, { code: 'kernel-panic', origin: 'kernel', severity: 'error', message });
  context.world.kernel.tasks.panicked = true;
  context.leave();
}

/** Something that C leaves undefined, in kernel code. Where x86 would trap too, as its handlers in arch/x86/kernel/traps.c say it; false: it would not. */
export function dieOfTrap(context: KernelContext, code: string, message: string): boolean {
  if (code === 'bad-function-pointer') {
    const target = BigInt(/0x[0-9a-f]+/.exec(message)?.[0] ?? 0);
    const kind = target >> 47n === 0n || target >> 47n === 0x1ffffn ? 'not-present' : 'non-canonical';
    oopsOf(context, { kind, access: 'execute', mode: 'kernel', address: target, size: 1 }, target);
    return true;
  }
  const title = trapTitles[code];
  const death = { errorCode: 0, address: null, symbol: currentPlace(context), skip: 1 };
  if (code === 'stack-overflow') printStackOverflow(context);
  if (title !== undefined) dieOf(context, { title, ...death });
  else endContext(context, SIGSEGV);
  return title !== undefined;
}

const trapTitles: Readonly<Record<string, string>> = {
  'division-by-zero': 'divide error',
  'division-overflow': 'divide error',
  'stack-overflow': 'stack guard page',
};

function printStackOverflow(context: KernelContext): void {
  const stack = context.task && context.world.threads.get(context.task.pid)?.kernelStack;
  if (!stack) return;
  const hexadecimal = (address: bigint): string => address.toString(16).padStart(16, '0');
  const range = `${hexadecimal(stack.limit)}..${hexadecimal(stack.top - 1n)}`;
  line(context, `BUG: TASK stack guard page was hit at ${hexadecimal(stack.limit - 8n)} (stack is ${range})`, 0);
}

/** As `show_signal_msg` and `do_error_trap` tell of a program that nobody saves. */
export function printSegfault(context: KernelContext, { address, access, kind }: MemoryFault): void {
  const protection = kind === 'protection' || address >= 1n << 47n ? 1 : 0;
  const errorCode = 4 | (access === 'write' ? 2 : 0) | (access === 'execute' ? 16 : 0) | protection;
  const { ip, sp, where } = userPlace(context);
  const start = `${commOf(context)}[${pidOf(context)}]: segfault at ${address.toString(16)}`;
  const cpu = `likely on CPU ${context.cpu} (core ${context.cpu}, socket 0)`;
  line(
    context,
    `${start} ip ${ip.padStart(16, '0')} sp ${sp.padStart(16, '0')} error ${errorCode.toString(16)}${where} ${cpu}`,
    6,
  );
}

export function printUserTrap(context: KernelContext, name: string): void {
  const { ip, sp, where } = userPlace(context);
  line(context, `traps: ${commOf(context)}[${pidOf(context)}] trap ${name} ip:${ip} sp:${sp} error:0${where}`, 6);
}

function userPlace({ world, task }: KernelContext): { ip: string; sp: string; where: string } {
  const { ip, sp } = instructionPlace(world, task);
  const area = world.kernel.addressSpaces.spaces
    .get(task?.addressSpace ?? 0)
    ?.areas.find(({ start, end }) => start <= ip && ip < end);
  const extent = area ? `${area.start.toString(16)}+${(area.end - area.start).toString(16)}` : '';
  return {
    ip: ip.toString(16),
    sp: sp.toString(16),
    where: area ? ` in ${task!.name}[${extent}]` : '',
  };
}
