/** What dma-debug asks of an unmapping: is there such a mapping, and does the call say the same of it (Linux 6.1: check_unmap). */
import type { KernelContext } from '../../kernel-context.ts';
import type { DmaDevice } from '../device-fields.ts';
import { mappingError } from '../operation-constants.ts';
import { findExact, fitsInAll, noteAsked, removeEntry } from './entries.ts';
import { entryAt, mapErrorOfEntry, typeOfEntry } from './entry-columns.ts';
import { addressAndSize, directionName, hexAddress, reportError, typeName } from './report.ts';
import { entryType, mapError } from './state.ts';
import type { DebugEntry, DebugReference, EntryColumns } from './state.ts';

export function checkUnmap(context: KernelContext, device: DmaDevice, call: DebugReference): void {
  const state = context.world.kernel.dmaDebug;
  const slot = findExact(state, call);
  if (slot === 0) return reportUnknown(context, device, call);
  if (!isInOrder(state.entries, slot, call)) {
    const entry = entryAt(state.entries, slot);
    for (const [line, text] of differences(entry, call))
      reportError(context, device, entry, { line, function: 'check_unmap' }, `device driver ${text}`);
  }
  removeEntry(state, slot);
}

/** The kernel asks dma_mapping_error() here: of several mappings at this address that did not fit one counts as asked about from now on. */
function reportUnknown(context: KernelContext, device: DmaDevice, { busAddress, size }: DebugReference): void {
  noteAsked(context.world.kernel.dmaDebug, device.address, busAddress);
  const [line, text] =
    busAddress === mappingError
      ? [970, 'tries to free an invalid DMA memory address']
      : [974, `tries to free DMA memory it has not allocated ${addressAndSize(busAddress, size)}`];
  reportError(context, device, null, { line, function: 'check_unmap' }, `device driver ${text}`);
}

/** Nothing differs: what a million calls are spared. */
function isInOrder(entries: EntryColumns, slot: number, call: DebugReference): boolean {
  if (mapErrorOfEntry(entries, slot) === mapError.notChecked || !fitsInAll(entries, slot, call)) return false;
  return typeOfEntry(entries, slot) !== entryType.coherent || entries.physical[slot] === call.physical;
}

/** In the kernel's order. */
function* differences(entry: DebugEntry, call: DebugReference): Iterable<readonly [line: number, text: string]> {
  const address = `[device address=${hexAddress(call.busAddress)}]`;
  const range = addressAndSize(call.busAddress, call.size);
  const frees = 'frees DMA memory with';
  if (call.size !== entry.size)
    yield [984, `${frees} different size ${address} [map size=${entry.size} bytes] [unmap size=${call.size} bytes]`];
  if (call.type !== entry.type) {
    const types = `[mapped as ${typeName(entry.type)}] [unmapped as ${typeName(call.type)}]`;
    yield [992, `${frees} wrong function ${range} ${types}`];
  } else if (entry.type === entryType.coherent && call.physical !== entry.physical) {
    const addresses = `[cpu alloc address=${hexAddress(entry.physical)}] [cpu free address=${hexAddress(call.physical)}]`;
    yield [1000, `${frees} different CPU address ${range} ${addresses}`];
  }
  if (call.listEntries && call.type === entryType.scatterlist && call.listEntries !== entry.listEntries) {
    const counts = `[map count=${entry.listEntries}] [unmap count=${call.listEntries}]`;
    yield [1012, `frees DMA sg list with different entry count ${counts}`];
  }
  if (call.direction !== entry.direction) {
    const directions = `[mapped with ${directionName(entry.direction)}] [unmapped with ${directionName(call.direction)}]`;
    yield [1023, `${frees} different direction ${range} ${directions}`];
  }
  if (entry.mapError === mapError.notChecked)
    yield [1038, `failed to check map error${range} [mapped as ${typeName(entry.type)}]`];
}
