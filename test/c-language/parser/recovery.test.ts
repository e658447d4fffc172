/** After a mistake the parser goes on: each is told once, and what stands around it is still understood. */
import { expect, test } from 'vitest';
import { parseText, transcript } from './front-end.ts';

const broken = `struct device { int id; };
static int first(struct device *dev)
{
	int count = 1
	if (count > 0) {
		dev->idd = count;
		count += missing;
		count = missing + 2;
	}
	for (int i = 0; i < 3; i++
		count++;
	call_me(dev;
	return count;
}

static u32 second(u32 value)
{
	return value << 3;
}

struct broken { int a int b; int c; };

static int third(void)
{
	struct broken b = { .c = 1, .d = 2 };
	switch (b.c) {
	case 1
		return 1;
	}
	return b.c + first(0, 1);

int fourth(int x)
{
	return x +;
}
)
int fifth = 5 5;
int sixth(void) { return fourth(fifth); }
`;

test('a file with many mistakes: one message each, and every function is there', () => {
  const result = parseText(broken);
  expect(transcript(result).split('\n')).toEqual([
    "4:15 error expected-token: expected ';' before 'if'",
    "6:8 error no-member: 'struct device' has no member named 'idd'; did you mean 'id'?",
    "7:12 error undeclared-identifier: 'missing' undeclared (first use in this function)",
    "10:28 error expected-token: expected ')' before 'count'",
    "12:2 error undeclared-function: implicit declaration of function 'call_me'",
    "12:13 error expected-token: expected ')' before ';' token",
    "16:8 error unknown-type: unknown type name 'u32'",
    "16:19 error unknown-type: unknown type name 'u32'",
    "21:22 error expected-token: expected ';' before 'int'",
    "25:31 error no-member: 'struct broken' has no member named 'd'",
    "27:8 error expected-token: expected ':' before 'return'",
    "30:24 error argument-count: too many arguments to function 'first'; expected 1, have 2",
    "32:1 error expected-token: expected '}' before 'int': the block that begins on line 24 is not closed",
    "34:12 error expected-expression: expected an expression before ';' token",
    "36:1 error expected-type: expected a type before ')' token",
    "37:14 error expected-token: expected ';' before numeric constant",
  ]);
  const names = result.unit.functions.map(({ symbol }) => symbol.name);
  expect(names).toEqual(['first', 'second', 'third', 'fourth', 'sixth']);
});

/** What remains usable around the mistake, as the language server needs it. */
test.each([
  ['int f(int a) { return a. ; } int g;', ['f', 'g']],
  ['int f(int a) { if (a) { return ', ['f']],
  ['struct s { int a; int b', ['s']],
  ['int f(struct s { int a; } *p) { p->; } int g;', ['f', 'g']],
  ['int f(int a, ) { return a; } int g;', ['f', 'g']],
  ['int f(int a { return a; } int g;', ['f']],
  ['enum e { A, B = , C }; int g = C;', ['A', 'B', 'C', 'g']],
  ['int a[ = { 1 }; int g;', ['g']],
  ['static const struct s ops = { .open = f, .close }; int g;', ['g']],
  ['@ int g;', ['g']],
  ['int f(void) { x y z; return 0; } int g;', ['f', 'g']],
  ['typedef struct { int a; } t t2; t g;', ['t']],
])('%j', (source, names) => {
  const { unit, diagnostics } = parseText(source);
  expect(diagnostics.length).toBeGreaterThan(0);
  for (const name of names) expect(unit.scope.ordinary.has(name) || unit.scope.tags.has(name), name).toBe(true);
});

test('at most 200 messages and one closing note', () => {
  const lines = Array.from({ length: 400 }, (_, index) => `int f${index}(void) { return missing; }`);
  const { diagnostics } = parseText(lines.join('\n'));
  expect(diagnostics.length).toBe(201);
  expect(diagnostics[200]!.code).toBe('too-many-messages');
});

const depth = 20_000;
const repeat = (text: string, count = depth): string => text.repeat(count);

test.each([
  ['parentheses', `int x = ${repeat('(')}1${repeat(')')};`],
  ['unary operators', `int x = ${repeat('- ')}1;`],
  ['casts', `int x = ${repeat('(int)')}1;`],
  ['braces', `int x = ${repeat('{')}1${repeat('}')};`],
  ['blocks', `void f(void) { ${repeat('{')}${repeat('}')} }`],
  ['else if', `void f(int x) { ${repeat('if (x) ; else ')}; }`],
  ['statement expressions', `int f(void) { return ${repeat('({ ')}1;${repeat(' })')}; }`],
  ['conditionals', `int x = ${repeat('1 ? 1 : ')}1;`],
  ['conditionals inside', `int x = ${repeat('1 ? ')}1${repeat(' : 1')};`],
  ['assignments', `void f(int x) { ${repeat('x = ')}1; }`],
  ['pointers in declarators', `int ${repeat('(*')}x${repeat(')')};`],
  ['pointers', `int ${repeat('*')}x;`],
  ['function parameters', `void f(${repeat('int (*)(')}int${repeat(')')});`],
  ['structs', `${repeat('struct { ')}int x;${repeat(' };')}`],
  ['subscripts', `int f(int *p) { return ${repeat('p[')}0${repeat(']')}; }`],
  ['calls', `int f(int); int g(void) { return ${repeat('f(')}0${repeat(')')}; }`],
  ['operators in a row', `int x = 1${repeat(' + 1')};`],
  ['logical operators in a row', `int x = 1${repeat(' || 0')};`],
  ['commas in a row', `void f(int x) { ${repeat('x, ')}x; }`],
  ['members in a row', `struct s { struct s *n; }; void *f(struct s *s) { return s${repeat('->n')}; }`],
  ['subscripts in a row', `int x = p${repeat('[0]')};`],
  [
    'labels in a row',
    `void f(int x) { switch (x) { ${Array.from({ length: depth }, (_, i) => `case ${i}: `).join('')} ; } }`,
  ],
  ['typeof', `${repeat('typeof(')}int${repeat(')')} x;`],
  ['sizeof', `int x = ${repeat('sizeof ')}1;`],
  ['attributes', `int x ${repeat('__attribute__((')}a${repeat('))')};`],
  ['array dimensions', `int x${repeat('[1]')};`],
  ['designators', `int x[] = { ${repeat('[0]')} = 1 };`],
  [
    'typedefs',
    `typedef int t0; ${Array.from({ length: depth }, (_, i) => `typedef t${i} *t${i + 1};`).join('')} int *x = (t${depth})0;`,
  ],
  ['generic selections', `int x = ${repeat('_Generic(1, int: ')}1${repeat(')')};`],
])('bounded: %s', (_, source) => {
  expect(() => parseText(source)).not.toThrow();
});
