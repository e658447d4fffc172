/** A rule that fails takes nothing with it, and nothing endless keeps the checks busy. */
import { describe, expect, test } from 'vitest';
import { compileUnit, preprocessorOptions } from '../../simulator/shipped-sources.ts';
import { checkUnit } from '../../simulator/static-checks/check.ts';
import { earsOf, guarded, report, tell, type Family, type Walk } from '../../simulator/static-checks/walk.ts';

function check(text: string): ReturnType<typeof checkUnit> {
  const file = { path: 'driver.c', text, builtIn: false };
  const options = preprocessorOptions('kernel', { findInclude: () => null, defines: [] }, true);
  return checkUnit(compileUnit(file, options, true).unit);
}

describe('a rule that fails', () => {
  test('is written down, and the others hear all the same', () => {
    const heard: string[] = [];
    const families: Family[] = [
      { name: 'bad', rules: [], barrier: () => { throw new Error('a mistake'); } }, // prettier-ignore
      { name: 'good', rules: [], barrier: (_walk, names) => void heard.push(...names) },
    ];
    const crashes: Walk['crashes'] = [];
    const walk = { ears: earsOf(families), crashes } as unknown as Walk;
    tell(walk, 'barrier', ['wmb'], { file: { path: '', text: '', builtIn: false }, line: 1, column: 1, length: 1, expansion: null }); // prettier-ignore
    expect(heard).toEqual(['wmb']);
    expect(crashes.map(({ where, error }) => [where, error.split('\n')[0]])).toEqual([
      ['bad/barrier', 'Error: a mistake'],
    ]);
    expect(guarded({ crashes }, 'x', () => 3)).toBe(3);
    expect(report).toBeTypeOf('function');
  });
});

const head = '#include <linux/dma-mapping.h>\nint f(void);\n';

describe('bounded work', () => {
  const branches = Array.from({ length: 60 }, (_, index) => `if (f()) x += ${index};`).join(' ');
  const nested = `${'if (f()) { while (f()) {'.repeat(40)}${'} }'.repeat(40)}`;
  const calls = Array.from({ length: 30 }, (_, index) => `static int g${index}(int x) { if (f()) x++; ${index > 0 ? `g${index - 1}(x); g${index - 1}(x + 1);` : ''} return x; }`).join('\n'); // prettier-ignore
  test.each([
    ['2^60 paths', `${head}int many(struct device *d) { int x = 0; ${branches} return x; }`],
    ['loops in loops', `${head}int deep(void) { ${nested} return 0; }`],
    ['calls of calls', `${head}${calls}\nint top(void) { return g29(1); }`],
    ['a function that calls itself', `${head}int self(int n) { dma_addr_t a; return n ? self(n - 1) : self(n); }`],
    ['goto without end', `${head}int loop(void) { again: if (f()) goto again; other: goto again; goto other; }`],
  ])('%s', (_name, text) => {
    const begun = performance.now();
    const { crashes } = check(text);
    expect(crashes).toEqual([]);
    // Seconds on a machine that is busy otherwise; without a bound, for ever.
    expect(performance.now() - begun).toBeLessThan(20_000);
  });

  test('text that is cut off anywhere, or in which anything is missing', () => {
    const text = `${head}int send(struct device *d, void *p)\n{\n\tdma_addr_t a = dma_map_single(d, p, 8, DMA_TO_DEVICE);\n\tif (dma_mapping_error(d, a))\n\t\treturn -1;\n\tswitch (f()) { case 1: p = &d->parent; break; default: a++; }\n\tdma_unmap_single(d, a, 8, DMA_TO_DEVICE);\n\treturn ({ f(); }) ? 1 : f();\n}\n`; // prettier-ignore
    for (let at = head.length; at < text.length; at += 23) {
      expect(check(text.slice(0, at)).crashes).toEqual([]);
      expect(check(text.slice(0, at) + text.slice(at + 4)).crashes).toEqual([]);
    }
  });
});
