/** The part of a file that tells what can be written at a place: bodies of other functions are blank, so that a long file is read in a moment. */
import { blank } from '../headers-once.ts';
import type { Position } from './analysis.ts';
import { offsetOf } from './completion.ts';

/** Lines and columns stay as they are. Functions are told by their braces, which begin lines. */
export function aroundCursor(text: string, at: Position): string {
  const cursor = offsetOf(text, at);
  return text.replace(/\)\s*\n\{([^]*?)\n\}/g, (whole, body: string, offset: number) => {
    const isElsewhere = cursor < offset || cursor > offset + whole.length;
    return isElsewhere ? `${whole.slice(0, -body.length - 2)}${blank(`${body}\n`)}}` : whole;
  });
}
