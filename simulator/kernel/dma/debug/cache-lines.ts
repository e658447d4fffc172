/**
 * dma-debug's tracker of overlapping mappings, with its weaknesses: of each mapping only the first line counts, of those that the device only reads none, and
 * its count of overlaps ends at seven.
 */
import { DMA_TO_DEVICE } from '../operation-constants.ts';
import { printWarning } from './report.ts';
import type { KernelContext } from '../../kernel-context.ts';
import type { DebugReference, DmaDebugState } from './state.ts';

const lineBytes = 64;
/** Three radix tree tags are the counter. */
const mostOverlaps = 7;

export function insertLine(context: KernelContext, entry: DebugReference): 'alone' | 'overlaps' {
  if (entry.direction === DMA_TO_DEVICE) return 'alone';
  const state = context.world.kernel.dmaDebug;
  const line = Math.floor(entry.physical / lineBytes);
  const before = state.cacheLines.get(line);
  if (before === undefined) {
    state.cacheLines.set(line, 0);
    return 'alone';
  }
  if (before < mostOverlaps) state.cacheLines.set(line, before + 1);
  else if (!state.overflowTold) tellOverflow(context, line);
  return 'overlaps';
}

export function removeLine({ cacheLines }: DmaDebugState, physical: number, direction: number): void {
  if (direction === DMA_TO_DEVICE) return;
  const line = Math.floor(physical / lineBytes);
  const before = cacheLines.get(line) ?? 0;
  if (before === 0) cacheLines.delete(line);
  else cacheLines.set(line, before - 1);
}

/** A WARN_ONCE, which no filter and no count of errors keeps back. */
function tellOverflow(context: KernelContext, line: number): void {
  context.world.kernel.dmaDebug.overflowTold = true;
  const number = `0x${line.toString(16).padStart(16, '0')}`;
  const text = `exceeded ${mostOverlaps} overlapping mappings of cacheline ${number}`;
  printWarning(context, { line: 499, function: 'add_dma_entry' }, `DMA-API: ${text}`, { message: text });
}
