/** Who outside of a driver gives values to it, by what these are called in answers, and how an answer is brought about. */
import type { Shadow } from '../c-language/vm/shadows.ts';

/**
 * A name says all: `read driver.c:42#1`, the first register read on that line; `memory driver.c:42#2 b->ring[i].ctrl`, what a device leaves there before the
 * second round; `parameter mode`; `call driver.c:42 kmalloc`; `wait driver.c:50`; `user probe_ioctl#1 4`, byte 4 of what the program hands over at the first call
 * of that function; `argument probe_ioctl#1 cmd`.
 */
export type SourceId = string;

export function source(id: SourceId, value: bigint, bits: number): Shadow {
  return { kind: 'source', id, value: BigInt.asUintN(bits, value), bits };
}

export interface SourceName {
  readonly kind: string;
  readonly at: string;
  readonly round: number;
  readonly what: string;
}

export function readName(id: SourceId): SourceName {
  const [, kind, at, round, what] = /^(\w+) ([^#]*?)(?:#(\d+))?(?: ([^#]*))?$/.exec(id)!;
  return { kind: kind!, at: at!, round: Number(round ?? 1), what: what ?? '' };
}
