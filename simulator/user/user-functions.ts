/** The C library: its C files, and the functions of which only TypeScript has the body. `__syscall` is bound by the linker. */
import { userFormatFunctions } from '../kernel/format-functions.ts';
import type { KernelFunctions } from '../kernel/kernel-context.ts';
import { stringFunctions } from '../kernel/string-functions.ts';
import { mathFunctions } from './math-functions.ts';
import { memoryFunctions } from './memory-functions.ts';
import { parsingFunctions } from './parsing-functions.ts';

export const userFunctions: readonly KernelFunctions[] = [
  memoryFunctions,
  stringFunctions,
  userFormatFunctions,
  parsingFunctions,
  mathFunctions,
];

/** Paths among the embedded sources; headers are below `user/include/`. */
export const userFiles: readonly string[] = [
  'clone.c', 'convert.c', 'ctype.c', 'date-text.c', 'directory.c', 'environment.c', 'errno.c', 'eventfd.c', 'events.c', 'format.c', 'getopt.c', 'jump.c', 'lock.c', 'malloc.c',
  'memory-map.c', 'random.c', 'reboot.c', 'resource.c', 'select.c', 'semaphore.c', 'signal.c', 'socket.c', 'sort.c', 'start.c', 'stream.c', 'stream-input.c', 'stream-output.c', 'string.c',
  'system-calls.c', 'thread.c', 'time.c', 'wide-string.c',
].map((name) => `user/libc/${name}`); // prettier-ignore
