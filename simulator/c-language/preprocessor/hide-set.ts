/** Hide sets of Prosser's algorithm as immutable linked lists: mostly empty or one element long, and shared by many tokens. */
import type { HideSet } from '../token.ts';

export function hides(set: HideSet | null, macro: string): boolean {
  for (let rest = set; rest !== null; rest = rest.rest) if (rest.macro === macro) return true;
  return false;
}

export function withMacro(set: HideSet | null, macro: string): HideSet {
  return { macro, rest: set };
}

export function union(left: HideSet | null, right: HideSet | null): HideSet | null {
  if (left === null || left === right) return right;
  let result = right;
  for (let rest: HideSet | null = left; rest !== null; rest = rest.rest) {
    if (!hides(result, rest.macro)) result = { macro: rest.macro, rest: result };
  }
  return result;
}

export function intersection(left: HideSet | null, right: HideSet | null): HideSet | null {
  if (left === right) return left;
  let result: HideSet | null = null;
  for (let rest = left; rest !== null; rest = rest.rest) {
    if (hides(right, rest.macro)) result = { macro: rest.macro, rest: result };
  }
  return result;
}
