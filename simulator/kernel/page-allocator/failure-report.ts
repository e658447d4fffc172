/** `warn_alloc`: a failed allocation in the kernel's words, with the C stack and the state of memory; once in ten seconds. */
import { logLine } from '../call-site.ts';
import type { KernelContext } from '../kernel-context.ts';
import { memInfoLines } from '../memory-reports/mem-info.ts';
import { printCallTrace, printProcess } from '../splat.ts';
import { describeGfp, gfp } from './gfp.ts';

const silence = 10e9; // ns

/** `what`: `page allocation failure: order:3`, … */
export function warnOfFailure(context: KernelContext, flags: number, what: string): void {
  const { kernel } = context.world;
  const { pageAllocator } = kernel;
  if (flags & gfp.NOWARN || (flags & gfp.DMA && pageAllocator.zones[0]!.managed === 0)) return;
  const now = context.world.now ?? 0;
  if (now < pageAllocator.silentUntil) return;
  pageAllocator.silentUntil = now + silence;
  const comm = context.task?.name ?? 'swapper/0';
  const mode = `mode:0x${flags.toString(16)}(${describeGfp(flags)})`;
  logLine(context, 4, `${comm}: ${what}, ${mode}, nodemask=(null),cpuset=/,mems_allowed=0`);
  // A world without a program has neither a stack nor a module.
  if (context.callStack) {
    printProcess(context);
    printCallTrace(context, 0);
  }
  for (const text of memInfoLines(context.world, context.cpu)) logLine(context, 4, text);
}
