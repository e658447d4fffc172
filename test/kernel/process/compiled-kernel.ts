/** A kernel image of a few C files on real hardware: its functions are called, and the builtins of the memory rooms answer. */
import { readFileSync } from 'node:fs';
import { link } from '../../../simulator/c-language/link.ts';
import { parse } from '../../../simulator/c-language/parse.ts';
import { preprocess } from '../../../simulator/c-language/preprocess.ts';
import type { Program } from '../../../simulator/c-language/program.ts';
import type { BuiltinValue } from '../../../simulator/c-language/thread-state.ts';
import { createThread, createVm, pushCall, run } from '../../../simulator/c-language/vm.ts';
import { embeddedSources } from '../../../simulator/embedded.generated.ts';
import type { JournalEntry } from '../../../simulator/journal.ts';
import type { KernelContext, KernelFunction, KernelFunctions } from '../../../simulator/kernel/kernel-context.ts';
import { kernelRoot } from '../../../simulator/kernel/kernel-memory.ts';
import type { MemoryWorld } from '../../../simulator/kernel/memory-world.ts';
import { allocatePages } from '../../../simulator/kernel/page-allocator.ts';
import { GFP_KERNEL } from '../../../simulator/kernel/page-allocator/gfp.ts';
import { pageAllocatorFunctions } from '../../../simulator/kernel/page-allocator/functions.ts';
import { mapPage, pageFlags } from '../../../simulator/kernel/page-tables.ts';
import { pageCacheFunctions } from '../../../simulator/kernel/page-cache/functions.ts';
import { areaFunctions } from '../../../simulator/kernel/process/area-functions.ts';
import { faultFunctions } from '../../../simulator/kernel/process/fault-functions.ts';
import { mmapFunctions } from '../../../simulator/kernel/process/mmap-functions.ts';
import { remapFunctions } from '../../../simulator/kernel/process/remap.ts';
import { slabFunctions } from '../../../simulator/kernel/slab/functions.ts';
import { kernelDataBase, kernelTextBase, vmallocBase } from '../../../simulator/kernel/virtual-layout.ts';
import { port } from '../../hardware/small-machine.ts';

const builtins: KernelFunctions = {
  ...mmapFunctions,
  ...areaFunctions,
  ...faultFunctions,
  ...pageCacheFunctions,
  ...remapFunctions,
  ...slabFunctions,
  ...pageAllocatorFunctions,
};
const stackBytes = 16 * 1024;

/** Throws with the messages when it does not compile. */
export function compileKernel(shipped: readonly string[], own: readonly string[]): Program {
  const texts = [
    ...shipped.map((path) => [path, embeddedSources[path]!] as const),
    ...own.map((name) => [name, readFileSync(new URL(name, import.meta.url), 'utf8')] as const),
  ];
  const units = texts.map(([path, text]) => compileUnit(path, text));
  const hasBuiltin = (name: string): boolean => name in builtins;
  const bases = { textBase: kernelTextBase, dataBase: kernelDataBase };
  const { program, diagnostics } = link([{ name: 'kernel', mode: 'kernel', units, ...bases, hasBuiltin }]);
  if (!program) throw new Error(`the image does not link: ${diagnostics.map(({ message }) => message).join(', ')}`);
  return program;
}

function compileUnit(path: string, text: string) {
  const findInclude = (name: string) => {
    const included = embeddedSources[`kernel/include/${name}`];
    return included === undefined ? null : { path: `kernel/include/${name}`, text: included, builtIn: true };
  };
  const defines = [{ name: '__KERNEL__', value: '1' }];
  const pre = preprocess({ path, text, builtIn: true }, { findInclude, defines, tolerateMissingIncludes: false });
  const parsed = parse(path, pre.tokens);
  const errors = [...pre.diagnostics, ...parsed.diagnostics].filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new Error(errors.map(({ place, message }) => `${place.file.path}:${place.line}: ${message}`).join('\n'));
  }
  return parsed.unit;
}

export type KernelCall = (name: string, ...values: BuiltinValue[]) => bigint;

/** Calls of C functions on behalf of a process; the result is signed 64-bit. */
export function kernelCalls(
  world: MemoryWorld,
  addressSpace: number,
  record: (entry: JournalEntry) => void,
): KernelCall {
  const { program } = world;
  const memory = { hardware: world.hardware, pageAllocator: world.kernel.pageAllocator, cpu: 0, owner: 'kernel' };
  for (let offset = 0; offset < stackBytes; offset += 4096) {
    const owner = { kind: 'kernel-stack', what: 'stack', statement: null } as const;
    const frame = allocatePages(memory.pageAllocator, { order: 0, gfp: GFP_KERNEL, cpu: 0, owner })!;
    mapPage(memory, kernelRoot(world), vmallocBase + BigInt(offset), (BigInt(frame) << 12n) | pageFlags.kernel);
  }
  const kernelPort = port(world.hardware);
  const task = { pid: 100, name: 'app', addressSpace, structAddress: 0n };
  const context = { world, cpu: 0, task, port: kernelPort, mode: 'kernel', record, leave: () => undefined };
  const vm = createVm(program, {
    kernelPort,
    userPort: kernelPort,
    onObservation: (code) => {
      throw new Error(code);
    },
    callBuiltin: ({ name, arguments: values }) => {
      const implementation: KernelFunction = builtins[name]!;
      return implementation(context as unknown as KernelContext, ...(values as never[])) ?? undefined;
    },
  });
  return (name, ...values) => {
    const thread = createThread(1, { limit: vmallocBase, top: vmallocBase + BigInt(stackBytes) }, null);
    pushCall(
      program,
      thread,
      program.functions.findIndex((each) => each.name === name),
      values,
    );
    const exit = run(vm, thread, 1_000_000);
    if (exit.kind !== 'finished') throw new Error(`${name}: ${JSON.stringify(exit, (_, v) => `${v}`)}`);
    return BigInt.asIntN(64, thread.result);
  };
}
