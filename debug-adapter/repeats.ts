/** Findings that are told again and again: ten times, as the kernel's own rate limit has it, and then counted. Only the very same words of the same place are a repeat. */

/** By what is told. */
export type Repeats = Map<string, { told: number; more: number }>;

/** DEFAULT_RATELIMIT_BURST (include/linux/ratelimit_types.h). */
const burst = 10;
/** Beyond so many different ones none is held back any more. */
const mostKinds = 1000;

/** Whether this has been told often enough: then it is counted. */
export function isRepeat(repeats: Repeats, text: string): boolean {
  const known = repeats.get(text);
  if (!known && repeats.size < mostKinds) repeats.set(text, { told: 1, more: 0 });
  if (!known) return false;
  if (known.told < burst) known.told++;
  else known.more++;
  return known.more > 0;
}

/** A line for each that was only counted since the last time. */
export function countedRepeats(repeats: Repeats): string[] {
  return [...repeats].flatMap(([text, each]) => {
    const { more } = each;
    each.more = 0;
    return more === 0 ? [] : [`${more} more like this: ${text.split('\n')[0]}\n`];
  });
}
