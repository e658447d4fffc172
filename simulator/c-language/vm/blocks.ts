/** Instructions that touch memory more than once: block copies and atomic read-modify-writes. A fault leaves them to be repeated. */
import type { MemoryPort } from '../memory-port.ts';
import type { Execution } from './execution.ts';
import { Reason } from './reason.ts';

/** The largest naturally aligned access at an address that has `left` bytes to go: never straddles a line. */
function step(low: number, left: number): number {
  if ((low & 7) === 0 && left >= 8) return 8;
  if ((low & 3) === 0 && left >= 4) return 4;
  return (low & 1) === 0 && left >= 2 ? 2 : 1;
}

/** `to` and `from` are registers (word offsets) that hold addresses. Copying again from the start changes nothing. */
export function copyBlock(run: Execution, to: number, from: number, bytes: number): Reason {
  const { registers, port } = run;
  const toLow = registers[to]!;
  const fromLow = registers[from]!;
  if (toLow === fromLow && registers[to + 1] === registers[from + 1]) return Reason.none;
  for (let done = 0; done < bytes;) {
    const size = Math.min(step(toLow + done, bytes - done), step(fromLow + done, bytes - done));
    if (!loadAt(port, fromLow, registers[from + 1]!, done, size)) return Reason.fault;
    if (!storeAt(port, toLow, registers[to + 1]!, done, size, port.valueLow, port.valueHigh)) return Reason.fault;
    done += size;
  }
  return Reason.none;
}

export function zeroBlock(run: Execution, to: number, bytes: number): Reason {
  const { registers, port } = run;
  const low = registers[to]!;
  for (let done = 0; done < bytes;) {
    const size = step(low + done, bytes - done);
    if (!storeAt(port, low, registers[to + 1]!, done, size, 0, 0)) return Reason.fault;
    done += size;
  }
  return Reason.none;
}

function loadAt(port: MemoryPort, low: number, high: number, offset: number, size: number): boolean {
  const at = (low + offset) | 0;
  return port.load(at, (high + (at >>> 0 < low >>> 0 ? 1 : 0)) | 0, size);
}

function storeAt(
  port: MemoryPort,
  low: number,
  high: number,
  offset: number,
  size: number,
  valueLow: number,
  valueHigh: number,
): boolean {
  const at = (low + offset) | 0;
  return port.store(at, (high + (at >>> 0 < low >>> 0 ? 1 : 0)) | 0, size, valueLow, valueHigh);
}

export const atomicOperations = ['exchange', 'add', 'sub', 'and', 'or', 'xor', 'nand'] as const;
export type AtomicOperation = (typeof atomicOperations)[number];

/** Operand 4 of `atomicModify`. */
export function packAtomic(operation: AtomicOperation, size: number): number {
  return atomicOperations.indexOf(operation) | (size << 8);
}

/** Puts the value that was there into `to`, zero-extended. */
export function atomicModify(run: Execution, to: number, address: number, operand: number, packed: number): Reason {
  const { registers, port } = run;
  const size = packed >> 8;
  const low = registers[address]!;
  const high = registers[address + 1]!;
  if (!port.load(low, high, size)) return Reason.fault;
  const oldLow = port.valueLow;
  const oldHigh = port.valueHigh;
  const [newLow, newHigh] = modify(
    atomicOperations[packed & 0xff]!,
    oldLow,
    oldHigh,
    registers[operand]!,
    registers[operand + 1]!,
  );
  if (!port.store(low, high, size, newLow, newHigh)) return Reason.fault;
  registers[to] = oldLow;
  registers[to + 1] = size === 8 ? oldHigh : 0;
  return Reason.none;
}

function modify(
  operation: AtomicOperation,
  xLow: number,
  xHigh: number,
  yLow: number,
  yHigh: number,
): [number, number] {
  switch (operation) {
    case 'exchange':
      return [yLow, yHigh];
    case 'add': {
      const low = (xLow + yLow) | 0;
      return [low, (xHigh + yHigh + (low >>> 0 < xLow >>> 0 ? 1 : 0)) | 0];
    }
    case 'sub':
      return [(xLow - yLow) | 0, (xHigh - yHigh - (xLow >>> 0 < yLow >>> 0 ? 1 : 0)) | 0];
    case 'and':
      return [xLow & yLow, xHigh & yHigh];
    case 'or':
      return [xLow | yLow, xHigh | yHigh];
    case 'xor':
      return [xLow ^ yLow, xHigh ^ yHigh];
    case 'nand':
      return [~(xLow & yLow), ~(xHigh & yHigh)];
  }
}

/** Stores the desired value (the register after the expected one) where the expected one stands; `to` tells whether it did. */
export function atomicCompareExchange(
  run: Execution,
  to: number,
  address: number,
  expected: number,
  size: number,
): Reason {
  const { registers, port } = run;
  const low = registers[address]!;
  const high = registers[address + 1]!;
  if (!port.load(low, high, size)) return Reason.fault;
  const mask = size >= 4 ? -1 : (1 << (8 * size)) - 1;
  const foundLow = port.valueLow;
  const foundHigh = size === 8 ? port.valueHigh : 0;
  const equal =
    ((foundLow ^ registers[expected]!) & mask) === 0 && (size < 8 || foundHigh === registers[expected + 1]!);
  if (equal && !port.store(low, high, size, registers[expected + 2]!, registers[expected + 3]!)) return Reason.fault;
  registers[to] = equal ? 1 : 0;
  registers[expected] = foundLow;
  registers[expected + 1] = foundHigh;
  return Reason.none;
}
