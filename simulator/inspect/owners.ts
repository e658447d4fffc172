/** Whose a page frame is, in words: CMA's bookkeeping before the buddy's, a device's registers where there is no RAM. */
import { mmioRegionAt } from '../hardware/hardware.ts';
import { areaHolding, givenRanges } from '../kernel/cma.ts';
import { ownerOfFrame as ownerInBuddy } from '../kernel/page-allocator.ts';
import type { World } from '../world.ts';
import { placeOfStack } from './formatting.ts';
import type { FrameKind, SourcePlace } from './view-models.ts';

export interface OwnerInWords {
  readonly kind: FrameKind;
  readonly owner: string;
  readonly place: SourcePlace | null;
}

export function ownerOfFrame(world: World, frame: number): OwnerInWords {
  const { pageAllocator, cma } = world.kernel;
  const region = mmioRegionAt(world.hardware, frame * 4096);
  if (region) return { kind: 'other', owner: `BAR ${region.bar} of ${region.device}`, place: null };
  const area = areaHolding(cma, frame);
  const given = area && givenRanges(pageAllocator, area).find((range) => frame >= range.first && frame < range.end);
  if (given)
    return { kind: 'cma-used', owner: given.owner.what, place: placeOfStatement(world, given.owner.statement) };
  const found = ownerInBuddy(pageAllocator, frame);
  return {
    kind: found.kind === 'hole' ? 'other' : found.kind,
    owner: found.what,
    place: placeOfStatement(world, found.statement),
  };
}

export function placeOfStatement(world: World, statement: number | null): SourcePlace | null {
  return statement === null ? null : placeOfStack(world, [statement]);
}
