/** Findings that somebody has looked at: a comment `dma-debugger: ignore RULE reason` (or `allow`) on their line or the one above. */
import type { Finding } from './walk.ts';

const comment = /dma-debugger:\s*(?:ignore|allow)\s+([\w-]+(?:\s*,\s*[\w-]+)*)/;

export function isSuppressed({ rule, place: { file, line } }: Finding): boolean {
  if (!file.text.includes('dma-debugger:')) return false;
  const lines = file.text.split('\n', line);
  return [lines[line - 1], lines[line - 2]].some((text) =>
    comment
      .exec(text ?? '')?.[1]
      ?.split(/\s*,\s*/)
      .includes(rule),
  );
}
