/** Register accesses as C calls them: readl, writel and their kin go through the port to whatever `ioremap` mapped there, in their exact size. */
import type { MemoryPort } from '../c-language/memory-port.ts';
import { GuestFault } from '../c-language/vm-contract.ts';
import { fillBulk } from '../hardware/cpu-bulk.ts';
import { byPages, copyByPages } from './cut-work.ts';
import { endLoadsAhead } from '../hardware/load-ahead.ts';
import { drainStores } from '../hardware/store-buffer.ts';
import type { KernelContext, KernelFunctions } from './kernel-context.ts';

/** What is loaded after it is not loaded before it. */
const read = (size: number) => (context: KernelContext, address: bigint) => {
  const value = load(context.port, address, size);
  endLoadsAhead(context.world.hardware);
  return value;
};
const read64 = (context: KernelContext, address: bigint): bigint => {
  load(context.port, address, 8);
  endLoadsAhead(context.world.hardware);
  return (BigInt(context.port.valueHigh >>> 0) << 32n) | BigInt(context.port.valueLow >>> 0);
};
const writeRelaxed = (size: number) => (context: KernelContext, value: number, address: bigint) =>
  store(context.port, address, size, value | 0, 0);
const writeRelaxed64 = (context: KernelContext, value: bigint, address: bigint): void =>
  store(context.port, address, 8, Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n)));
/** Not before the stores that came first. */
const write = (size: number) => (context: KernelContext, value: number, address: bigint) => {
  drainStores(context.world.hardware);
  store(context.port, address, size, value | 0, 0);
};
const write64 = (context: KernelContext, value: bigint, address: bigint): void => {
  drainStores(context.world.hardware);
  writeRelaxed64(context, value, address);
};

export const ioFunctions: KernelFunctions = {
  __io_read8: read(1),
  __io_read16: read(2),
  __io_read32: read(4),
  __io_read64: read64,
  __io_write8: write(1),
  __io_write16: write(2),
  __io_write32: write(4),
  __io_write64: write64,
  __io_write8_relaxed: writeRelaxed(1),
  __io_write16_relaxed: writeRelaxed(2),
  __io_write32_relaxed: writeRelaxed(4),
  __io_write64_relaxed: writeRelaxed64,
  memcpy_fromio: (context: KernelContext, to: bigint, from: bigint, count: bigint) =>
    copyByPages(context, to, from, Number(count)),
  memcpy_toio: (context: KernelContext, to: bigint, from: bigint, count: bigint) =>
    copyByPages(context, to, from, Number(count)),
  memset_io: (context: KernelContext, to: bigint, value: number, count: bigint) =>
    byPages(context, to, Number(count), (offset, length) =>
      fillBulk(context.port, to + BigInt(offset), length, value & 0xff),
    ),
};

function load(port: MemoryPort, address: bigint, size: number): number {
  const low = Number(BigInt.asIntN(32, address));
  const high = Number(BigInt.asIntN(32, address >> 32n));
  if (!port.load(low, high, size)) throw new GuestFault(port.fault!);
  return port.valueLow >>> 0;
}

function store(port: MemoryPort, address: bigint, size: number, low: number, high: number): void {
  const addressLow = Number(BigInt.asIntN(32, address));
  const addressHigh = Number(BigInt.asIntN(32, address >> 32n));
  if (!port.store(addressLow, addressHigh, size, low, high)) throw new GuestFault(port.fault!);
}
