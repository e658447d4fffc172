/** The lines that every block of the kernel's about something gone wrong is made of. General registers and code bytes are left out: the machine that runs C has none. */
import { walk } from '../hardware/mmu.ts';
import { readField } from './c-struct.ts';
import { callTrace, currentSymbol, instructionPlace } from './call-trace.ts';
import { moduleName } from './code-symbols.ts';
import type { KernelContext } from './kernel-context.ts';
import { printk } from './printk.ts';
import { globalNamed, imageOfMode } from './symbols.ts';

const release = '6.1.192 #1 ';
/** Letters by bit; a clear bit prints a blank, the first a G. */
const taintLetters = 'PFSRMBUDAWCIOELKXTN';
export const taintBit = { badPage: 5, die: 7, warn: 9, outOfTree: 12 } as const;

/** Levels as printk's: 0 emergency, 1 alert, 2 critical, 3 error, 4 warning, 6 information. */
export const line = (context: KernelContext, text: string, level = 4): number =>
  printk(context, `\x01${level}${text}\n`);

export function taint(context: KernelContext, bit: number): void {
  context.world.kernel.module.taint |= 1 << bit;
}

export function pidOf(context: KernelContext): number {
  return Math.max(0, context.task?.pid ?? 0);
}

export function commOf(context: KernelContext): string {
  return context.task?.name ?? 'swapper/0';
}

/** `Not tainted`, or `Tainted:` and a letter or blank for each bit. */
export function describeTaint({ world }: KernelContext): string {
  const { taint: bits } = world.kernel.module;
  if (bits === 0) return 'Not tainted';
  const letters = [...taintLetters].map((letter, bit) => (bits & (1 << bit) ? letter : bit === 0 ? 'G' : ' '));
  return `Tainted: ${letters.join('')}`;
}

/** `CPU: 0 PID: 60 Comm: insmod Tainted: …`, and for a worker what it works at. */
export function printProcess(context: KernelContext, level = 4): void {
  const tainted = describeTaint(context);
  line(context, `CPU: ${context.cpu} PID: ${pidOf(context)} Comm: ${commOf(context)} ${tainted} ${release}`, level);
  if (context.task?.work) line(context, `Workqueue: ${context.task.work}`, level);
}

/** `Modules linked in:`, with + while the module is coming and - while it is going. */
export function printModules(context: KernelContext): void {
  const { program, kernel } = context.world;
  const module = globalNamed(program.images[imageOfMode(program, 'kernel')]!, '__this_module');
  const loaded = module && kernel.module.taint & (1 << taintBit.outOfTree);
  const state = loaded ? Number(readField(context.world, 'module', module.address, 'state')) : 0;
  const name = moduleName(program).replace(/-/g, '_');
  line(
    context,
    loaded ? `Modules linked in: ${name}(O${state === 1 ? '+' : state === 2 ? '-' : ''})` : 'Modules linked in:',
  );
}

export function printCallTrace(context: KernelContext, skip: number): void {
  for (const text of callTrace(context.world, context.task, skip)) line(context, text);
}

/** What the model knows of the registers. `symbol`: where the instruction pointer stands. */
export function printRegisters(context: KernelContext, symbol: string, faultAddress: bigint | null): void {
  const hexadecimal = (value: bigint): string => value.toString(16).padStart(16, '0');
  line(context, `RIP: 0010:${symbol}`);
  line(context, `RSP: 0018:${hexadecimal(instructionPlace(context.world, context.task).sp)}`);
  if (faultAddress === null) return;
  const { root } = context.world.hardware.cpus[context.cpu]!;
  line(context, `CR2: ${hexadecimal(faultAddress)} CR3: ${hexadecimal(BigInt(root))}`);
}

/** `PGD 0 P4D 0`: the entries on the way to an address, up to the first that is not there. */
export function printPageTables(context: KernelContext, address: bigint): void {
  const { hardware } = context.world;
  const { levels } = walk(hardware, hardware.cpus[context.cpu]!.root, address);
  const entries = levels.map(({ name, entry }) => `${name} ${entry.toString(16)} `);
  // With four levels the P4D is the PGD once more.
  if (levels[0]) entries.splice(1, 0, `P4D ${levels[0].entry.toString(16)} `);
  line(context, levels.length === 4 ? entries.join('').trimEnd() : entries.join(''), 6);
}

export function currentPlace(context: KernelContext): string {
  return currentSymbol(context.world, context.task);
}

export const endOfTrace = '---[ end trace 0000000000000000 ]---';
