/**
 * The cache attributes that a driver asks for when it maps RAM into a process, on a PC: RAM is write-back in the kernel's own map and stays so in every other (arch/x86/mm/pat/memtype.c,
 * Linux 6.1). The other machines give what is asked for: two attributes for one frame are the driver's problem.
 */
import { hasMemory } from '../../hardware/physical-memory.ts';
import { logLine } from '../call-site.ts';
import type { KernelContext } from '../kernel-context.ts';
import { commOf, pidOf } from '../splat.ts';

const cacheMask = 0x18n;
/** By PWT and PCD (asm/pgtable_types.h). */
const names: Readonly<Record<string, string>> = { 8: 'write-combining', 16: 'uncached-minus', 24: 'uncached' };

/** `pageProt` as it will be. `whole`: the range is all of its area; otherwise the kernel says nothing. */
export function trackedProtection(
  context: KernelContext,
  frame: number,
  bytes: number,
  pageProt: bigint,
  whole: boolean,
): bigint {
  const { machine, hardware } = context.world;
  const wanted = names[String(pageProt & cacheMask)];
  const start = frame * 4096;
  if (machine.arch !== 'x86_64' || wanted === undefined || !hasMemory(hardware.memory, start, bytes)) return pageProt;
  const range = [start, start + bytes - 1].map((at) => `0x${at.toString(16).padStart(8, '0')}`).join('-');
  const who = `${commOf(context)}:${pidOf(context)}`;
  if (whole) logLine(context, 4, `x86/PAT: ${who} map pfn RAM range req ${wanted} for [mem ${range}], got write-back`);
  return pageProt & ~cacheMask;
}
