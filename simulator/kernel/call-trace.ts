/** The call trace of a task as the kernel prints it: the frames of an interrupt first, then those of the code it came over; user code is not listed. */
import { frameAt, frameCount } from '../c-language/vm.ts';
import type { World } from '../world.ts';
import { codeAddress, codeSymbol } from './code-symbols.ts';
import type { Task } from './tasks.ts';

const mostFrames = 64;
/** Kernel C functions that run on top of whatever a CPU was doing. */
export const interruptEntries: ReadonlySet<string> = new Set([
  '__do_irq',
  '__do_timer_interrupt',
  '__do_ipi',
  '__do_kill',
]);

/** Lines of the log, each with its leading blank. `skip`: frames that the kernel would not have (its entry into the warning). */
export function callTrace(world: World, task: Task | null, skip = 0): string[] {
  const { interrupt, own } = framesOf(world, task, skip);
  const section = (name: string, lines: readonly string[]): string[] => [` <${name}>`, ...lines, ` </${name}>`];
  return ['Call Trace:', ...(interrupt.length > 0 ? section('IRQ', interrupt) : []), ...section('TASK', own)];
}

/** `function+0x10/0x80 [module]` of the innermost frame. */
export function currentSymbol(world: World, task: Task | null): string {
  const thread = task && world.threads.get(task.pid);
  if (!thread || frameCount(thread) === 0) return 'unknown';
  const { functionIndex, pc } = frameAt(world.program, thread, 0);
  return codeSymbol(world.program, functionIndex, pc);
}

/** Instruction and stack pointer of the innermost frame. */
export function instructionPlace(world: World, task: Task | null): { readonly ip: bigint; readonly sp: bigint } {
  const thread = task && world.threads.get(task.pid);
  if (!thread || frameCount(thread) === 0) return { ip: 0n, sp: 0n };
  const { functionIndex, pc, frameAddress } = frameAt(world.program, thread, 0);
  return { ip: codeAddress(world.program, functionIndex, pc), sp: frameAddress };
}

function framesOf(world: World, task: Task | null, skip: number): { interrupt: string[]; own: string[] } {
  const interrupt: string[] = [];
  let own: string[] = [];
  const thread = task && world.threads.get(task.pid);
  const depth = thread ? Math.min(frameCount(thread), mostFrames) : 0;
  for (let i = skip; i < depth; i++) {
    const { functionIndex, pc, mode } = frameAt(world.program, thread!, i);
    if (mode === 'user') break;
    own.push(` ${codeSymbol(world.program, functionIndex, pc)}`);
    if (!interruptEntries.has(world.program.functions[functionIndex]!.name)) continue;
    interrupt.push(...own);
    own = [];
  }
  return { interrupt, own };
}
