/** A CPU's loads and stores of 1 to 8 bytes as the VM makes them: `MemoryPort` over `line-access.ts`. */
import { createFastTable } from './fast-table.ts';
import type { Hardware } from './hardware.ts';
import { accessLine, accessPhysical, fail, isReachable, readAround, translate, writeAround } from './line-access.ts';
import type { CpuPort, CpuPortLinks } from './line-access.ts';
import type { MemoryPort } from '../c-language/memory-port.ts';

export { dropFastLines } from './fast-table.ts';
export { createPeekPort } from './peek-port.ts';
export type { CpuPort, CpuPortLinks } from './line-access.ts';

export function createCpuPort(hardware: Hardware, cpu: number, mode: 'user' | 'kernel', links: CpuPortLinks): CpuPort {
  const owner = hardware.cpus[cpu]!;
  const fastTable = links.fastLines === false ? null : owner.fast[mode];
  const port: CpuPort = {
    hardware,
    cpu: owner,
    mode,
    links,
    fastTable,
    fast: (fastTable ?? createFastTable(owner.l1, owner.tlb)).lines,
    line: -1,
    physical: 0,
    observed: false,
    valueLow: 0,
    valueHigh: 0,
    fault: null,
    attention: 0,
    load: (low, high, size) => load(port, low, high, size),
    store: (low, high, size, valueLow, valueHigh) => store(port, low, high, size, valueLow, valueHigh),
  };
  return port;
}

/** Tells a CPU's port from another `MemoryPort`. */
export function isCpuPort(port: MemoryPort): port is CpuPort {
  return 'fastTable' in port;
}

function load(port: CpuPort, low: number, high: number, size: number): boolean {
  const room = 64 - (low & 63);
  if (size > room) return loadStraddling(port, low, high, size, room);
  if (!accessLine(port, low, high, size, false)) return false;
  if (port.line < 0) {
    setValue(port, readAround(port, port.physical, size));
    return true;
  }
  const { bytes } = port.cpu.l1;
  const at = port.line * 64 + (low & 63);
  port.valueHigh = size === 8 ? wordAt(bytes, at + 4) : 0;
  port.valueLow = size >= 4 ? wordAt(bytes, at) : size === 2 ? bytes[at]! | (bytes[at + 1]! << 8) : bytes[at]!;
  return true;
}

function store(port: CpuPort, low: number, high: number, size: number, valueLow: number, valueHigh: number): boolean {
  const room = 64 - (low & 63);
  if (size > room) return storeStraddling(port, low, high, size, joinWords(valueLow, valueHigh));
  if (!accessLine(port, low, high, size, true)) return false;
  if (port.line < 0) {
    writeAround(port, port.physical, size, joinWords(valueLow, valueHigh));
    return true;
  }
  const { bytes } = port.cpu.l1;
  const at = port.line * 64 + (low & 63);
  for (let index = 0; index < size; index++) {
    bytes[at + index] = index < 4 ? valueLow >>> (8 * index) : valueHigh >>> (8 * (index - 4));
  }
  return true;
}

/** Two accesses, each to its own line, the lower one first. */
function loadStraddling(port: CpuPort, low: number, high: number, size: number, room: number): boolean {
  if (!accessLine(port, low, high, room, false)) return false;
  const first = readLineBytes(port, room);
  const second = nextLine(low, high);
  if (!accessLine(port, second.low, second.high, size - room, false)) return false;
  setValue(port, first | (readLineBytes(port, size - room) << BigInt(8 * room)));
  return true;
}

/** Both lines are translated before a byte is stored, so that a fault leaves nothing half done. */
function storeStraddling(port: CpuPort, low: number, high: number, size: number, value: bigint): boolean {
  const room = 64 - (low & 63);
  const parts = [
    { low, high, size: room, value: BigInt.asUintN(8 * room, value) },
    { ...nextLine(low, high), size: size - room, value: value >> BigInt(8 * room) },
  ];
  const targets = [];
  for (const part of parts) {
    const found = translate(port, part.low, part.high, part.size, true);
    if (!found) return false;
    if (!isReachable(port.hardware, found.physical, part.size)) {
      return fail(port, 'bus-error', part.low, part.high, part.size, true);
    }
    targets.push({ ...found, ...part });
  }
  for (const { physical, uncached, entry, size: count, value: bits } of targets) {
    accessPhysical(port, physical, uncached, entry, count, true);
    writeLineBytes(port, count, bits);
  }
  return true;
}

/** A device sees the parts of a straddling access byte by byte. */
function readLineBytes(port: CpuPort, count: number): bigint {
  let value = 0n;
  for (let index = 0; index < count; index++) {
    const byte =
      port.line < 0
        ? readAround(port, port.physical + index, 1)
        : BigInt(port.cpu.l1.bytes[port.line * 64 + (port.physical & 63) + index]!);
    value |= byte << BigInt(8 * index);
  }
  return value;
}

function writeLineBytes(port: CpuPort, count: number, value: bigint): void {
  for (let index = 0; index < count; index++) {
    const byte = (value >> BigInt(8 * index)) & 0xffn;
    if (port.line < 0) writeAround(port, port.physical + index, 1, byte);
    else port.cpu.l1.bytes[port.line * 64 + (port.physical & 63) + index] = Number(byte);
  }
}

function nextLine(low: number, high: number): { low: number; high: number } {
  const next = ((low & ~63) + 64) | 0;
  return { low: next, high: next === 0 ? (high + 1) | 0 : high };
}

function setValue(port: CpuPort, value: bigint): void {
  port.valueLow = Number(BigInt.asIntN(32, value));
  port.valueHigh = Number(BigInt.asIntN(32, value >> 32n));
}

function joinWords(low: number, high: number): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

function wordAt(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}
