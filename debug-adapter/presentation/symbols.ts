/** Addresses back to names: functions and global objects of a program. */
import type { Program } from '../../simulator/index.ts';

export interface Symbol {
  readonly name: string;
  readonly function: boolean;
}
interface Extent extends Symbol {
  readonly start: bigint;
  readonly end: bigint; // exclusive
}

/** Bytes of text address space an instruction takes (`ImageSource.textBase`). */
const instructionBytes = 16n;
const extents = new WeakMap<Program, readonly Extent[]>();

/** `probe`, `probe+32`, `ring+8`; null: the address is none of the program's own. */
export function symbolAt(program: Program, address: bigint): Symbol | null {
  let known = extents.get(program);
  if (!known) extents.set(program, (known = extentsOf(program)));
  const found = lastStartingAtOrBefore(known, address);
  if (!found || address >= found.end) return null;
  const offset = address - found.start;
  return { name: offset === 0n ? found.name : `${found.name}+${offset}`, function: found.function };
}

function extentsOf(program: Program): Extent[] {
  const functions = program.functions.map((each) => ({
    name: each.name,
    function: true,
    start: each.address,
    end: each.address + instructionBytes * BigInt(Math.max(1, each.end - each.entry)),
  }));
  const objects = program.images.flatMap((image) =>
    image.globals.map((each) => ({
      name: each.name,
      function: false,
      start: each.address,
      end: each.address + BigInt(Math.max(1, each.size)),
    })),
  );
  return [...functions, ...objects].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
}

function lastStartingAtOrBefore(sorted: readonly Extent[], address: bigint): Extent | null {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]!.start <= address) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1] ?? null;
}
