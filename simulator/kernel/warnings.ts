/** WARN, BUG and dump_stack: the kernel's block of lines with the C stack, and a finding for each. Registers and code bytes are left out. */
import { formatKernel } from './format.ts';
import { readText } from './format/guest-text.ts';
import { readField } from './c-struct.ts';
import type { Finding } from '../journal.ts';
import { recordFinding } from './call-site.ts';
import { moduleName, statementSymbol } from './code-symbols.ts';
import type { KernelContext, KernelFunctions } from './kernel-context.ts';
import { printk } from './printk.ts';
import { globalNamed, imageOfMode } from './symbols.ts';

const release = '6.1.192 #1 ';
/** Letters by bit; a clear bit prints a blank, the first a G. */
const taintLetters = 'PFSRMBUDAWCIOELKXTN';
const taintBit = { warn: 9, outOfTree: 12 } as const;

const line = (context: KernelContext, text: string, level = 4): number => printk(context, `\x01${level}${text}\n`);

function processLine(context: KernelContext): string {
  const { module } = context.world.kernel;
  const letters = [...taintLetters].map((letter, bit) => (module.taint & (1 << bit) ? letter : bit === 0 ? 'G' : ' '));
  const tainted = module.taint === 0 ? 'Not tainted' : `Tainted: ${letters.join('')}`;
  return `CPU: ${context.cpu} PID: ${pid(context)} Comm: ${context.task?.name ?? 'swapper/0'} ${tainted} ${release}`;
}

function pid(context: KernelContext): number {
  return Math.max(0, context.task?.pid ?? 0);
}

/** `Modules linked in:`, with + while the module is coming and - while it is going. */
function modulesLine(context: KernelContext): string {
  const { program, kernel } = context.world;
  const module = globalNamed(program.images[imageOfMode(program, 'kernel')]!, '__this_module');
  if (!module || !(kernel.module.taint & (1 << taintBit.outOfTree))) return 'Modules linked in:';
  const state = Number(readField(context.world, 'module', module.address, 'state'));
  return `Modules linked in: ${moduleName(program)}(O${state === 1 ? '+' : state === 2 ? '-' : ''})`;
}

/** From the frame `skip` on. */
function callTrace(context: KernelContext, skip: number): void {
  const stack = context.callStack?.() ?? [];
  line(context, 'Call Trace:');
  line(context, ' <TASK>');
  for (const statement of stack.slice(skip)) line(context, ` ${statementSymbol(context.world.program, statement)}`);
  line(context, ' </TASK>');
}

function currentSymbol(context: KernelContext): string {
  const statement = context.callStack?.()[0];
  return statement === undefined ? 'unknown' : statementSymbol(context.world.program, statement);
}

/** Prints the block of `WARN` for the calling statement. `message` null: `WARN_ON`. `from`: a kernel function that is TypeScript here, and what its finding says more. */
export function warn(
  context: KernelContext,
  file: string,
  lineNumber: number,
  message: string | null,
  from: { readonly symbol?: string; readonly finding?: Partial<Finding> } = {},
): void {
  line(context, '------------[ cut here ]------------');
  if (message !== null) printk(context, message.endsWith('\n') ? message : `${message}\n`);
  const symbol = from.symbol ?? currentSymbol(context);
  line(context, `WARNING: CPU: ${context.cpu} PID: ${pid(context)} at ${file}:${lineNumber} ${symbol}`);
  line(context, modulesLine(context));
  line(context, processLine(context));
  line(context, `RIP: 0010:${symbol}`);
  callTrace(context, from.symbol === undefined ? 1 : 0);
  line(context, '---[ end trace 0000000000000000 ]---');
  context.world.kernel.module.taint |= 1 << taintBit.warn;
  const said = message === null ? `WARN_ON at ${file}:${lineNumber}` : message.replace(/\x01[0-7c]/g, '').trim();
  recordFinding(context, {
    code: 'kernel-warning',
    origin: 'kernel',
    severity: 'warning',
    message: said,
    ...from.finding,
  });
}

/** Prints the block of `BUG` for the calling statement and ends the task. */
export function bug(context: KernelContext, file: string, lineNumber: number): void {
  const symbol = currentSymbol(context);
  line(context, '------------[ cut here ]------------');
  line(context, `kernel BUG at ${file}:${lineNumber}!`, 2);
  line(context, 'invalid opcode: 0000 [#1] PREEMPT SMP NOPTI', 2);
  line(context, processLine(context));
  line(context, `RIP: 0010:${symbol}`);
  callTrace(context, 1);
  line(context, modulesLine(context));
  line(context, '---[ end trace 0000000000000000 ]---');
  recordFinding(context, {
    code: 'kernel-bug',
    origin: 'kernel',
    severity: 'error',
    message: `kernel BUG at ${file}:${lineNumber}!`,
  });
  endTask(context);
}

/** As after an oops: the task is gone, what it held stays as it is. */
function endTask(context: KernelContext): void {
  const { task } = context;
  if (!task) throw new Error('the kernel ended before its first task');
  task.state = 'dead';
  task.exitCode = 139;
  context.world.kernel.tasks.reschedule[context.cpu] = true;
  context.leave();
}

export const warningFunctions: KernelFunctions = {
  __warn_report(context: KernelContext, file: bigint, lineNumber: number, format: bigint, first: bigint) {
    const message = format === 0n ? null : formatKernel(context, readText(context.port, format), { next: first });
    warn(context, readText(context.port, file), lineNumber, message);
  },
  __bug_report: (context: KernelContext, file: bigint, lineNumber: number) =>
    bug(context, readText(context.port, file), lineNumber),
  dump_stack(context: KernelContext) {
    line(context, processLine(context));
    callTrace(context, 0);
  },
  add_taint: (context: KernelContext, flag: number) => void (context.world.kernel.module.taint |= 1 << flag),
  /** panic(): nothing runs any more. */
  __halt_machine(context: KernelContext) {
    recordFinding(context, { code: 'kernel-panic', origin: 'kernel', severity: 'error', message: 'kernel panic' });
    for (const task of context.world.kernel.tasks.byPid.values()) if (task.kind !== 'idle') task.state = 'dead';
    endTask(context);
  },
};
