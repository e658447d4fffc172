/** Where mmap puts what may go anywhere: in the highest gap, whatever was remembered of what is dense. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptySpace, type AddressSpace } from '../../../simulator/kernel/process/address-space.ts';
import {
  chooseMmapAddress,
  insertVma,
  overlaps,
  removeVmas,
  stackGuardBytes,
  vm,
} from '../../../simulator/kernel/process/vma.ts';

const pageBytes = 4096n;
const step = fc.record({
  kind: fc.constantFrom('choose', 'choose', 'insert', 'remove'),
  /** Below the highest address, in pages; a stack's guard has 256. */
  below: fc.nat(600),
  pages: fc.integer({ min: 1, max: 8 }),
  stack: fc.integer({ min: 0, max: 9 }).map((die) => die === 0),
});

test('the highest gap is found after any insertions and removals', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const space = emptySpace(1, 'app', 0, 1);
      for (const { kind, below, pages, stack } of steps) {
        const length = BigInt(pages) * pageBytes;
        const start = space.mmapTop - BigInt(below) * pageBytes;
        const chosen = chooseMmapAddress(space, 0n, length);
        expect(chosen).toBe(highestGap(space, length));
        if (kind === 'remove') removeVmas(space, start, start + length);
        if (kind === 'choose') insert(space, chosen!, length, false);
        if (kind === 'insert' && !overlaps(space, start, start + length)) insert(space, start, length, stack);
        expect(space.mappedPages).toBe(
          space.areas.reduce((sum, area) => sum + Number((area.end - area.start) >> 12n), 0),
        );
      }
    }),
    { seed: 7, numRuns: 300 },
  );
});

function insert(space: AddressSpace, start: bigint, length: bigint, stack: boolean): void {
  const flags = vm.READ | (stack ? vm.GROWSDOWN : 0);
  insertVma(space, { start, end: start + length, flags, what: 'anonymous', structAddress: 0n });
}

/** Page by page from the top. */
function highestGap({ areas, mmapTop }: AddressSpace, length: bigint): bigint | null {
  const taken = areas.map(
    ({ start, end, flags }) => [flags & vm.GROWSDOWN ? start - stackGuardBytes : start, end] as const,
  );
  for (let at = mmapTop - length; at > 0n; at -= pageBytes)
    if (!taken.some(([start, end]) => start < at + length && at < end)) return at;
  return null;
}
