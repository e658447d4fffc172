/**
 * Random C functions from a seed, without undefined behaviour that matters here (gcc is told that overflow wraps): integers of every size up to
 * 128 bits, bit-fields narrow, wide and packed, structs by value, unions, arrays, pointers, floating-point numbers, loops and calls.
 */

interface Generator {
  state: number;
}

const types = [
  'signed char', 'unsigned char', 'short', 'unsigned short', 'int', 'unsigned', 'long', 'unsigned long', '_Bool', '__int128',
  'unsigned __int128',
] as const; // prettier-ignore
const variables = ['c', 'uc', 's', 'us', 'i', 'u', 'l', 'ul', 'b', 'w', 'uw'] as const;
const members = ['m.x', 'm.y', 'm.z', 'm.w', 'm.v', 'm.t', 'q.a', 'q.b', 'q.c', 'n[1].p.x', 'n[0].p.y', 'v.half[1]', 'v.all', 'r->p.x', 'r->k'] as const; // prettier-ignore
const constants = ['0', '1', '-1', '2', '7', '255', '-128', '32768', '65535', '2147483647', '0x80000000u', '-2147483647', '0xffffffffffUL', '-5L', '1L << 40', '0x7fffffffffffffffL', '0x8000000000000000UL']; // prettier-ignore

function next(generator: Generator, below: number): number {
  generator.state = (Math.imul(generator.state, 1664525) + 1013904223) >>> 0;
  return Math.floor((generator.state / 0x100000000) * below);
}

function pick<T>(generator: Generator, from: readonly T[]): T {
  return from[next(generator, from.length)]!;
}

function operand(g: Generator): string {
  switch (next(g, 12)) {
    case 0:
      return `(${pick(g, constants)})`;
    case 1:
      return `a[${pick(g, variables)} & 7]`;
    case 2:
      return pick(g, members);
    case 3:
      return `(${floating(g, 1)} ${pick(g, ['<', '<=', '>', '==', '!='] as const)} ${floating(g, 1)})`;
    case 4:
      return `helper_${next(g, helpers)}(${pick(g, variables)}, ${pick(g, [...members, ...variables])})`;
    case 5:
      return gnuOperand(g);
    case 6:
      return pick(g, [
        'grid[i & 1][u % 3]',
        '(*(grid + 1))[ul & 1]',
        '*(&grid[0][0] + (us & 3))',
        '((long (*)[2])a)[s & 3][b]',
      ]);
    default:
      return pick(g, variables);
  }
}

/** What only GNU C has, and other rare forms of an expression. */
function gnuOperand(g: Generator): string {
  const x = pick(g, variables);
  const y = pick(g, [...variables, ...members]);
  return pick(g, [
    `(${x} ?: ${y})`,
    `({ __typeof__(${x} + 0) t_ = ${x}; t_ ^ (t_ >> 1); })`,
    `(${x}, ${y})`,
    `((struct point){.y = ${x}, .x = ${y}}).y`,
    `total(2, (long)${x}, (long)${y})`,
    `chosen[${x} & 1](${y}, ${x})`,
    `(int)(sizeof(${y.includes('.') || y.includes('>') ? x : y} + 0) + __alignof__(${x}))`,
    `_Generic(${x} + 0, int: 1, unsigned: 2, long: 3, unsigned long: 4, default: 5)`,
    `(${x} - ${x} + __builtin_popcountl(${y}))`,
    `__builtin_add_overflow(${x} == 1 ? i : s, ${y}, &(int){0})`,
    `(unsigned char)"\\x80text"[${x} & 3]`,
    `(changed(n[0], ${x}).k)`,
    `(long)(float)(short)${x}`,
    `(int)((double)(${y} & 4095) * 1.75)`,
  ]);
}

/** Never converted to an integer, which is undefined for what does not fit. */
function floating(g: Generator, depth: number): string {
  if (depth === 0)
    return pick(g, [
      'd',
      'fl',
      '1.5',
      '-0.25f',
      '1e10',
      `(double)${pick(g, variables)}`,
      `(float)${pick(g, variables)}`,
    ]);
  return `(${floating(g, depth - 1)} ${pick(g, ['+', '-', '*', '/'] as const)} ${floating(g, depth - 1)})`;
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
  const target = (): string => pick(g, [...variables, ...members, 'a[i & 7]', '(*p)']);
  switch (depth === 0 ? next(g, 7) : next(g, 14)) {
    case 0:
    case 1:
      return `${target()} = ${expression(g, 2)};`;
    case 2:
      return `${target()} ${pick(g, ['+=', '-=', '*=', '&=', '|=', '^='] as const)} ${expression(g, 1)};`;
    case 3:
      return pick(g, [`${target()}++;`, `--${target()};`, `a[${operand(g)} & 7]--;`]);
    case 4:
      return pick(g, [
        `d = ${floating(g, 2)};`,
        `fl = ${floating(g, 2)};`,
        `d ${pick(g, ['+=', '-=', '*='] as const)} ${floating(g, 1)};`,
      ]);
    case 5:
      return pick(g, [
        'n[0] = n[1];',
        '*r = changed(*r, l);',
        'r = &n[i & 1];',
        'n[1].p = (struct point){.y = s, .x = i};',
        'p = &a[u & 7];',
        'q = (struct tight){i, l, c};',
        'v.all = ul;',
      ]);
    case 6:
      return `${target()} ${pick(g, ['<<=', '>>='] as const)} ${operand(g)} & 7;`;
    case 7:
      return `if (${expression(g, 2)}) ${statement(g, depth - 1)} else ${statement(g, depth - 1)}`;
    case 8:
      return `for (int k = 0; k < ${1 + next(g, 5)}; k++) { ${statement(g, depth - 1)} if (${expression(g, 1)}) continue; ${statement(g, depth - 1)} }`;
    case 9:
      return `switch (${expression(g, 1)} & 7) { case 0: case 3: ${statement(g, depth - 1)} break; case 4 ... 6: ${statement(g, depth - 1)} default: ${statement(g, depth - 1)} }`;
    case 11:
      return `do { static long kept_; kept_ += ${expression(g, 1)}; grid[i & 1][u % 3] ^= kept_; ${statement(g, depth - 1)} } while (0);`;
    case 12:
      return `{ __label__ again_, out_; int w_ = 0; void *to_[] = {&&again_, &&out_}; again_: ${statement(g, depth - 1)} goto *to_[w_++ > 1 || ${expression(g, 1)}]; out_:; }`;
    case 10:
      return `{ int n_ = 0; while (${expression(g, 1)}) { ${statement(g, depth - 1)} if (n_++ > 3) break; } }`;
    default:
      return `{ ${statement(g, depth - 1)} ${statement(g, depth - 1)} ${statement(g, depth - 1)} }`;
  }
}

