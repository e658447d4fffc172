/** What kernel/dma/debug.c (debugfs) and the driver core ask of dma-debug. */
import { writeBulk } from '../../../hardware/cpu-bulk.ts';
import { bytesOfText, readText, toInteger, writeText } from '../../format/guest-text.ts';
import type { KernelContext, KernelFunctions } from '../../kernel-context.ts';
import { readBulk } from '../../../hardware/cpu-bulk.ts';
import { readDevice } from '../device-fields.ts';
import { describeEntry } from './dump.ts';
import { entriesInOrder, entryFrom } from './entries.ts';
import { reportLeakedMappings } from '../watch/leaked.ts';
import { addressAndSize, directionName, reportError, typeName } from './report.ts';
import type { DebugEntry, DmaDebugState } from './state.ts';

const numbers: readonly ((state: DmaDebugState) => number)[] = [
  (state) => (state.disabled ? 1 : 0),
  (state) => state.errorCount,
  (state) => state.allErrors,
  (state) => state.shown,
  (state) => state.freeEntries,
  (state) => state.leastFreeEntries,
  (state) => state.totalEntries,
];
const longestName = 63;

export const dmaDebugFunctions: KernelFunctions = {
  __dma_debug_number: ({ world }: KernelContext, which: number): number => numbers[which]!(world.kernel.dmaDebug),
  __dma_debug_set_number({ world }: KernelContext, which: number, value: number) {
    if (which === 2) world.kernel.dmaDebug.allErrors = value >>> 0;
    else world.kernel.dmaDebug.shown = value >>> 0;
  },
  __dma_debug_filter: ({ world, port }: KernelContext, name: bigint) =>
    writeText(port, name, `${world.kernel.dmaDebug.driverFilter}\0`),
  __dma_debug_set_filter({ world, port }: KernelContext, name: bigint) {
    world.kernel.dmaDebug.driverFilter = readText(port, name, longestName);
  },
  __dma_debug_dump_line(context: KernelContext, bucket: bigint, index: bigint, line: bigint, size: bigint): number {
    const { port, world } = context;
    const read = (address: bigint): number => Number(toInteger(readBulk(port, address, 4)));
    const found = entryFrom(world.kernel.dmaDebug, read(bucket), read(index));
    if (!found) return 0;
    writeBulk(port, bucket, wordBytes(found.bucket));
    writeBulk(port, index, wordBytes(found.index + 1));
    writeBulk(port, line, bytesOfText(`${dumpLine(context, found.bucket, found.entry).slice(0, Number(size) - 1)}\0`));
    return 1;
  },
  /** A driver has been unbound from a device: what it mapped and did not unmap is told, the last of them in detail. */
  __dma_debug_unbound(context: KernelContext, address: bigint) {
    const state = context.world.kernel.dmaDebug;
    if (state.disabled) return reportLeakedMappings(context, readDevice(context.world, address).name);
    const left = [...entriesInOrder(state)].filter(([, { device }]) => device === address).map(([, entry]) => entry);
    const last = left.at(-1);
    if (!last) return;
    const details = `${addressAndSize(last.busAddress, last.size)} [mapped with ${directionName(last.direction)}] [mapped as ${typeName(last.type)}]`;
    const text = `device driver has pending DMA allocations while released from device [count=${left.length}]\nOne of leaked entries details: ${details}`;
    const place = { line: 859, function: 'dma_debug_device_change' };
    reportError(context, readDevice(context.world, address), last, place, text);
  },
};

/** As Linux 6.1 has it: the device before its driver. */
function dumpLine(context: KernelContext, bucket: number, entry: DebugEntry): string {
  const { name, driver } = readDevice(context.world, entry.device);
  return `${name} ${driver} ${describeEntry(bucket, entry)}`;
}

function wordBytes(value: number): Uint8Array {
  return Uint8Array.of(value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24);
}
