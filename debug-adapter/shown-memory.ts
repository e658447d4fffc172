/** Memory that a client has on display: when it is no longer what was read, that is told under the very reference that it was read by. */
import type { Session, ShownMemory } from './session-state.ts';

/** Beyond these the oldest are forgotten: a client that still shows them asks again when it is looked at. */
const mostRanges = 64;
const mostBytes = 4 * 2 ** 20;

export function rememberShown({ shownMemory }: Session, shown: ShownMemory): void {
  const key = keyOf(shown);
  shownMemory.delete(key);
  shownMemory.set(key, shown);
  let total = [...shownMemory.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
  for (const [oldest, { bytes }] of shownMemory) {
    if (oldest === key || (shownMemory.size <= mostRanges && total <= mostBytes)) return;
    shownMemory.delete(oldest);
    total -= bytes.length;
  }
}

function keyOf({ memoryReference, offset, count }: ShownMemory): string {
  return `${memoryReference} ${offset} ${count}`;
}

/** To be called before the client is told that the machine stands, and after each change that it is made to suffer while it does. */
export function announceMemory(session: Session): void {
  const { debuggee, client, door, shownMemory } = session;
  if (!debuggee || !client.understands.memory) return;
  for (const shown of [...shownMemory.values()]) {
    const { memoryReference, location, count, offset } = shown;
    const { bytes } = door.readMemory(debuggee.simulation, location.space, location.address, count);
    const change = difference(shown.bytes, bytes);
    if (!change) continue;
    shownMemory.set(keyOf(shown), { ...shown, bytes });
    session.send('memory', { memoryReference, offset: offset + change.first, count: change.count });
  }
}

/** null: there is none. What is there in one of them alone counts. */
function difference(before: Uint8Array, now: Uint8Array): { readonly first: number; readonly count: number } | null {
  if (Buffer.compare(before, now) === 0) return null;
  let end = Math.max(before.length, now.length);
  let first = 0;
  while (before[first] === now[first]) first++;
  while (before[end - 1] === now[end - 1]) end--;
  return { first, count: end - first };
}
