/** Findings that somebody has looked at: a comment `dma-debugger: ignore RULE reason` (or `allow`) on their line or the one above. */
import { lineAt } from './expressions.ts';
import type { Finding } from './walk.ts';

const comment = /dma-debugger:\s*(?:ignore|allow)\s+([\w-]+(?:\s*,\s*[\w-]+)*)/;

export function isSuppressed({ rule, place: { file, line } }: Finding): boolean {
  return [line, line - 1].some((number) =>
    comment
      .exec(number > 0 ? lineAt(file, number) : '')?.[1]
      ?.split(/\s*,\s*/)
      .includes(rule),
  );
}
