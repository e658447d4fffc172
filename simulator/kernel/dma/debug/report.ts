/** How dma-debug tells an error: a WARN with the driver's and the device's name, and where the mapping was made. */
import { statementSymbol } from '../../code-symbols.ts';
import { readField } from '../../c-struct.ts';
import { readCString } from '../../c-struct.ts';
import type { KernelContext } from '../../kernel-context.ts';
import { printk } from '../../printk.ts';
import { warn } from '../../warnings.ts';
import type { DmaDevice } from '../device-fields.ts';
import { directionNames, typeNames, type DebugEntry } from './state.ts';
import type { Finding } from '../../../journal.ts';

/** Where in kernel/dma/debug.c of 6.1.192 the error is told. */
export interface Place {
  readonly line: number;
  readonly function: string;
}

/** `entry`: what the error is about, if there is one. */
export function reportError(
  context: KernelContext,
  device: DmaDevice,
  entry: DebugEntry | null,
  place: Place,
  text: string,
): void {
  const state = context.world.kernel.dmaDebug;
  state.errorCount++;
  if (passesFilter(context, device) && (state.allErrors !== 0 || state.shown > 0)) {
    state.told++;
    const finding = {
      message: text,
      device: device.name,
      address: entry?.busAddress ?? null,
      length: entry?.size ?? null,
      related: entry ? [{ what: 'mapped', stack: entry.stack }] : [],
    };
    printWarning(context, place, `DMA-API: ${device.driver} ${device.name}: ${text}`, finding);
    if (entry) printMappedAt(context, entry);
  }
  if (state.allErrors === 0 && state.shown > 0) state.shown--;
}

export function printWarning(
  context: KernelContext,
  { line, function: symbol }: Place,
  text: string,
  finding: Partial<Finding>,
): void {
  warn(context, 'kernel/dma/debug.c', line, `${text}\n`, { symbol, finding: { code: 'dma-api', ...finding } });
}

function printMappedAt(context: KernelContext, { through, stack }: DebugEntry): void {
  const frames = [...through, ...stack.map((each) => statementSymbol(context.world.program, each))];
  printk(context, '\x014DMA-API: Mapped at:\n');
  for (const frame of frames) printk(context, `\x014 ${frame}\n`);
}

/** A device without a driver passes no filter. */
function passesFilter({ world }: KernelContext, { address }: DmaDevice): boolean {
  const { driverFilter } = world.kernel.dmaDebug;
  if (driverFilter === '') return true;
  const driver = readField(world, 'device', address, 'driver');
  return driver !== 0n && readCString(world, readField(world, 'device_driver', driver, 'name'), 63) === driverFilter;
}

export function hexAddress(value: bigint | number): string {
  return `0x${value.toString(16).padStart(16, '0')}`;
}

export function addressAndSize(busAddress: bigint, size: number): string {
  return `[device address=${hexAddress(busAddress)}] [size=${size} bytes]`;
}

export function directionName(direction: number): string {
  return directionNames[direction] ?? 'DMA_NONE';
}

export function typeName(type: number): string {
  return typeNames[type]!;
}
