/** WARN, BUG, dump_stack and what `schedule` says when it may not be called: the kernel's block of lines with the C stack, and a finding for each. */
import { formatKernel } from './format.ts';
import { readText } from './format/guest-text.ts';
import type { Finding } from '../journal.ts';
import { recordFinding } from './call-site.ts';
import type { KernelContext, KernelFunctions } from './kernel-context.ts';
import { dieOf, panic } from './oops.ts';
import { printk } from './printk.ts';
import {
  currentPlace,
  endOfTrace,
  line,
  pidOf,
  printCallTrace,
  printModules,
  printProcess,
  printRegisters,
  taint,
  taintBit,
} from './splat.ts';

const cutHere = '------------[ cut here ]------------';

/** Prints the block of `WARN` for the calling statement. `message` null: `WARN_ON`. `from`: a kernel function that is TypeScript here, and what its finding says more. */
export function warn(
  context: KernelContext,
  file: string,
  lineNumber: number,
  message: string | null,
  from: { readonly symbol?: string; readonly finding?: Partial<Finding> } = {},
): void {
  const at = `${sourceOf(file)}:${lineNumber}`;
  line(context, cutHere);
  if (message !== null) printk(context, message.endsWith('\n') ? message : `${message}\n`);
  const symbol = from.symbol ?? currentPlace(context);
  line(context, `WARNING: CPU: ${context.cpu} PID: ${pidOf(context)} at ${at} ${symbol}`);
  printModules(context);
  printProcess(context);
  printRegisters(context, symbol, null);
  printCallTrace(context, from.symbol === undefined ? 1 : 0);
  line(context, endOfTrace);
  taint(context, taintBit.warn);
  const said = message === null ? `WARN_ON at ${at}` : message.replace(/\x01[0-7c]/g, '').trim();
  recordFinding(context, {
    code: 'kernel-warning',
    origin: 'kernel',
    severity: 'warning',
    message: said,
    ...from.finding,
  });
}

/** A file of ours by its path in Linux: the simulator keeps all of them below `kernel/`. */
function sourceOf(file: string): string {
  return file.replace(/^kernel\/(?=(drivers|fs|init|kernel|lib|mm)\/)/, '');
}

/** Prints the block of `BUG` for the calling statement and ends the task. */
export function bug(context: KernelContext, file: string, lineNumber: number): void {
  const message = `kernel BUG at ${sourceOf(file)}:${lineNumber}!`;
  line(context, cutHere);
  line(context, message, 2);
  dieOf(context, { title: 'invalid opcode', errorCode: 0, address: null, symbol: currentPlace(context), skip: 1 });
  recordFinding(context, { code: 'kernel-bug', origin: 'kernel', severity: 'error', message });
}

/** As `__schedule_bug` of kernel/sched/core.c. */
function schedulingWhileAtomic(context: KernelContext, count: number): void {
  const comm = `${context.task?.name ?? 'swapper/0'}/${pidOf(context)}`;
  const message = `BUG: scheduling while atomic: ${comm}/0x${(count >>> 0).toString(16).padStart(8, '0')}`;
  line(context, message, 3);
  printModules(context);
  printProcess(context);
  printCallTrace(context, 0);
  taint(context, taintBit.warn);
  recordFinding(context, { code: 'scheduling-while-atomic', origin: 'kernel', severity: 'error', message });
}

export const warningFunctions: KernelFunctions = {
  /** `file` may be followed by a space and a function of Linux that is not one here: the caller's code stands in for it. */
  __warn_report(context: KernelContext, file: bigint, lineNumber: number, format: bigint, first: bigint) {
    const message = format === 0n ? null : formatKernel(context, readText(context.port, format), { next: first });
    const [path = '', symbol] = readText(context.port, file).split(' ');
    warn(context, path, lineNumber, message, symbol === undefined ? {} : { symbol });
  },
  __bug_report: (context: KernelContext, file: bigint, lineNumber: number) =>
    bug(context, readText(context.port, file), lineNumber),
  __schedule_bug: schedulingWhileAtomic,
  dump_stack(context: KernelContext) {
    printProcess(context);
    printCallTrace(context, 0);
  },
  add_taint: (context: KernelContext, flag: number) => taint(context, flag),
  /** panic() has said why: nothing runs any more. */
  __halt_machine: (context: KernelContext) => panic(context, null),
};
