/** Makes calls fail that the run's plan names, and counts all that could. */
import type { BuiltinCall, BuiltinValue } from '../c-language/thread-state.ts';
import { readText } from '../kernel/format/guest-text.ts';
import type { KernelContext, KernelFunctions } from '../kernel/kernel-context.ts';
import { isMadeAgain } from '../kernel/page-allocator/stall.ts';
import { fallibleCalls } from './fallible-calls.ts';
import { pointLimit } from './fault-plan.ts';

/** What the call gives instead of being made; undefined: it is made. */
export function injectedResult(context: KernelContext, call: BuiltinCall): BuiltinValue | undefined {
  if (!context.world.faults.plan || !Object.hasOwn(fallibleCalls, call.name) || isMadeAgain(context)) return undefined;
  const failure = fallibleCalls[call.name]!;
  if (context.mode !== 'kernel' || !isToFail(context, failure.name ?? call.name, failure.gives)) return undefined;
  return failure.result(call.arguments);
}

export const faultFunctions: KernelFunctions = {
  /** For kernel functions written in C: `if (__should_fail("request_irq", -EBUSY)) return -EBUSY;`. */
  __should_fail(context: KernelContext, name: bigint, error: number): number {
    if (!context.world.faults.plan) return 0;
    return isToFail(context, readText(context.port, name, 64), errorText(error)) ? 1 : 0;
  },
};

/** Counts the call, unless the kernel makes it for itself. */
function isToFail(context: KernelContext, call: string, gives: string): boolean {
  const { faults, program } = context.world;
  const stack = context.callStack?.() ?? [];
  const isDriver = (statement: number): boolean => {
    const owner = program.functions[program.statements[statement]!.function]!;
    return !owner.builtIn && program.images[owner.image]!.mode === 'kernel';
  };
  if (!stack.some(isDriver)) return false;
  const number = ++faults.calls;
  if (faults.points.length < pointLimit) faults.points.push({ number, call, gives, stack });
  if (!faults.plan!.fail.includes(number) && !isOnLine(context, stack.find(isDriver)!)) return false;
  context.failed?.(gives, stack);
  context.record({ kind: 'fault-injected', what: `call ${number}, ${call}, gives ${gives}` });
  return true;
}

/** Whether the plan names the line of the driver's statement that makes the call. */
function isOnLine({ world: { faults, program } }: KernelContext, statement: number): boolean {
  const { failAt } = faults.plan!;
  if (!failAt || failAt.length === 0) return false;
  const { file, line } = program.statements[statement]!.place;
  const at = `${file.path.replace(/\\/g, '/')}:${line}`;
  return failAt.some((each) => at === each || at.endsWith(`/${each}`));
}

const errorNames: Readonly<Record<number, string>> = {
  5: 'EIO',
  12: 'ENOMEM',
  16: 'EBUSY',
  19: 'ENODEV',
  28: 'ENOSPC',
};

function errorText(error: number): string {
  return error === 0 ? 'NULL' : `-${errorNames[-error] ?? -error}`;
}
