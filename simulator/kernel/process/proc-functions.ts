/** What `fs/proc/task_mmu.c` shows: texts and words, made when they are read. */
import { writeBulk } from '../../hardware/cpu-bulk.ts';
import { encodeUtf8, writeText } from '../format/guest-text.ts';
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import { residentPages, type AddressSpace } from './address-space.ts';
import { currentSpace } from './mmap-functions.ts';
import { mapCounts, pageFlagWords, pagemapWords } from './pagemap.ts';
import { mapsText, smapsRollupText, smapsText } from './proc-maps.ts';
import { statmText, statusText } from './proc-status.ts';

export const memoryProcFunctions: KernelFunctions = {
  /** A piece of a text, from byte `offset` on, with its NUL; its length, 0 at the end. `kind` as task_mmu.c numbers them. */
  __memory_text(
    context: KernelContext,
    kind: number,
    pid: number,
    offset: bigint,
    buffer: bigint,
    room: bigint,
  ): bigint {
    const text = encodeUtf8(textOf(context, kind, pid));
    const piece = text.slice(Number(offset), Number(offset) + Number(room) - 1);
    writeText(context.port, buffer, `${piece}\0`);
    return BigInt(piece.length);
  },
  /** Eight bytes for each page from `first` on: 0 pagemap of a process, 1 mappings of frames, 2 flags of frames. Words written. */
  __page_words(
    context: KernelContext,
    kind: number,
    pid: number,
    first: bigint,
    count: bigint,
    buffer: bigint,
  ): bigint {
    const words = wordsOf(context, kind, pid, first, Number(count));
    if (!words) return 0n;
    writeBulk(context.port, buffer, new Uint8Array(words.buffer, 0, words.byteLength));
    return BigInt(words.length);
  },
  /** 0 minor faults, 1 major faults, 2 the most that was resident, in KiB, of the calling process. */
  __memory_usage(context: KernelContext, which: number): bigint {
    const space = currentSpace(context);
    if (!space) return 0n;
    const { minorFaults, majorFaults, mostResident } = space.counters;
    return BigInt([minorFaults, majorFaults, 4 * Math.max(mostResident, residentPages(space))][which] ?? 0);
  },
};

function spaceOf({ world }: KernelContext, pid: number): AddressSpace | null {
  const task = world.kernel.tasks.byPid.get(pid);
  const space = task && world.kernel.addressSpaces.spaces.get(task.addressSpace);
  return space && space.id !== 0 ? space : null;
}

function textOf(context: KernelContext, kind: number, pid: number): string {
  const { world } = context;
  const space = spaceOf(context, pid);
  const task = world.kernel.tasks.byPid.get(pid);
  if (kind === 4) return task ? statusText(world, task, pid, 0) : '';
  if (!space) return '';
  return [mapsText, smapsText, smapsRollupText, () => statmText(space)][kind]!(world, space);
}

function wordsOf(
  context: KernelContext,
  kind: number,
  pid: number,
  first: bigint,
  count: number,
): BigInt64Array | null {
  const { world } = context;
  if (kind === 0) {
    const space = spaceOf(context, pid);
    const last = 1n << 35n;
    return space && first < last ? pagemapWords(world, space, first, Math.min(count, Number(last - first))) : null;
  }
  const frames = world.kernel.pageAllocator.ram.at(-1)![1];
  const left = Math.min(count, frames - Number(first));
  if (left <= 0) return null;
  return kind === 1 ? mapCounts(world, Number(first), left) : pageFlagWords(world, Number(first), left);
}
