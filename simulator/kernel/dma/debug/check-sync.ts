/**
 * What dma-debug asks of a synchronisation (Linux 6.1: check_sync). The kernel also has a report for a range that begins in a mapping and ends behind it, but
 * it only looks for mappings that hold the whole range, so that such a call is one of memory that is not mapped.
 */
import type { KernelContext } from '../../kernel-context.ts';
import type { DmaDevice } from '../device-fields.ts';
import { DMA_BIDIRECTIONAL, DMA_FROM_DEVICE, DMA_TO_DEVICE } from '../operation-constants.ts';
import { findContaining } from './entries.ts';
import { entryAt } from './entry-columns.ts';
import { addressAndSize, directionName, reportError } from './report.ts';
import { entryType, type DebugEntry, type DebugReference } from './state.ts';

export function checkSync(context: KernelContext, device: DmaDevice, call: DebugReference, forCpu: boolean): void {
  const { dmaDebug } = context.world.kernel;
  const slot = findContaining(dmaDebug, call);
  const entry = slot === 0 ? null : entryAt(dmaDebug.entries, slot);
  const tell = (about: DebugEntry | null, line: number, text: string): void =>
    reportError(context, device, about, { line, function: 'check_sync' }, `device driver ${text}`);
  if (!entry) {
    tell(null, 1104, `tries to sync DMA memory it has not allocated ${addressAndSize(call.busAddress, call.size)}`);
    return;
  }
  if (entry.direction === DMA_BIDIRECTIONAL) return;
  for (const [line, text] of differences(entry, call, forCpu)) tell(entry, line, text);
}

function* differences(
  entry: DebugEntry,
  call: DebugReference,
  forCpu: boolean,
): Iterable<readonly [line: number, text: string]> {
  const fields = `${addressAndSize(call.busAddress, entry.size)} [mapped with ${directionName(entry.direction)}] [synced with ${directionName(call.direction)}]`;
  if (call.direction !== entry.direction) yield [1125, `syncs DMA memory with different direction ${fields}`];
  if (forCpu && entry.direction !== DMA_FROM_DEVICE && call.direction !== DMA_TO_DEVICE)
    yield [1136, `syncs device read-only DMA memory for cpu ${fields}`];
  if (!forCpu && entry.direction !== DMA_TO_DEVICE && call.direction !== DMA_FROM_DEVICE)
    yield [1146, `syncs device write-only DMA memory to device ${fields}`];
  if (call.listEntries && call.type === entryType.scatterlist && call.listEntries !== entry.listEntries) {
    const counts = `[map count=${entry.listEntries}] [sync count=${call.listEntries}]`;
    yield [1156, `syncs DMA sg list with different entry count ${counts}`];
  }
}
