/** The lines that conditions left out, for greying them out in an editor. */

export interface LineRange {
  readonly firstLine: number;
  readonly lastLine: number;
}

/** Adds what one inclusion of a file left out: of a file included several times, lines that were active once are active. */
export function mergeInactiveLines(
  inactive: Map<string, readonly LineRange[]>,
  path: string,
  ranges: readonly LineRange[],
): void {
  const known = inactive.get(path);
  inactive.set(path, known === undefined ? ranges : intersect(known, ranges));
}

/** Both ascend. */
function intersect(left: readonly LineRange[], right: readonly LineRange[]): LineRange[] {
  const result: LineRange[] = [];
  for (let i = 0, k = 0; i < left.length && k < right.length;) {
    const firstLine = Math.max(left[i]!.firstLine, right[k]!.firstLine);
    const lastLine = Math.min(left[i]!.lastLine, right[k]!.lastLine);
    if (firstLine <= lastLine) result.push({ firstLine, lastLine });
    if (left[i]!.lastLine < right[k]!.lastLine) i++;
    else k++;
  }
  return result;
}
