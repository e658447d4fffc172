/** The first thing that happened differently in a run of edited code. */
import { firstSequence, isSameInBoth, recordNumbered } from '../../simulator/index.ts';
import type { JournalRecord, World } from '../../simulator/index.ts';

export interface Difference {
  /** One line each; null: nothing more happened. */
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * Of what both runs still have in their journals; null: all that both have done is the same. Times and places do not count. `since`: before that
 * sequence nothing differs.
 */
export function firstDifference(before: World['journal'], after: World['journal'], since = 0): Difference | null {
  const start = Math.max(firstSequence(before), firstSequence(after), since);
  const end = Math.min(before.nextSequence, after.nextSequence);
  for (let sequence = start; sequence < end; sequence++) {
    if (isSameInBoth(before, after, sequence)) continue;
    const [old, now] = [recordNumbered(before, sequence), recordNumbered(after, sequence)];
    if (sameFields(old, now)) continue;
    const [a, b] = [lineOf(old), lineOf(now)];
    if (a !== b) return { before: a, after: b };
  }
  return null;
}

const circumstances = new Set(['sequence', 'at', 'cpu', 'task', 'stack', 'other', 'process']);

/** Rather says no than yes: most records are told to be the same here, without their text. */
function sameFields(one: JournalRecord, other: JournalRecord): boolean {
  if (one === other) return true;
  const [own, others] = [one, other] as unknown as Readonly<Record<string, unknown>>[];
  let fields = 0;
  for (const name in own) {
    fields++;
    const [value, theirs] = [own[name], others![name]];
    if (value === theirs || circumstances.has(name)) continue;
    if (!Array.isArray(value) || textOf(value) !== textOf(theirs)) return false;
  }
  // Nor has the other one more of them.
  for (const _ in others) fields--;
  return fields === 0;
}

function lineOf(record: JournalRecord): string {
  const fields = Object.entries(record).filter(
    ([name, value]) => !circumstances.has(name) && name !== 'kind' && value !== null,
  );
  return `${record.kind}: ${fields.map(([name, value]) => `${name} ${textOf(value)}`).join(', ')}`;
}

function textOf(value: unknown): string {
  if (typeof value === 'bigint') return `0x${value.toString(16)}`;
  if (Array.isArray(value)) return `(${value.length})`;
  return String(value).trimEnd();
}
