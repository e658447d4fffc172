/** A driver that was loaded and of which nothing ran: most often the machine has no device that it is for, and a real kernel says nothing either. */
import { allRecords } from '../journal.ts';
import type { World } from '../world.ts';

/** Devices that the machine has instead, as `edu at 0000:00:02.0`; null: the driver has left a trace in the journal, or there is none. */
export function devicesOfIdleDriver({ program, journal, devices }: World): string[] | null {
  const { functions, images, statements } = program;
  const ofDriver = (index: number): boolean => {
    const { builtIn, image } = functions[index]!;
    return !builtIn && images[image]!.mode === 'kernel';
  };
  if (!functions.some((_, index) => ofDriver(index))) return null;
  for (const { stack } of allRecords(journal))
    if (stack.some((statement) => ofDriver(statements[statement]!.function))) return null;
  return Object.entries(devices).map(([name, { model }]) => `${model} at ${name}`);
}
