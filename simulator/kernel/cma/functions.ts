/** CMA areas as the files of debugfs ask for them (mm/cma_debug.c); drivers get at CMA through the DMA API only. */
import { describeCma } from '../cma.ts';
import type { CmaArea } from '../cma.ts';
import { writeText } from '../format/guest-text.ts';
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import { cmaAllocateForCaller, cmaReleaseForCaller } from './for-caller.ts';

const areaOf = ({ world }: KernelContext, number: number): CmaArea => world.kernel.cma.areas[number]!;

export const cmaFunctions: KernelFunctions = {
  __cma_areas: (context: KernelContext): number => context.world.kernel.cma.areas.length,
  __cma_name(context: KernelContext, area: number, buffer: bigint, size: bigint) {
    writeText(context.port, buffer, `${areaOf(context, area).name.slice(0, Number(size) - 1)}\0`);
  },
  /** In the order of mm/cma_debug.c: base, count, order per bit, used, longest free run; then what sysfs counts: pages given, pages refused. */
  __cma_value(context: KernelContext, number: number, which: number): bigint {
    const area = areaOf(context, number);
    const { usedFrames, maxChunk } = describeCma(context.world.kernel.pageAllocator, area);
    const { baseFrame, frames, orderPerBit, successPages, failPages } = area;
    return BigInt([baseFrame, frames, orderPerBit, usedFrames, maxChunk, successPages, failPages][which]!);
  },
  /** 32 bits of the bitmap, 2^32 behind its end. */
  __cma_bitmap_word: (context: KernelContext, area: number, word: bigint): bigint =>
    BigInt(areaOf(context, area).bitmap[Number(word)] ?? 2 ** 32),
  /** First frame, 0: none. */
  __cma_take(context: KernelContext, number: number, pages: bigint): bigint {
    const owner = { kind: 'kernel-pages', what: 'taken through debugfs', statement: null } as const;
    return BigInt(cmaAllocateForCaller(context, areaOf(context, number), Number(pages), 0, owner, false) ?? 0);
  },
  __cma_give(context: KernelContext, number: number, frame: bigint, pages: bigint) {
    cmaReleaseForCaller(context, areaOf(context, number), Number(frame), Number(pages));
  },
};
