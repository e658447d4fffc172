/**
 * A C program with our C library, on the VM over flat memory, beside a kernel of a few lines in TypeScript: one file system of byte arrays,
 * brk, anonymous mappings that appear page by page, and a clock. The same program is run with gcc's library for comparison.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { link } from '../../simulator/c-language/link.ts';
import type { TranslationUnit } from '../../simulator/c-language/syntax.ts';
import type { BuiltinCall, BuiltinValue } from '../../simulator/c-language/thread-state.ts';
import { createThread, createVm, pushCall, run } from '../../simulator/c-language/vm.ts';
import { compileUnit, preprocessorOptions } from '../../simulator/shipped-sources.ts';
import { embeddedSources } from '../../simulator/embedded.generated.ts';
import type { KernelContext, KernelFunction } from '../../simulator/kernel/kernel-context.ts';
import { userFiles, userFunctions } from '../../simulator/user/user-functions.ts';
import { renderDiagnostic } from './diagnostics.ts';
import { createFlatMemory, mapRange, readBytes, writeBytes, type FlatMemory } from '../support/flat-memory.ts';
import { createSmallKernel, systemCall, type SmallKernel } from './small-kernel.ts';

export interface Outcome {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

const functions = new Map<string, KernelFunction>(userFunctions.flatMap((table) => Object.entries(table)));
const nothing = { findInclude: () => null, defines: [] };
const kernelSource = `
long __host(long number, long a, long b, long c, long d, long e, long f);
long __do_syscall(long number, long a, long b, long c, long d, long e, long f) { return __host(number, a, b, c, d, e, f); }
`;
const stackTop = 0x7fff_ffff_f000n;
const stackBytes = 1 << 20;

/** Throws with the diagnostics when there are any. */
export function compileForUser(path: string, text: string): TranslationUnit {
  const { unit, diagnostics } = compileUnit({ path, text, builtIn: false }, preprocessorOptions('user', nothing));
  if (diagnostics.length > 0) throw new Error(diagnostics.map(renderDiagnostic).join('\n'));
  return unit;
}

let library: TranslationUnit[] | null = null;

function linkProgram(path: string, text: string) {
  library ??= userFiles.map((file) => compileForUser(file, embeddedSources[file]!));
  const { program, diagnostics } = link([
    {
      name: 'kernel',
      mode: 'kernel',
      units: [compileForUser('kernel.c', kernelSource)],
      textBase: 0xffff_ffff_8100_0000n,
      dataBase: 0xffff_ffff_c040_0000n,
      hasBuiltin: (name) => name === '__host',
    },
    {
      name: 'program',
      mode: 'user',
      units: [compileForUser(path, text), ...library],
      textBase: 0x40_1000n,
      dataBase: 0x4c_0000n,
      hasBuiltin: (name) => functions.has(name),
    },
  ]);
  if (diagnostics.length > 0 || !program) throw new Error(diagnostics.map(renderDiagnostic).join('\n'));
  return program;
}

/** argv[0] is `program`. `budget`: statements. */
export function runWithOurs(path: string, text: string, args: readonly string[] = [], budget = 30_000_000): Outcome {
  const program = linkProgram(path, text);
  const memory = createFlatMemory('user');
  // Whole pages, as a kernel maps them.
  for (const { dataBase, data } of program.images) mapRange(memory, dataBase, (data.length + 4096) & ~4095, data);
  mapRange(memory, stackTop - BigInt(stackBytes), stackBytes);
  const kernelStack = { limit: 0xffff_c900_0000_0000n, top: 0xffff_c900_0000_4000n };
  mapRange(memory, kernelStack.limit, 0x4000);
  const heapStart = (program.images[1]!.dataBase + BigInt(program.images[1]!.data.length) + 4096n) & ~4095n;
  const kernel = createSmallKernel(memory, heapStart);
  const argv = layOutArguments(memory, ['program', ...args]);
  const vm = createVm(program, {
    kernelPort: memory.port,
    userPort: memory.port,
    onObservation: () => undefined,
    callBuiltin: (call) => callBuiltin(kernel, memory, call, () => (vm.leave = true)),
  });
  const thread = createThread(1, kernelStack, { limit: stackTop - BigInt(stackBytes), top: stackTop - 4096n });
  const entry = program.functions.findIndex(({ name }) => name === '__user_start');
  pushCall(program, thread, entry, [args.length + 1, argv]);
  let exit = run(vm, thread, budget);
  while (exit.kind === 'yield' && kernel.status === null) exit = run(vm, thread, budget);
  const stop = kernel.status === null ? `stopped: ${exit.kind} ${'message' in exit ? exit.message : ''}` : '';
  return { status: kernel.status, output: kernel.output[1]!, errors: kernel.output[2]! + stop };
}

function callBuiltin(
  kernel: SmallKernel,
  memory: FlatMemory,
  call: BuiltinCall,
  leave: () => void,
): BuiltinValue | undefined {
  if (call.name === '__host') {
    const result = systemCall(kernel, call.arguments.map(BigInt));
    if (kernel.status !== null) leave();
    return result;
  }
  const context = { port: memory.port, task: null, mode: 'user', cpu: 0 } as unknown as KernelContext;
  return functions.get(call.name)!(context, ...(call.arguments as never[])) ?? undefined;
}

/** In the stack's last page. Returns the address of argv. */
function layOutArguments(memory: FlatMemory, words: readonly string[]): bigint {
  const argv = stackTop - 4096n;
  let at = argv + BigInt(8 * (words.length + 1));
  words.forEach((word, index) => {
    const bytes = Buffer.from(`${word}\0`, 'latin1');
    writeBytes(memory, at, bytes);
    new DataView(readBytes(memory, argv, 4096).buffer).setBigUint64(
      readBytes(memory, argv, 8).byteOffset + 8 * index,
      at,
      true,
    );
    at += BigInt(bytes.length);
  });
  return argv;
}

/** The same program with gcc and the system's C library. */
export function runWithGcc(path: string, args: readonly string[] = []): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'user-program-'));
  try {
    const flags = ['-std=gnu11', '-D_GNU_SOURCE', '-O0', '-w', '-fwrapv'];
    execFileSync('gcc', [...flags, path, '-o', join(folder, 'program'), '-lm'], { stdio: 'pipe' });
    const options = { cwd: folder, argv0: 'program', encoding: 'latin1', env: { TZ: 'UTC' } } as const;
    const { status, stdout, stderr } = spawnSync(join(folder, 'program'), args, options);
    return { status, output: stdout, errors: stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
