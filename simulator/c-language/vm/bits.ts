/** Counting and reversing: what `__builtin_clz` and its relatives compute. Counts of zero operands are those of lzcnt and tzcnt. */
import { Opcode } from './dispatch.ts';
import type { Execution } from './execution.ts';

export function executeBits({ code, registers }: Execution, opcode: Opcode, ip: number, base: number): void {
  const to = base + code[ip + 1]!;
  const low = registers[base + code[ip + 2]!]!;
  const high = registers[base + code[ip + 2]! + 1]!;
  switch (opcode) {
    case Opcode.countLeadingZeros32:
      registers[to] = Math.clz32(low);
      return;
    case Opcode.countLeadingZeros64:
      registers[to] = high !== 0 ? Math.clz32(high) : 32 + Math.clz32(low);
      return;
    case Opcode.countTrailingZeros32:
      registers[to] = countTrailingZeros(low);
      return;
    case Opcode.countTrailingZeros64:
      registers[to] = low !== 0 ? countTrailingZeros(low) : 32 + countTrailingZeros(high);
      return;
    case Opcode.populationCount32:
      registers[to] = populationCount(low);
      return;
    case Opcode.populationCount64:
      registers[to] = populationCount(low) + populationCount(high);
      return;
    case Opcode.byteSwap16:
      registers[to] = ((low & 0xff) << 8) | ((low >>> 8) & 0xff);
      return;
    case Opcode.byteSwap32:
      registers[to] = byteSwap(low);
      return;
    default:
      registers[to] = byteSwap(high);
      registers[to + 1] = byteSwap(low);
  }
}

function countTrailingZeros(value: number): number {
  return value === 0 ? 32 : 31 - Math.clz32(value & -value);
}

function populationCount(value: number): number {
  let pairs = value - ((value >>> 1) & 0x55555555);
  pairs = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((pairs + (pairs >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function byteSwap(value: number): number {
  return (value << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24);
}
