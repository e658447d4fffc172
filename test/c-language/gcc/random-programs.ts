/** Random C functions without undefined behaviour that matters here (gcc is told that overflow wraps), from a seed. */

interface Generator {
  state: number;
}

const types = [
  'signed char', 'unsigned char', 'short', 'unsigned short', 'int', 'unsigned', 'long', 'unsigned long', '_Bool',
] as const; // prettier-ignore
const variables = ['c', 'uc', 's', 'us', 'i', 'u', 'l', 'ul', 'b'] as const;
const constants = ['0', '1', '-1', '2', '7', '255', '-128', '32768', '65535', '2147483647', '0x80000000u', '-2147483647', '0xffffffffffUL', '-5L', '1L << 40', '0x7fffffffffffffffL', '0x8000000000000000UL']; // prettier-ignore

function next(generator: Generator, below: number): number {
  generator.state = (Math.imul(generator.state, 1664525) + 1013904223) >>> 0;
  return Math.floor((generator.state / 0x100000000) * below);
}

function pick<T>(generator: Generator, from: readonly T[]): T {
  return from[next(generator, from.length)]!;
}

function operand(g: Generator): string {
  switch (next(g, 6)) {
    case 0:
      return `(${pick(g, constants)})`;
    case 1:
      return `a[${pick(g, variables)} & 7]`;
    case 2:
      return `m.${pick(g, ['x', 'y', 'z', 'w'] as const)}`;
    default:
      return pick(g, variables);
  }
}

function expression(g: Generator, depth: number): string {
  if (depth === 0) return operand(g);
  const x = (): string => expression(g, depth - 1);
  switch (next(g, 12)) {
    case 0:
      return `(${pick(g, ['-', '~', '!'] as const)}${x()})`;
    case 1:
      return `((${pick(g, types)})${x()})`;
    case 2:
      return `(${x()} ${pick(g, ['<<', '>>'] as const)} (${x()} & 31))`;
    case 3:
      return `(${x()} ${pick(g, ['/', '%'] as const)} ((${x()} & 1023) + 3))`;
    case 4:
      return `(${x()} ${pick(g, ['<', '<=', '>', '>=', '==', '!='] as const)} ${x()})`;
    case 5:
      return `(${x()} ${pick(g, ['&&', '||'] as const)} ${x()})`;
    case 6:
      return `(${x()} ? ${x()} : ${x()})`;
    default:
      return `(${x()} ${pick(g, ['+', '-', '*', '&', '|', '^'] as const)} ${x()})`;
  }
}

function statement(g: Generator, depth: number): string {
  const target = (): string => pick(g, [...variables, 'a[i & 7]', 'm.x', 'm.y', 'm.z', 'm.w', '*p']);
  switch (depth === 0 ? next(g, 4) : next(g, 9)) {
    case 0:
    case 1:
      return `${target()} = ${expression(g, 2)};`;
    case 2:
      return `${target()} ${pick(g, ['+=', '-=', '*=', '&=', '|=', '^='] as const)} ${expression(g, 1)};`;
    case 3:
      return pick(g, [`${target()}++;`, `--${target()};`, `a[${operand(g)} & 7]--;`]);
    case 4:
      return `if (${expression(g, 2)}) ${statement(g, depth - 1)} else ${statement(g, depth - 1)}`;
    case 5:
      return `for (int k = 0; k < ${1 + next(g, 5)}; k++) { ${statement(g, depth - 1)} if (${expression(g, 1)}) continue; ${statement(g, depth - 1)} }`;
    case 6:
      return `switch (${expression(g, 1)} & 7) { case 0: case 3: ${statement(g, depth - 1)} break; case 4 ... 6: ${statement(g, depth - 1)} default: ${statement(g, depth - 1)} }`;
    case 7:
      return `{ int n = 0; while (${expression(g, 1)}) { ${statement(g, depth - 1)} if (n++ > 3) break; } }`;
    default:
      return `{ ${statement(g, depth - 1)} ${statement(g, depth - 1)} ${statement(g, depth - 1)} }`;
  }
}

/** A group of `count` functions as `gcc-oracle.ts` runs them. */
export function randomFunctions(seed: number, count: number): string {
  const g: Generator = { state: seed };
  const functions = Array.from({ length: count }, (_, index) => {
    const body = Array.from({ length: 6 }, () => `  ${statement(g, 2)}`).join('\n');
    return `TEST(random_${index}) {
  signed char c = ${next(g, 256) - 128}; unsigned char uc = ${next(g, 256)}; short s = ${next(g, 65536) - 32768}; unsigned short us = ${next(g, 65536)};
  int i = ${next(g, 0xffffffff) - 0x7fffffff}; unsigned u = ${next(g, 0xffffffff)}u; long l = ${next(g, 0xffffffff)}L * ${next(g, 1000) - 500}; unsigned long ul = ${next(g, 0xffffffff)}UL << ${next(g, 32)}; _Bool b = ${next(g, 2)};
  long a[8] = {1, -2, 3000000000L, 4, i, u, l, 8}, *p = &a[${next(g, 8)}];
  struct { int x : 7; unsigned y : 20; unsigned long z : 64; signed char w; } m = {${next(g, 60)}, ${next(g, 1000)}, ${next(g, 1000)}, ${next(g, 100)}};
${body}
  printf("%d %d %d %d %d %u %ld %lu %d\\n", c, uc, s, us, i, u, l, ul, b);
  for (int k = 0; k < 8; k++) printf("%lx ", a[k]);
  printf("%d %u %lx %d\\n", m.x, m.y, (unsigned long)m.z, m.w);
}`;
  });
  return functions.join('\n');
}
