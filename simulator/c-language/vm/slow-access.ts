/** Loads and stores that miss the port's line table. */
import type { MemoryPort } from '../memory-port.ts';

/** In the order of `Access` in dispatch.ts: what each moves, in bytes. */
const sizes = [1, 1, 2, 2, 4, 8, 1, 2, 4, 8] as const;
const firstStore = 6;
const signed8 = 1;
const signed16 = 3;

/** Between the register at word `value` and memory. False: the port has a fault. */
export function accessSlowly(
  port: MemoryPort,
  registers: Int32Array,
  value: number,
  low: number,
  high: number,
  access: number,
): boolean {
  const size = sizes[access]!;
  if (access >= firstStore)
    return port.store(low, high, size, registers[value]!, size === 8 ? registers[value + 1]! : 0);
  if (!port.load(low, high, size)) return false;
  if (access === signed8) registers[value] = (port.valueLow << 24) >> 24;
  else if (access === signed16) registers[value] = (port.valueLow << 16) >> 16;
  else registers[value] = port.valueLow;
  if (size === 8) registers[value + 1] = port.valueHigh;
  return true;
}
