/** First touch of private anonymous memory: the page of zeros for a read, a page of one's own for a write (do_anonymous_page). */
import { installAnonymous, newPage, outOfMemory, type Fault, type FaultStep } from './fault.ts';
import { areaRights } from './fault.ts';
import { clearFrame, mapPage } from './user-pages.ts';

export function anonymousFault(fault: Fault): FaultStep {
  const { world, space, area, cpu, page, write } = fault;
  const { addressSpaces } = world.kernel;
  if (!write) {
    const rights = { ...areaRights(area), writable: false, special: true };
    if (!mapPage(world, space, page, addressSpaces.zeroFrame, rights, cpu)) return outOfMemory;
    space.counters.zeroPageFaults++;
    addressSpaces.events.zeroPageFaults++;
    return null;
  }
  const frame = newPage(fault);
  if (frame === null) return outOfMemory;
  clearFrame(world, frame, cpu);
  const failed = installAnonymous(fault, frame, true);
  if (failed) return failed;
  space.counters.anonymousFaults++;
  addressSpaces.events.anonymousFaults++;
  return null;
}
