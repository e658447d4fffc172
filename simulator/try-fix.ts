/** A quick fix is safe to offer where it takes its finding away, brings no other, and still compiles: it is made and looked at, as if it had been typed. */
import {
  checkDriver,
  type CheckCache,
  type CheckOptions,
  type DriverCheck,
  type StaticFinding,
} from './check-driver.ts';
import type { SourceText } from './simulation.ts';

type Fix = StaticFinding['fixes'][number];

/** Fixes of a finding that do what they say; `before` is what was found in the text as it is, with the same cache. */
export function safeFixes(
  source: SourceText,
  options: CheckOptions,
  cache: CheckCache,
  before: DriverCheck,
  finding: StaticFinding,
): readonly Fix[] {
  if (finding.fixes.length === 0) return [];
  const kept = finding.fixes.filter((fix) => mends(before, checkDriver({ ...source, text: mended(source.text, fix) }, options, cache), finding.rule)); // prettier-ignore
  // What is remembered is of the text as it is.
  checkDriver(source, options, cache);
  return kept;
}

/** The text with a fix made. */
export function mended(text: string, { edits }: Fix): string {
  const backwards = [...edits].sort((one, other) => other.from - one.from);
  return backwards.reduce((whole, { from, to, text: by }) => whole.slice(0, from) + by + whole.slice(to), text);
}

function mends(before: DriverCheck, after: DriverCheck, rule: string): boolean {
  const was = countsOf(before);
  const is = countsOf(after);
  return (is.get(rule) ?? 0) < (was.get(rule) ?? 0) && [...is].every(([each, count]) => count <= (was.get(each) ?? 0));
}

/** How often each rule speaks, and how many errors the front end tells. */
function countsOf({ findings, diagnostics }: DriverCheck): ReadonlyMap<string, number> {
  const counts = new Map([['', diagnostics.filter(({ severity }) => severity === 'error').length]]);
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}
