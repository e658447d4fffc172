/** What `fs/proc/task_mmu.c` shows: texts and words, made when they are read. */
import { coherentWrite64 } from '../../hardware/coherent-access.ts';
import { pte } from '../../hardware/mmu.ts';
import { forEachLeaf, specialBit } from '../page-tables.ts';
import { pageOf } from './user-frames.ts';
import { forTables, frameOfEntry } from './user-pages.ts';
import { writeBulk } from '../../hardware/cpu-bulk.ts';
import { asOnePiece, piecesOf } from '../cut-work.ts';
import { encodeUtf8, writeLongText } from '../format/guest-text.ts';
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import { residentPages, type AddressSpace } from './address-space.ts';
import { currentSpace } from './mmap-functions.ts';
import { mapCounts, pageFlagWords, pagemapWords } from './pagemap.ts';
import { mapsText, smapsRollupText, smapsText } from './proc-maps.ts';
import { statmText, statusText } from './proc-status.ts';

export const memoryProcFunctions: KernelFunctions = {
  /** A text as far as there is room for it, with its NUL; its length, or one that there is no room for. `kind` as task_mmu.c numbers them. */
  __memory_text(context: KernelContext, kind: number, pid: number, buffer: bigint, room: bigint): bigint {
    const text = asOnePiece(context, () => encodeUtf8(textOf(context, kind, pid, Number(room))));
    if (room > 0n) writeLongText(context, buffer, `${text.slice(0, Number(room) - 1)}\0`);
    return BigInt(text.length);
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
  __clear_refs(context: KernelContext, pid: number, kind: number) {
    const space = spaceOf(context, pid);
    if (!space) return;
    if (kind === 5) space.counters.mostResident = residentPages(space);
    else if (kind < 4) clearReferenced(context, space, kind);
  },
  /** 0 minor faults, 1 major faults, 2 the most that was resident, in KiB, of the calling process. */
  __memory_usage(context: KernelContext, which: number): bigint {
    const space = currentSpace(context);
    if (!space) return 0n;
    const { minorFaults, majorFaults, mostResident } = space.counters;
    return BigInt([minorFaults, majorFaults, 4 * Math.max(mostResident, residentPages(space))][which] ?? 0);
  },
};

/** clear_refs_pte_range: 1 all pages, 2 those of anonymous areas, 3 those of files. No TLB is flushed: who has an entry there sets no bit. */
function clearReferenced(context: KernelContext, space: AddressSpace, kind: number): void {
  const { world } = context;
  for (const area of space.areas) {
    if ((kind === 2 && area.file !== null) || (kind === 3 && area.file === null)) continue;
    forTables(world, space, area.start, area.end, piecesOf(context), (from, to) => {
      let entries = 0;
      forEachLeaf(world.hardware, space.root, from, to, ({ address, entry }) => {
        entries++;
        if (!(entry & pte.present)) return;
        if (entry & pte.accessed) coherentWrite64(world.hardware, address, entry & ~pte.accessed);
        const page = entry & specialBit ? null : pageOf(world, frameOfEntry(entry));
        if (page) page.referenced = false;
      });
      return { entries };
    });
  }
}

function spaceOf({ world }: KernelContext, pid: number): AddressSpace | null {
  const task = world.kernel.tasks.byPid.get(pid);
  const space = task && world.kernel.addressSpaces.spaces.get(task.addressSpace);
  return space && space.id !== 0 ? space : null;
}

function textOf(context: KernelContext, kind: number, pid: number, room: number): string {
  const space = spaceOf(context, pid);
  if (!space) return '';
  const own = [() => statmText(space), () => statusText(context.world, space)];
  return [mapsText, smapsText, smapsRollupText, ...own][kind]!(context, space, room);
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
