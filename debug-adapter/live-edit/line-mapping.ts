/** Where a line of a text has gone after an edit. */

/** 1-based. A line of the changed part goes to the nearest line of the same words there, else to the part's first line. */
export function mapLine(before: string, after: string, line: number): number {
  const old = before.split('\n');
  const now = after.split('\n');
  const same = commonStart(old, now);
  if (line <= same) return line;
  const tail = commonEnd(old.slice(same), now.slice(same));
  if (line > old.length - tail) return line + now.length - old.length;
  const words = (old[line - 1] ?? '').trim();
  let best = same + 1;
  let distance = Infinity;
  for (let at = same + 1; at <= now.length - tail; at++) {
    const away = Math.abs(at - line);
    if (now[at - 1]!.trim() !== words || away >= distance) continue;
    best = at;
    distance = away;
  }
  return Math.max(1, Math.min(best, now.length));
}

function commonStart(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count++;
  return count;
}

function commonEnd(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[a.length - 1 - count] === b[b.length - 1 - count]) count++;
  return count;
}
