/** Line splices (translation phase 2): a backslash at the end of a line joins it with the next. */

/**
 * The position after the splice at `at`, or -1 when there is none. As in gcc, blanks may stand between the backslash and
 * the end of the line.
 */
export function spliceEnd(text: string, at: number): number {
  let end = at + 1;
  for (;;) {
    const code = text.charCodeAt(end);
    if (code === 0x0a) return end + 1;
    if (code !== 0x0d && code !== 0x20 && code !== 0x09) return -1;
    end++;
  }
}

/** Text as phase 2 leaves it, from `at` on. */
export interface UnsplicedText {
  readonly text: string;
  /** The line ends here; otherwise more was left out, because `splices` were enough. */
  readonly complete: boolean;
}

/** The logical line from `at`, across at most `splices` splices. */
export function unsplice(text: string, at: number, splices: number): UnsplicedText {
  let joined = '';
  let start = at;
  for (let left = splices; ; left--) {
    const backslash = nextSplice(text, start);
    if (backslash < 0) return { text: joined + text.slice(start, endOfLine(text, start)), complete: true };
    joined += text.slice(start, backslash);
    if (left === 0) return { text: joined, complete: false };
    start = endOfLine(text, backslash) + 1;
  }
}

/** Where `length` characters of the logical line from `at` end in the written text. */
export interface PhysicalEnd {
  readonly end: number;
  /** Splices crossed. */
  readonly lines: number;
  /** Start of the line that `end` is on; -1 when no splice was crossed. */
  readonly lineStart: number;
  /** Characters on the first line. */
  readonly firstLength: number;
}

export function physicalEnd(text: string, at: number, length: number): PhysicalEnd {
  let start = at;
  let left = length;
  let lines = 0;
  let firstLength = length;
  for (;;) {
    const backslash = nextSplice(text, start);
    if (backslash < 0 || left <= backslash - start) {
      return { end: start + left, lines, lineStart: lines === 0 ? -1 : start, firstLength };
    }
    left -= backslash - start;
    if (lines === 0) firstLength = backslash - start;
    lines++;
    start = endOfLine(text, backslash) + 1;
  }
}

/** The backslash that splices the line on which `start` is, or -1. */
function nextSplice(text: string, start: number): number {
  const newline = text.indexOf('\n', start);
  if (newline < 0) return -1;
  let end = newline - 1;
  while (end > start && isBlank(text.charCodeAt(end))) end--;
  return end >= start && text.charCodeAt(end) === 0x5c ? end : -1;
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d;
}

function endOfLine(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  if (newline < 0) return text.length;
  return newline;
}
