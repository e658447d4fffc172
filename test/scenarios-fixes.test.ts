/** Fixes are copies of what they fix: each differs in few lines, and in functions that the README names, so that no copy drifts away unseen. */
import { describe, expect, test } from 'vitest';
import { scenarios, type Scenario } from '../simulator/index.ts';

/** Changed, added and removed lines. A pool in place of offsets of one's own is the largest. */
const mostLines = 50;

interface Fix {
  readonly scenario: Scenario;
  readonly name: string;
  readonly title: string;
  readonly before: string;
  readonly after: string;
}

const fixes: readonly Fix[] = scenarios().flatMap((scenario) => {
  const [original, ...variants] = scenario.variants;
  const text = (path: string | null): string => (path === null ? '' : scenario.files[path]!);
  return variants.flatMap(({ name, title, driver, app }) =>
    [
      [original!.driver, driver],
      [original!.app, app],
    ]
      .filter(([old, own]) => old !== own)
      .map(([old, own]) => ({ scenario, name, title, before: text(old!), after: text(own!) })),
  );
});

/** Length of the longest common subsequence, line by line. */
function linesInCommon(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const line of a) {
    const next = [0];
    b.forEach((other, i) => next.push(line === other ? row[i]! + 1 : Math.max(row[i + 1]!, next[i]!)));
    row = next;
  }
  return row.at(-1)!;
}

/** Functions and macros that are called and not the file's own; what only prints is left out. */
function called(text: string): Set<string> {
  const code = text.replace(/\/\*[^]*?\*\/|\/\/.*|"(?:[^"\\]|\\.)*"/g, '');
  const own = new Set([...code.matchAll(/^(?:static |struct |int )[\w *]*?(\w+)\(/gm)].map(([, name]) => name!));
  const names = [...code.matchAll(/\b([a-z_]\w+)\s*\(/g)].map(([, name]) => name!);
  const words = /^(if|for|while|switch|return|sizeof|dev_(info|err|warn)|printf|k?free|min)$/;
  return new Set(names.filter((name) => !own.has(name) && !words.test(name)));
}

describe.each(fixes)('$scenario.id, $name', ({ scenario, name, title, before, after }) => {
  const readme = scenario.files['README.md']!;
  test('is named in the README, and differs in few lines', () => {
    expect(readme).toContain(`\`${name}\``);
    const [old, own] = [before.split('\n'), after.split('\n')];
    const changed = old.length + own.length - 2 * linesInCommon(old, own);
    expect(changed).toBeGreaterThan(0);
    expect(changed).toBeLessThanOrEqual(mostLines);
  });
  test('what it calls anew, or no more, is what the README speaks of', () => {
    const [old, own] = [called(before), called(after)];
    const differing = [...own].filter((each) => !old.has(each)).concat([...old].filter((each) => !own.has(each)));
    const named = differing.filter((each) => `${readme} ${title}`.includes(each.replace(/_(fast|sg|table)$/, '')));
    expect(differing.length === 0 || named.length > 0 ? 'named' : differing).toBe('named');
  });
});
