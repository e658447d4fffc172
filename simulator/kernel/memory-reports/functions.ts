/** The texts of /proc about memory, as the files in C ask for them piece by piece (mm/proc.c). */
import { writeText } from '../format/guest-text.ts';
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { fragmentationIndex, unusableIndex } from './fragmentation.ts';
import { memInfo } from './meminfo.ts';
import { slabInfo, vmStat } from './totals.ts';
import { vmallocInfo } from './vmalloc-info.ts';
import { buddyInfo, pageTypeInfo, zoneInfo } from './zones.ts';

/** By the numbers that mm/proc.c uses. */
const reports: readonly ((world: MemoryWorld) => string)[] = [
  ({ kernel }) => buddyInfo(kernel),
  ({ kernel }) => pageTypeInfo(kernel),
  zoneInfo,
  memInfo,
  vmStat,
  ({ kernel }) => slabInfo(kernel),
  vmallocInfo,
  ({ kernel }) => unusableIndex(kernel),
  ({ kernel }) => fragmentationIndex(kernel),
];

export const memoryReportFunctions: KernelFunctions = {
  /** Writes the text from character `from` on, with a NUL, and returns how many characters; 0 at its end. */
  __memory_report(context: KernelContext, which: number, from: bigint, buffer: bigint, size: bigint): bigint {
    const text = reports[which]!(context.world);
    const piece = text.slice(Number(from), Number(from) + Number(size) - 1);
    writeText(context.port, buffer, `${piece}\0`);
    return BigInt(piece.length);
  },
};
