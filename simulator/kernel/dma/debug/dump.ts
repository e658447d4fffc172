/** All mappings that dma-debug knows, as the log and debugfs show them. */
import type { KernelContext } from '../../kernel-context.ts';
import { printk } from '../../printk.ts';
import { readDevice } from '../device-fields.ts';
import { entriesInOrder } from './entries.ts';
import { directionName, typeName } from './report.ts';
import { mapErrorNames, type DebugEntry } from './state.ts';

/** `debug_dma_dump_mappings`: all mappings of all devices, into the log. */
export function logMappings(context: KernelContext): void {
  for (const [bucket, entry] of entriesInOrder(context.world.kernel.dmaDebug)) {
    const { driver, name } = readDevice(context.world, entry.device);
    printk(context, `\x016${driver} ${name}: ${describeEntry(bucket, entry)}\n`);
  }
}

/** An entry in the words that the log and debugfs share. */
export function describeEntry(bucket: number, entry: DebugEntry): string {
  const hex = (value: bigint | number): string => value.toString(16);
  const { physical, busAddress, size, direction, frame } = entry;
  const place = `P=${hex(physical)} N=${hex(frame)} D=${hex(busAddress)} L=${hex(size)}`;
  return `${typeName(entry.type)} idx ${bucket} ${place} ${directionName(direction)} ${mapErrorNames[entry.mapError]}`;
}
