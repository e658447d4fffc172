/**
 * Findings that the user does not want to hear of: by their code for a whole run (machine file, launch configuration, command line), or where they are found, by a
 * comment `dma-debugger: allow CODE` on the line or the one above. Only the simulator's own can be silenced; the kernel's reports have their own switches.
 */
import type { Program } from './c-language/program.ts';
import { newestFirst } from './journal.ts';
import type { Finding, Journal } from './journal.ts';
import type { World } from './world.ts';

/** `allow`: codes that the request adds to those of the machine. `stack`: where it is found; empty for what a device does by itself. */
export function isAllowed(world: World, allow: readonly string[], finding: Finding, stack: readonly number[]): boolean {
  if (finding.origin !== 'simulator') return false;
  if (allow.includes(finding.code) || world.machine.allow.includes(finding.code)) return true;
  const { program } = world;
  if (!hasComments(program)) return false;
  const stacks = [stack, ...(finding.related ?? []).map((each) => each.stack)];
  if (stack.length === 0 && finding.device !== null) stacks.push(lastRegisterWrite(world.journal, finding.device));
  return stacks.some((each) => {
    const site = ownStatement(program, each);
    return site !== null && allowedAt(program, site).includes(finding.code);
  });
}

function ownStatement({ statements, functions }: Program, stack: readonly number[]): number | null {
  return stack.find((each) => !functions[statements[each]!.function]!.builtIn) ?? null;
}

const commented = new WeakMap<Program, boolean>();

/** Whether any of the user's code says that it allows something: most does not. */
function hasComments(program: Program): boolean {
  let has = commented.get(program);
  if (has === undefined) {
    const { statements, functions } = program;
    // Places of shipped statements take long to be read.
    const own = statements.filter((each) => !functions[each.function]!.builtIn);
    const files = new Set(own.map(({ place }) => place.file));
    commented.set(program, (has = [...files].some(({ text }) => text.includes('dma-debugger:'))));
  }
  return has;
}

const comment = /dma-debugger:\s*allow\s+([\w-]+(?:\s*,\s*[\w-]+)*)/;

/** Codes that comments on the statement's line and the one above name. */
function allowedAt({ statements }: Program, statement: number): string[] {
  const { file, line } = statements[statement]!.place;
  if (!file.text.includes('dma-debugger:')) return [];
  const lines = file.text.split('\n');
  return [lines[line - 1], lines[line - 2]].flatMap((text) => comment.exec(text ?? '')?.[1]?.split(/\s*,\s*/) ?? []);
}

const farthest = 4096;

function lastRegisterWrite(journal: Journal, device: string): readonly number[] {
  for (const each of newestFirst(journal, ['register-write'])) {
    if (each.sequence < journal.nextSequence - farthest) break;
    if (each.device === device) return each.stack;
  }
  return [];
}
