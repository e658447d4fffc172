/** Makes calls fail that the run's plan names, and counts all that could. */
import type { BuiltinCall, BuiltinValue } from '../c-language/thread-state.ts';
import { readText } from '../kernel/format/guest-text.ts';
import type { KernelContext, KernelFunctions } from '../kernel/kernel-context.ts';
import { isMadeAgain } from '../kernel/page-allocator/stall.ts';
import { fallibleCalls } from './fallible-calls.ts';
import { pointLimit } from './fault-plan.ts';

/** What the call gives instead of being made; undefined: it is made. */
export function injectedResult(context: KernelContext, call: BuiltinCall): BuiltinValue | undefined {
  if (!context.world.faults.plan || isMadeAgain(context)) return undefined;
  const size = readSizes[call.name];
  if (size !== undefined) return givenRead(context, size);
  if (!Object.hasOwn(fallibleCalls, call.name)) return undefined;
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

/** Register reads, and how many bits each has. */
const readSizes: Readonly<Record<string, number>> = {
  __io_read8: 8,
  __io_read16: 16,
  __io_read32: 32,
  __io_read64: 64,
  __pci_read_config: 32,
};

/** What the plan has a register read give instead of the device, by the line of the driver that makes it. */
function givenRead(context: KernelContext, bits: number): BuiltinValue | undefined {
  const { faults, program } = context.world;
  const wanted = faults.plan!.reads;
  if (context.mode !== 'kernel' || !wanted || wanted.length === 0) return undefined;
  const statement = context
    .callStack?.()
    .find((each) => !program.functions[program.statements[each]!.function]!.builtIn);
  const given = statement === undefined ? undefined : wanted.find(({ at }) => isAt(context, statement, at));
  if (!given) return undefined;
  const count = faults.reads.get(given.at) ?? 0;
  faults.reads.set(given.at, count + 1);
  const value = BigInt.asUintN(bits, BigInt(given.give[Math.min(count, given.give.length - 1)] ?? 0));
  context.record({
    kind: 'fault-injected',
    what: `the read on ${given.at} gives 0x${value.toString(16)}, without the device being asked`,
  });
  return bits === 64 ? value : Number(value);
}

/** Whether the plan names the line of the driver's statement that makes the call. */
function isOnLine(context: KernelContext, statement: number): boolean {
  return context.world.faults.plan!.failAt?.some((each) => isAt(context, statement, each)) ?? false;
}

function isAt({ world: { program } }: KernelContext, statement: number, line: string): boolean {
  const { file, line: number } = program.statements[statement]!.place;
  const at = `${file.path.replace(/\\/g, '/')}:${number}`;
  return at === line || at.endsWith(`/${line}`);
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
