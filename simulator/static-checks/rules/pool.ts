/** Pools of small blocks: how they are made, and that they outlive their blocks. */
import { isLive } from '../state.ts';
import type { Term } from '../terms.ts';
import { report, type CallHandler, type Family, type Walk } from '../walk.ts';

/** dma_pool_create(name, dev, size, align, boundary), as mm/dmapool.c of 6.1 checks it. */
function makes(first: number): CallHandler {
  return (walk, { values, place }) => {
    const [size, align, boundary] = [0, 1, 2].map((index) => constant(values[first + index]));
    const wrong = geometry(size ?? null, align ?? null, boundary ?? null);
    if (wrong) report(walk, 'pool-geometry', place, wrong);
    return null;
  };
}

function constant(term: Term | undefined): bigint | null {
  return term?.kind === 'number' ? term.value : null;
}

function isPower(value: bigint): boolean {
  return value > 0n && (value & (value - 1n)) === 0n;
}

function geometry(size: bigint | null, align: bigint | null, boundary: bigint | null): string | null {
  if (align !== null && align !== 0n && !isPower(align))
    return `an alignment of ${align} is no power of two: no pool is made`;
  if (boundary === null || boundary === 0n) return null;
  if (!isPower(boundary)) return `a boundary of ${boundary} is no power of two: no pool is made`;
  if (size !== null && boundary < size)
    return `blocks of ${size} bytes do not fit between boundaries of ${boundary}: no pool is made`;
  return null;
}

const destroys: CallHandler = (walk, { values, place }) => {
  const [pool] = values;
  if (pool) reportBlocks(walk, pool, place);
  return null;
};

function reportBlocks(walk: Walk, pool: Term, place: Parameters<typeof report>[2]): void {
  for (const [name, resource] of walk.state.resources) {
    if (
      // What a function of its own has got stands in lists and rings that are gone through elsewhere.
      name.lastIndexOf('/') !== 0 ||
      resource.kind !== 'pool' ||
      !isLive(resource) ||
      !resource.proven ||
      resource.homes.some((home) => home === '*' || /memory:|\[/.test(home)) ||
      resource.pool?.key !== pool.key
    )
      continue;
    const notes = [{ message: 'the block is taken here', place: resource.place }];
    report(walk, 'pool-destroyed-in-use', place, 'a block of the pool has not been given back', { notes });
    // It went with its pool.
    walk.state.resources.set(name, { ...resource, failed: true });
  }
}

export const pool: Family = {
  name: 'pool',
  rules: [
    { id: 'pool-geometry', severity: 'error', title: 'a pool that cannot be made' },
    { id: 'pool-destroyed-in-use', severity: 'error', title: 'a pool is destroyed before its blocks are given back' },
  ],
  calls: { dma_pool_create: makes(2), dmam_pool_create: makes(2), dma_pool_destroy: destroys },
};
