/** What kernel functions of the memory rooms ask of their circumstances: who called, what is said in the log, what is found to be wrong. */
import type { Finding } from '../journal.ts';
import type { KernelContext } from './kernel-context.ts';
import { pidOf, printCallTrace, printModules, printProcess, taint, taintBit } from './splat.ts';

/** The innermost statement of the user's own code that led here; null while booting or when the world cannot tell. */
export function callSite(context: KernelContext): number | null {
  const stack = context.callStack?.() ?? [];
  const { statements, functions } = context.world.program;
  const own = stack.find((statement) => functions[statements[statement]!.function]?.builtIn === false);
  return own ?? stack[0] ?? null;
}

/** One line of the kernel log. Levels as printk's: 3 error, 4 warning, 6 information. */
export function logLine(context: KernelContext, level: number, text: string): void {
  context.record({ kind: 'log', level, text });
}

/**
 * A `WARN` of the kernel's own code that is TypeScript here: its lines in the log, without registers and code bytes, and a finding. `where`:
 * `file.c:line function`, or without the line; `message`: what a `WARN` with words says; `finding`: what its finding says otherwise.
 */
export function logWarning(
  context: KernelContext,
  where: string,
  message: string | null = null,
  finding: Partial<Finding> = {},
): void {
  logLine(context, 4, '------------[ cut here ]------------');
  if (message !== null) logLine(context, 4, message);
  logLine(context, 4, `WARNING: CPU: ${context.cpu} PID: ${pidOf(context)} at ${where}`);
  // A world without a program has neither a module nor a stack.
  if (context.callStack) {
    printModules(context);
    printProcess(context);
    printCallTrace(context, 0);
    taint(context, taintBit.warn);
  }
  logLine(context, 4, '---[ end trace 0000000000000000 ]---');
  recordFinding(context, {
    code: 'kernel-warning',
    origin: 'kernel',
    severity: 'warning',
    message: message ?? `WARNING at ${where}`,
    ...finding,
  });
}

/** `WARN_ONCE`: the first time that this place of the kernel is reached. */
export function warnOnce(context: KernelContext, key: string, where: string, message: string | null = null): void {
  const { shownOnce } = context.world.kernel.dma;
  if (shownOnce.has(key)) return;
  shownOnce.add(key);
  logWarning(context, where, message);
}

/** `WARN(!silent, message)`, each time. */
export function warnOrNot(context: KernelContext, silent: boolean, where: string, message: string): void {
  if (!silent) logWarning(context, where, message);
}

const rateInterval = 5e9; // ns
const rateBurst = 10;

/** A warning of which ten are logged in five seconds, as the kernel's `…_ratelimited`; `place`: the function that speaks. */
export function logRatelimited(context: KernelContext, key: string, place: string, text: string): void {
  const { world } = context;
  const { ratelimits } = world.kernel.dma;
  let state = ratelimits.get(key);
  if (!state) ratelimits.set(key, (state = { begin: world.now, printed: 0, missed: 0 }));
  if (world.now > state.begin + rateInterval) {
    if (state.missed > 0) logLine(context, 4, `${place}: ${state.missed} callbacks suppressed`);
    Object.assign(state, { begin: world.now, printed: 0, missed: 0 });
  }
  if (state.printed >= rateBurst) state.missed++;
  else {
    state.printed++;
    logLine(context, 4, text);
  }
}

export function recordFinding(
  context: KernelContext,
  finding: Pick<Finding, 'code' | 'origin' | 'severity' | 'message'> & Partial<Finding>,
): void {
  context.record({ device: null, address: null, length: null, transfer: null, ...finding, kind: 'finding' });
}
