/** The part of a file that tells what stands in some of its lines: bodies of other functions are blank, so that a long file is read in a moment. */
import { blank } from '../headers-once.ts';

/** 1-based, both included. */
export interface Lines {
  readonly first: number;
  readonly last: number;
}

/** Lines and columns stay as they are, and so do directives. Functions are told by their braces, which begin lines. */
export function aroundLines(text: string, { first, last }: Lines): string {
  let line = 1;
  let counted = 0;
  return text.replace(/\)\s*\n\{([^]*?)\n\}/g, (whole, body: string, offset: number) => {
    line += lineEnds(text.slice(counted, offset));
    counted = offset;
    const isElsewhere = last < line || first > line + lineEnds(whole);
    return isElsewhere ? `${whole.slice(0, -body.length - 2)}${withoutCode(`${body}\n`)}}` : whole;
  });
}

function lineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

function withoutCode(body: string): string {
  if (!body.includes('#')) return blank(body);
  const quotedOrDirective = /\/\*[^]*?\*\/|^[ \t]*#(?:\\\r?\n|[^\n])*/gm;
  let rest = '';
  let at = 0;
  for (const { 0: found, index } of body.matchAll(quotedOrDirective)) {
    if (found.startsWith('/*')) continue;
    rest += blank(body.slice(at, index)) + found;
    at = index + found.length;
  }
  return rest + blank(body.slice(at));
}
