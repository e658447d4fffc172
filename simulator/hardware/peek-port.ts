/**
 * Memory by virtual address for the debugger and its evaluator: the page tables decide, no TLB, cache or counter is disturbed, writes poke
 * every copy. Rights are respected, so that a poke cannot reach the shared zero page or what a process may not see.
 */
import type { MemoryFault, MemoryPort } from '../c-language/memory-port.ts';
import { coherentRead, coherentWrite } from './coherent-access.ts';
import { createFastTable } from './fast-table.ts';
import { mmioRegionAt } from './hardware.ts';
import type { Hardware, MmioRegion } from './hardware.ts';
import { fail } from './line-access.ts';
import { walk } from './mmu.ts';
import type { WalkOutcome } from './mmu.ts';
import { hasMemory, readPhysical, writePhysical } from './physical-memory.ts';

export interface PeekPortLinks {
  /** Whose view decides where cached copies differ; 0 unless said. */
  readonly cpu?: number;
  /** A device's register without side effect. Without this link, and for every write, registers are a `bus-error`. */
  peekMmio?(region: MmioRegion, offset: number, size: number): bigint;
}

/** One piece of an access, inside one page. */
interface Piece {
  readonly physical: number;
  readonly uncached: boolean;
  readonly from: number;
  readonly count: number;
}
type PeekPort = MemoryPort & { readonly mode: 'user' | 'kernel' };

/** Nothing is ever entered. */
const emptyLines = new WeakMap<Hardware, MemoryPort['fast']>();

function noFastLines(hardware: Hardware): MemoryPort['fast'] {
  const { l1, tlb } = hardware.cpus[0]!;
  const lines = emptyLines.get(hardware) ?? createFastTable(l1, tlb).lines;
  emptyLines.set(hardware, lines);
  return lines;
}

export function createPeekPort(
  hardware: Hardware,
  root: () => number,
  mode: 'user' | 'kernel',
  links: PeekPortLinks = {},
): MemoryPort {
  const port: PeekPort = {
    mode,
    fast: noFastLines(hardware),
    valueLow: 0,
    valueHigh: 0,
    fault: null,
    attention: 0,
    load: (low, high, size) => {
      const pieces = locate(port, hardware, root(), low, high, size, false, links);
      if (!pieces) return false;
      let value = 0n;
      for (const piece of pieces) value |= peek(hardware, piece, links) << BigInt(8 * piece.from);
      port.valueLow = Number(BigInt.asIntN(32, value));
      port.valueHigh = Number(BigInt.asIntN(32, value >> 32n));
      return true;
    },
    store: (low, high, size, valueLow, valueHigh) => {
      const pieces = locate(port, hardware, root(), low, high, size, true, links);
      if (!pieces) return false;
      const value = (BigInt(valueHigh >>> 0) << 32n) | BigInt(valueLow >>> 0);
      for (const piece of pieces) poke(hardware, piece, value >> BigInt(8 * piece.from));
      return true;
    },
  };
  return port;
}

/** Where the bytes are, page by page; null: `port.fault` says why not. */
function locate(
  port: PeekPort,
  hardware: Hardware,
  root: number,
  low: number,
  high: number,
  size: number,
  write: boolean,
  links: PeekPortLinks,
): Piece[] | null {
  const address = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  const pieces: Piece[] = [];
  for (let from = 0; from < size;) {
    const at = BigInt.asUintN(64, address + BigInt(from));
    const count = Math.min(size - from, 4096 - Number(at & 4095n));
    const { outcome } = walk(hardware, root, at);
    const problem = obstacle(hardware, outcome, port.mode, count, write, links);
    if (problem || outcome.kind !== 'page') {
      fail(
        port,
        problem ?? 'bus-error',
        Number(BigInt.asIntN(32, at)),
        Number(BigInt.asIntN(32, at >> 32n)),
        count,
        write,
      );
      return null;
    }
    pieces.push({ physical: outcome.physical, uncached: outcome.uncached, from, count });
    from += count;
  }
  return pieces;
}

function obstacle(
  hardware: Hardware,
  outcome: WalkOutcome,
  mode: 'user' | 'kernel',
  count: number,
  write: boolean,
  links: PeekPortLinks,
): MemoryFault['kind'] | null {
  if (outcome.kind === 'table-outside-memory') return 'bus-error';
  if (outcome.kind !== 'page') return outcome.kind;
  if ((write && !outcome.writable) || (mode === 'user' && !outcome.user)) return 'protection';
  if (hasMemory(hardware.memory, outcome.physical, count)) return null;
  const region = mmioRegionAt(hardware, outcome.physical);
  const readable = region && !write && links.peekMmio && outcome.physical + count <= region.end;
  return readable ? null : 'bus-error';
}

function peek(hardware: Hardware, { physical, uncached, count }: Piece, links: PeekPortLinks): bigint {
  const region = mmioRegionAt(hardware, physical);
  if (region) return BigInt.asUintN(8 * count, links.peekMmio!(region, physical - region.start, count));
  const bytes =
    uncached && !hardware.coherent
      ? readPhysical(hardware.memory, physical, count)
      : coherentRead(hardware, physical, count, links.cpu ?? 0);
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function poke(hardware: Hardware, { physical, uncached, count }: Piece, value: bigint): void {
  const bytes = Uint8Array.from({ length: count }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn));
  if (uncached && !hardware.coherent) writePhysical(hardware.memory, physical, bytes);
  else coherentWrite(hardware, physical, bytes);
}
