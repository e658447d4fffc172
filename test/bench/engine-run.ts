/**
 * Runs the kernels of engine-kernels.c in the VM over the full memory model and prints what a statement costs, in time of this
 * process' processor (compiling included), because the machine may be busy. Bundled by engine.mjs.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createThread, createVm, pushCall, run } from '../../simulator/c-language/vm.ts';
import type { MemoryPort } from '../../simulator/c-language/memory-port.ts';
import type { Program } from '../../simulator/c-language/program.ts';
import { compileOrThrow, functionNamed } from '../support/compiled-program.ts';
import { kernelPage, machine, pageTables, port } from '../hardware/small-machine.ts';
import { createHardware } from '../../simulator/hardware/create-hardware.ts';

interface Kernel {
  readonly name: string;
  readonly rounds: number;
}
const kernels: readonly Kernel[] = [
  { name: 'crc', rounds: 60 },
  { name: 'sort', rounds: 12 },
  { name: 'list', rounds: 2000 },
  { name: 'list_misses', rounds: 250 },
  { name: 'descriptors', rounds: 1500 },
  { name: 'calls', rounds: 60 },
];
const stackTop = 0xffffc90000010000n;

interface Measured {
  readonly result: bigint;
  readonly statements: number;
  readonly nanoseconds: number;
}

/** 32 KiB of L1 in 8 ways and 64 TLB entries in 4, as a small x86 core has them. */
function fullMemory(program: Program): MemoryPort {
  const hardware = createHardware(
    machine({
      caches: { l1Bytes: 32768, l1Ways: 8, lastLevelBytes: 1 << 20, lastLevelWays: 16, lineBytes: 64 },
      tlb: { entries: 64, ways: 4 },
    }),
  );
  const tables = pageTables(hardware);
  let physical = 0;
  const map = (base: bigint, bytes: number): void => {
    for (let offset = 0; offset < bytes; offset += 4096, physical += 4096)
      tables.map(base + BigInt(offset), physical, kernelPage);
  };
  for (const image of program.images) map(image.dataBase, image.data.length);
  map(stackTop - 0x10000n, 0x10000);
  tables.use();
  return port(hardware);
}

function measure(program: Program, { name, rounds }: Kernel): Measured {
  const memory = fullMemory(program);
  loadData(program, memory);
  const vm = createVm(program, { kernelPort: memory, userPort: memory, onObservation: () => {}, callBuiltin: () => 0 });
  const thread = createThread(1, { limit: stackTop - 0x4000n, top: stackTop }, null);
  pushCall(program, thread, functionNamed(program, name), [rounds]);
  const begun = process.cpuUsage();
  const exit = run(vm, thread, Number.MAX_SAFE_INTEGER);
  const nanoseconds = process.cpuUsage(begun).user * 1000;
  if (exit.kind !== 'finished')
    throw new Error(`${name}: ${JSON.stringify(exit, (_, value: unknown) => String(value))}`);
  return { result: thread.result, statements: vm.statementsExecuted, nanoseconds };
}

function loadData(program: Program, memory: MemoryPort): void {
  for (const { dataBase, data } of program.images) {
    data.forEach((byte, i) => {
      const address = dataBase + BigInt(i);
      if (byte !== 0)
        memory.store(Number(BigInt.asIntN(32, address)), Number(BigInt.asIntN(32, address >> 32n)), 1, byte, 0);
    });
  }
}

/** The same kernels as gcc -O0 compiles them: nanoseconds by name. Null without a gcc. */
function measureNative(source: string): Map<string, { result: bigint; nanoseconds: number }> | null {
  const folder = mkdtempSync(join(tmpdir(), 'engine-'));
  try {
    const rows = kernels.map(({ name, rounds }) => `  MEASURE(${name}, ${rounds});`).join('\n');
    const main = `
#include <stdio.h>
#include <time.h>
static long now(void) { struct timespec t; clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); return t.tv_sec * 1000000000L + t.tv_nsec; }
#define MEASURE(f, n) do { long t = now(); unsigned long r = f(n); printf("%s %lu %ld\\n", #f, r, now() - t); } while (0)
int main(void) {
${rows}
}`;
    const file = join(folder, 'native.c');
    writeFileSync(file, source + main);
    execFileSync('gcc', ['-O0', '-w', file, '-o', join(folder, 'native')], { stdio: 'pipe' });
    const lines = execFileSync(join(folder, 'native'), { encoding: 'utf8' }).trim().split('\n');
    return new Map(
      lines
        .map((line) => line.split(' '))
        .map(([name, result, time]) => [name!, { result: BigInt(result!), nanoseconds: Number(time) }]),
    );
  } catch {
    return null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const sourcePath = process.argv[2]!;
const repetitions = Number(process.argv[3] ?? 5);
const source = readFileSync(sourcePath, 'utf8');
const program = compileOrThrow(source, 'engine-kernels.c');
const native = measureNative(source);
let product = 1;
let productNative = 1;
console.log('kernel          Mstatements/s   ns/statement   times gcc -O0');
for (const kernel of kernels) {
  const measured = Array.from({ length: repetitions }, () => measure(program, kernel));
  const best = measured.reduce((x, y) => (y.nanoseconds < x.nanoseconds ? y : x));
  const reference = native?.get(kernel.name);
  if (reference && reference.result !== best.result)
    throw new Error(`${kernel.name}: ${best.result}, gcc says ${reference.result}`);
  const each = best.nanoseconds / best.statements;
  const ratio = reference ? best.nanoseconds / reference.nanoseconds : NaN;
  product *= each;
  productNative *= ratio;
  console.log(
    `${kernel.name.padEnd(16)}${(1000 / each).toFixed(1).padStart(12)}${each.toFixed(2).padStart(15)}${ratio.toFixed(1).padStart(16)}`,
  );
}
const mean = product ** (1 / kernels.length);
const meanRatio = productNative ** (1 / kernels.length);
console.log(
  `${'geometric mean'.padEnd(16)}${(1000 / mean).toFixed(1).padStart(12)}${mean.toFixed(2).padStart(15)}${meanRatio.toFixed(1).padStart(16)}`,
);
