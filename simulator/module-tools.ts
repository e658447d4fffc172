/** What insmod and rmmod print where the kernel refuses: the words of kmod's tools. */
import { moduleName } from './kernel/code-symbols.ts';
import { errorMessage } from './kernel/error-names.ts';
import { record, type Runtime } from './runtime.ts';

/** insmod has its own words for these (kmod, tools/insmod.c: mod_strerror). */
const insmodMessages: Readonly<Record<number, string>> = {
  2: 'Unknown symbol in module',
  3: 'Module has wrong symbol version',
  8: 'Invalid module format',
  22: 'Invalid parameters',
};

function messageOf(tool: 'insmod' | 'rmmod', name: string, error: number): string {
  if (tool === 'insmod') return `could not insert module ${name}.ko: ${insmodMessages[error] ?? errorMessage(error)}`;
  if (error === 2) return `Module ${name} is not currently loaded`;
  if (error === 11) return `Module ${name} is in use`;
  return `could not remove module ${name}: ${errorMessage(error)}`;
}

/** `exitCode`: the task's, a negative error of the kernel or how it was killed, which is not the tool's to tell. */
export function tellRefusal(runtime: Runtime, tool: 'insmod' | 'rmmod', process: number, exitCode: number): void {
  if (exitCode >= 0) return;
  const message = messageOf(tool, moduleName(runtime.world.program), -exitCode);
  record(runtime, { kind: 'output', stream: 'stderr', text: `${tool}: ERROR: ${message}\n`, process });
}
