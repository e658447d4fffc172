/**
 * What a kernel function written in TypeScript is given. Two rules keep the simulated world plain data:
 * such a function never blocks (to wait, C code calls `schedule()`, which marks the task and leaves the VM), and it never calls
 * C (whatever has to call the driver — probe, interrupt handlers, file operations — is written in C under `kernel/`).
 */
import type { BuiltinValue } from '../c-language/thread-state.ts';
import type { JournalEntry } from '../journal.ts';
import type { World } from '../world.ts';
import type { MemoryPort } from '../c-language/memory-port.ts';
import type { Cutting } from './cut-work.ts';
import type { Task } from './tasks.ts';

export interface KernelContext {
  readonly world: World;
  readonly cpu: number;
  readonly task: Task | null; // null while booting
  /** Memory as this CPU sees it: through its TLB and caches, counted. User port only when the caller is a user program. */
  readonly port: MemoryPort;
  readonly mode: 'user' | 'kernel';
  /** Appends to the journal with time, CPU, task and the C stack. */
  record(entry: JournalEntry): void;
  /** Statements of the calling C frames, innermost first: for owner records. Absent where there is no C code below (boot, tests). */
  callStack?(): readonly number[];
  /** A call failed on demand: whether the driver looks at it is to be found out. `gives`: the error in C's words. */
  failed?(gives: string, stack: readonly number[]): void;
  /** Leave the VM after this call (reschedule, an event is due, an interrupt is pending). */
  leave(): void;
  /** For calls that move many bytes (cut-work.ts). Absent where no C code runs. */
  readonly cutting?: Cutting;
}

/**
 * A function as C sees it. Arguments come as its C declaration says: `bigint` for 64-bit integers and pointers, `number` for the
 * rest; a variadic function gets the address of its first variadic argument last. It returns likewise, or nothing for void.
 */
export type KernelFunction = (context: KernelContext, ...values: never[]) => BuiltinValue | undefined | void;

/** One room's functions, by their C names. Every name is declared in exactly one header of ours. */
export type KernelFunctions = Readonly<Record<string, KernelFunction>>;

/** Linux's negative error numbers, as C returns them. */
export const errno = {
  EPERM: 1, ENOENT: 2, EINTR: 4, EIO: 5, ENXIO: 6, EBADF: 9, EAGAIN: 11, ENOMEM: 12, EACCES: 13, EFAULT: 14, EBUSY: 16, EEXIST: 17, EXDEV: 18,
  ENODEV: 19, ENOTDIR: 20, EISDIR: 21, EINVAL: 22, ENFILE: 23, EMFILE: 24, ENOTTY: 25, EFBIG: 27, ENOSPC: 28, ESPIPE: 29, EROFS: 30,
  EPIPE: 32, ERANGE: 34, ENOSYS: 38, EOVERFLOW: 75, EOPNOTSUPP: 95, ETIMEDOUT: 110, EREMOTEIO: 121, EPROBE_DEFER: 517,
} as const; // prettier-ignore
