/** A unit without some of its headers: what they may declare, or what may follow from that, is no mistake that anybody could tell. */
import type { Parser } from './state.ts';

/** What is wrong whatever a name means. */
const certain = /^(misplaced-|bad-(escape|number)$|duplicate-|empty-(character|enum|range)$|nested-|argument-count$|string-too-long$|lvalue-required$)/; // prettier-ignore
/** So is this, unless a name stands there that nobody knows: it may be a macro. */
const grammar = /^expected-/;
const unknown = /^(undeclared|unknown|incomplete|no-member|local-tag|implicit)/;

/** Whether a message may be due to headers that are missing. */
export function mayBeDueToHeaders(parser: Parser, code: string): boolean {
  if (unknown.test(code)) parser.unknownAt = parser.index;
  if (certain.test(code)) return false;
  return !grammar.test(code) || isInOneStatement(parser, parser.unknownAt);
}

function isInOneStatement({ tokens, index }: Parser, from: number): boolean {
  if (from < 0) return false;
  for (let at = from; at < index; at++) if (/^[;}]$/.test(tokens[at]!.text)) return false;
  return true;
}