const helpers = 6;

/** What the functions share. */
function prelude(g: Generator): string {
  const simple = (depth: number): string =>
    depth === 0
      ? pick(g, ['x', 'y', `(${pick(g, constants)})`])
      : `(${simple(depth - 1)} ${pick(g, ['+', '-', '*', '&', '|', '^', '<', '=='] as const)} ${simple(depth - 1)})`;
  const types = ['int', 'long', 'unsigned char', 'short', 'unsigned long', 'unsigned __int128'];
  const functions = Array.from(
    { length: helpers },
    (_, index) =>
      `static ${pick(g, types)} helper_${index}(${pick(g, types)} x, ${pick(g, types)} y) { return ${simple(3)}; }`,
  );
  return `struct point { int x; short y; };
struct node { struct point p; long k; };
struct __attribute__((packed)) tight { unsigned a : 11; long b : 45; int c : 17; };
union both { unsigned long all; unsigned half[2]; };
static struct node changed(struct node n, long by) { n.p.x += by; n.k ^= n.p.y; return n; }
static long total(int n, ...) { va_list v; va_start(v, n); long t = 0; while (n--) t = t * 3 + va_arg(v, long); va_end(v); return t; }
static long first_of(long x, int y) { return x - y; }
static long second_of(long x, int y) { return x * y; }
static long (*const chosen[])(long, int) = { first_of, second_of };
static unsigned long high(unsigned __int128 x) { return x >> 64; }
${functions.join('\n')}
`;
}

/** A group of `count` functions as `gcc-oracle.ts` runs them. */
export function randomFunctions(seed: number, count: number): string {
  const g: Generator = { state: seed };
  const shared = prelude(g);
  const functions = Array.from({ length: count }, (_, index) => {
    const body = Array.from({ length: 6 }, () => `  ${statement(g, 2)}`).join('\n');
    return `TEST(random_${index}) {
  signed char c = ${next(g, 256) - 128}; unsigned char uc = ${next(g, 256)}; short s = ${next(g, 65536) - 32768}; unsigned short us = ${next(g, 65536)};
  int i = ${next(g, 0xffffffff) - 0x7fffffff}; unsigned u = ${next(g, 0xffffffff)}u; long l = ${next(g, 0xffffffff)}L * ${next(g, 1000) - 500}; unsigned long ul = ${next(g, 0xffffffff)}UL << ${next(g, 32)}; _Bool b = ${next(g, 2)};
  __int128 w = (__int128)l * ul; unsigned __int128 uw = (unsigned __int128)ul << ${next(g, 64)} | u; double d = ${next(g, 1000)} / 7.0; float fl = ${next(g, 100)} / 3.0f;
  int grid[2][3] = {{1, 2, 3}, [1][1] = 9};
  long a[8] = {1, -2, 3000000000L, 4, i, u, l, 8}, *p = &a[${next(g, 8)}];
  struct { int x : 7; unsigned y : 20; unsigned long z : 64; signed char w; unsigned long v : 40; long t : 50; } m = {${next(g, 60)}, ${next(g, 1000)}, ${next(g, 1000)}, ${next(g, 100)}, ${next(g, 0xffffffff)}, -${next(g, 0xffffffff)}};
  struct tight q = {${next(g, 2000)}, ${next(g, 0xffffffff)}, ${next(g, 1000)}}; struct node n[2] = {{{1, 2}, 3}, {{-4, 5}, 6}}, *r = &n[${next(g, 2)}]; union both v = {${next(g, 0xffffffff)}};
${body}
  printf("%d %d %d %d %d %u %ld %lu %d\\n", c, uc, s, us, i, u, l, ul, b);
  printf("%lx %lx %lx %lx\\n", high(w), (unsigned long)w, high(uw), (unsigned long)uw);
  printf("%d %d\\n", d > 1e6, fl < 0); if (d == d) printf("%016lx\\n", ((union { double d; unsigned long u; }){d}).u); if (fl == fl) printf("%08x\\n", ((union { float f; unsigned u; }){fl}).u);
  for (int k = 0; k < 8; k++) printf("%lx ", a[k]);
  printf("%d %u %lx %d %lx %lx\\n", m.x, m.y, (unsigned long)m.z, m.w, (unsigned long)m.v, (unsigned long)m.t);
  for (int k = 0; k < 6; k++) printf("%d ", grid[k / 3][k % 3]);
  printf("%d %lx %d %lx %d %d %ld %d\\n", q.a, (unsigned long)q.b, q.c, v.all, n[0].p.x, n[1].p.y, n[0].k + n[1].k, (int)(r - n));
}`;
  });
  return shared + functions.join('\n');
}
