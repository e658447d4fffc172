/** The typed tree itself: what the lowering, the debugger and the language server read from it. */
import { describe, expect, test } from 'vitest';
import { parseTypeName } from '../../../simulator/c-language/parse.ts';
import { describeType, quoteType } from '../../../simulator/c-language/type-operations.ts';
import { tokenize } from '../../../simulator/c-language/preprocess.ts';
import type { Expression, Statement, TranslationUnit } from '../../../simulator/c-language/syntax.ts';
import { expressionIn, parseClean, symbolOf, variableOf } from './front-end.ts';

/** An expression in one line: kinds and types, innermost last. */
function shape(expression: Expression | null): string {
  if (!expression) return '-';
  switch (expression.kind) {
    case 'integer':
      return `${expression.value}:${describeType(expression.type)}`;
    case 'variable':
      return expression.symbol.name;
    case 'function':
      return expression.symbol.name;
    case 'load':
    case 'decay':
    case 'dereference':
    case 'address-of':
      return `${expression.kind}(${shape(expression.operand)})`;
    case 'cast':
      return `${expression.implicit ? '' : 'explicit '}cast<${describeType(expression.type)}>(${shape(expression.operand)})`;
    case 'unary':
      return `${expression.operator}(${shape(expression.operand)}):${describeType(expression.type)}`;
    case 'binary':
      return `(${shape(expression.left)} ${expression.operator} ${shape(expression.right)}):${describeType(expression.type)}`;
    case 'logical':
      return `(${shape(expression.left)} ${expression.operator} ${shape(expression.right)})`;
    case 'pointer-offset':
      return `(${shape(expression.pointer)} ${expression.operator} ${shape(expression.index)} * ${expression.elementSize})`;
    case 'member':
      return `${shape(expression.base)}.${expression.member.name ?? '<anonymous>'}`;
    case 'assignment':
      return `${shape(expression.target)} = ${shape(expression.value)}`;
    case 'compound-assignment':
      return `${shape(expression.target)} ${expression.operator}=<${describeType(expression.computeType)},${expression.elementSize}> ${shape(expression.value)}`;
    case 'conditional':
      return `(${shape(expression.condition)} ? ${shape(expression.whenTrue)} : ${shape(expression.whenFalse)}):${describeType(expression.type)}`;
    case 'call':
      return `${shape(expression.callee)}(${expression.arguments.map(shape).join(', ')})`;
    case 'intrinsic':
      return `${expression.name}(${expression.arguments.map(shape).join(', ')}):${describeType(expression.type)}`;
    default:
      return `${expression.kind}:${describeType(expression.type)}`;
  }
}

const prelude = `
typedef unsigned char u8; typedef unsigned int u32; typedef unsigned long long u64; typedef u64 dma_addr_t; typedef _Bool bool;
struct inner { int x; u32 low : 3, high : 30; union { u64 q; u32 half[2]; }; };
struct outer { struct inner in, *next; char name[8]; };
extern int printk(const char *format, ...); extern void take(long n, void *p); extern struct outer get(void);
`;

function expressionOf(text: string): string {
  const scope = parseClean(`${prelude}
void f(char c, u8 b, int i, u32 u, long l, u64 q, dma_addr_t dma, float g, double d, bool t, struct outer o, struct outer *p, int *ip,
  const char *s, void *v, int (*fp)(int)) { int a[4]; volatile int w; struct outer local[2]; { ; } }`);
  const body = scope.functions[0]!.scope;
  const { expression, messages } = expressionIn(body, text);
  expect(messages, text).toEqual([]);
  return shape(expression);
}

// Expected by C11 6.3 and 6.5; sizes by the x86-64 ABI.
test.each([
  ['i', 'i'],
  ['i + 1', '(load(i) + 1:int):int'],
  ['c + b', '(cast<int>(load(c)) + cast<int>(load(b))):int'],
  ['i + u', '(cast<u32>(load(i)) + load(u)):u32'],
  ['i + 1u', '(cast<unsigned int>(load(i)) + 1:unsigned int):unsigned int'],
  ['l + u', '(load(l) + cast<long>(load(u))):long'],
  ['l + q', '(cast<u64>(load(l)) + load(q)):u64'],
  ['c << l', '(cast<int>(load(c)) << load(l)):int'],
  ['i < u', '(cast<u32>(load(i)) < load(u)):int'],
  ['g + i', '(load(g) + cast<float>(load(i))):float'],
  ['!p', '!(load(p)):int'],
  ['-c', '-(cast<int>(load(c))):int'],
  ['t && p', '(load(t) && load(p))'],
  ['c = i', 'c = cast<char>(load(i))'],
  ['t = i', 't = cast<bool>(load(i))'],
  ['q = 1', 'q = 1:u64'],
  ['p = 0', 'p = cast<struct outer *>(0:int)'],
  ['v = p', 'v = cast<void *>(load(p))'],
  ['o = *p', 'o = load(dereference(load(p)))'],
  ['c += l', 'c +=<long,0> load(l)'],
  ['ip += b', 'ip +=<int *,4> cast<long>(cast<int>(load(b)))'],
  ['a[i]', 'dereference((decay(a) + cast<long>(load(i)) * 4))'],
  ['2[a]', 'dereference((decay(a) + 2:long * 4))'],
  ['&a[1]', 'address-of(dereference((decay(a) + 1:long * 4)))'],
  ['p->in.x', 'dereference(load(p)).in.x'],
  ['p->in.half[1]', 'dereference((decay(dereference(load(p)).in.<anonymous>.half) + 1:long * 4))'],
  ['o.in.low + 1', '(cast<int>(load(o.in.low)) + 1:int):int'],
  ['get().in.x', 'decay(get)().in.x'],
  ['fp(c)', 'load(fp)(cast<int>(load(c)))'],
  ['(*fp)(1)', 'decay(dereference(load(fp)))(1:int)'],
  ['take(i, p)', 'decay(take)(cast<long>(load(i)), cast<void *>(load(p)))'],
  [
    'printk("x", c, g)',
    'decay(printk)(cast<const char *>(decay(string:char[2])), cast<int>(load(c)), cast<double>(load(g)))',
  ],
  ['i ? c : u', '(load(i) ? cast<u32>(cast<int>(load(c))) : load(u)):u32'],
  ['i ?: l', '(load(i) ? - : load(l)):long'],
  ['i ? p : 0', '(load(i) ? load(p) : cast<struct outer *>(0:int)):struct outer *'],
  ['(u8)i', 'explicit cast<u8>(load(i))'],
  ['sizeof(p->name)', '8:unsigned long'],
  ['__builtin_clz(i)', '__builtin_clz(cast<unsigned int>(load(i))):int'],
  ['__atomic_add_fetch(&l, i, 5)', '__atomic_add_fetch(address-of(l), cast<long>(load(i)), 5:int):long'],
  ['__sync_bool_compare_and_swap(ip, 0, c)', '__sync_bool_compare_and_swap(load(ip), 0:int, cast<int>(load(c))):_Bool'],
  ['__builtin_add_overflow(i, q, &dma)', '__builtin_add_overflow(load(i), load(q), address-of(dma)):_Bool'],
  [
    '__builtin_uaddl_overflow(i, 1, &q)',
    '__builtin_add_overflow(cast<unsigned long>(load(i)), 1:unsigned long, address-of(q)):_Bool',
  ],
  [
    '__builtin_memcpy(ip, a, 4)',
    'decay(memcpy)(cast<void *>(load(ip)), cast<const void *>(decay(a)), 4:unsigned long)',
  ],
])('%s', (text, expected) => {
  expect(expressionOf(text)).toBe(expected);
});

function statementsOf(unit: TranslationUnit, name: string): readonly Statement[] {
  return unit.functions.find(({ symbol }) => symbol.name === name)!.body.statements;
}

test('what must live in memory: aggregates, volatile objects, and what has its address taken, but not in sizeof', () => {
  const unit = parseClean(`struct s { int a; };
    void f(int plain, int taken, struct s record) { int array[2], sized; volatile int device; struct s local; int *p = &taken;
      p = &local.a; (void)sizeof(&sized); (void)plain; (void)array; (void)device; }`);
  const inMemory = unit.functions[0]!.locals.filter(({ addressTaken }) => addressTaken).map(({ name }) => name);
  expect(inMemory).toEqual(['taken', 'record', 'array', 'device', 'local']);
});

test('a variable-length array keeps its length in a hidden variable in front of it', () => {
  const unit = parseClean('int f(int n) { int a[n + 1]; n = 0; return sizeof(a); }');
  const [declaration] = statementsOf(unit, 'f');
  if (declaration?.kind !== 'declaration') throw new Error('no declaration');
  const [hidden, array] = declaration.variables;
  expect(hidden!.name).toBe('.length.a.0');
  expect(shape(hidden!.initializer!.leaves[0]!.value)).toBe('cast<unsigned long>(cast<long>((load(n) + 1:int):int))');
  expect(array!.type.kind === 'array' && shape(array!.type.variableLength)).toBe('load(.length.a.0)');
});

test('tentative definitions merge, and only mentioned extern objects are listed', () => {
  const unit = parseClean(
    'int a; int a; extern int b, c; static int d[]; static int d[3]; int f(void) { extern int e; return b + e + sizeof(c); }',
  );
  expect(unit.variables.map(({ name, storage, defined }) => `${name} ${storage} ${defined}`)).toEqual([
    'a global true',
    'b extern false',
    'd static true',
    'e extern false',
  ]);
  expect(describeType(variableOf(unit, 'd').type)).toBe('int[3]');
});

test('static locals belong to the unit, automatic ones to their declaration', () => {
  const unit = parseClean('int f(void) { static int count = 3; int x = count; return x; }');
  expect(unit.variables.map(({ name, functionName }) => [name, functionName])).toEqual([['count', 'f']]);
  expect(unit.functions[0]!.locals.map(({ name }) => name)).toEqual(['x']);
});

test('cleanup carries its function; the variable lives in memory', () => {
  const unit = parseClean('static void drop(int *p) { } void f(void) { int x __attribute__((cleanup(drop))) = 1; }');
  const [x] = unit.functions[1]!.locals;
  expect(x!.addressTaken).toBe(true);
  expect(x!.attributes.map(({ name, words, arguments: operands }) => [name, words, operands.map(shape)])).toEqual([
    ['cleanup', ['drop'], ['drop']],
  ]);
  expect(symbolOf(unit, 'drop')).toMatchObject({ used: true });
});

/** Names of labels and gotos anywhere below, in order. */
function labelsIn(node: unknown, seen = new Set<unknown>()): string[] {
  if (typeof node !== 'object' || node === null || seen.has(node)) return [];
  seen.add(node);
  const { kind, name, label } = node as { kind?: unknown; name?: unknown; label?: unknown };
  const own = kind === 'label' ? [String(name)] : kind === 'goto' ? [String(label)] : [];
  return [...own, ...Object.values(node).flatMap((child) => labelsIn(child, seen))];
}

test('local labels get names of their own', () => {
  const once = '({ __label__ out; goto out; out: 1; })';
  const unit = parseClean(`int f(void) { int r = ${once} + ${once}; out: return r; }`);
  expect(labelsIn(unit.functions[0]!.body.statements)).toEqual(['out.1', 'out.1', 'out.2', 'out.2', 'out']);
});

test('switch cases are collected, ranges and default too', () => {
  const unit = parseClean("void f(unsigned char c) { switch (c) { case 'a' ... 'z': case -1: break; default: ; } }");
  const [statement] = statementsOf(unit, 'f');
  expect(statement?.kind === 'switch' && statement.cases).toEqual([
    { low: 97n, high: 122n },
    { low: -1n, high: -1n },
    { low: null, high: null },
  ]);
});

test('an empty asm with tied operands is the assignment it means', () => {
  const unit = parseClean(
    'void *f(void *p) { void *q; __asm__ ("" : "=r" (q) : "0" (p)); __asm__ volatile("" ::: "memory"); return q; }',
  );
  const [, moved, barrier] = statementsOf(unit, 'f');
  expect(moved?.kind === 'expression' && shape(moved.expression)).toBe('q = load(p)');
  expect(barrier?.kind).toBe('asm');
});

describe('scopes, for the debugger', () => {
  const source =
    'int g = 1;\nint f(int a)\n{\n\tint b = 2;\n\tfor (int i = 0; i < 3; i++) {\n\t\tint c = i;\n\t}\n\treturn b;\n}\n';
  test('nest as the text does and know their places', () => {
    const unit = parseClean(source);
    const { scope } = unit.functions[0]!;
    expect([...scope.ordinary.keys()]).toEqual(['a', 'b']);
    const [loop] = scope.children;
    const [block] = loop!.children;
    expect([[...loop!.ordinary.keys()], [...block!.ordinary.keys()]]).toEqual([['i'], ['c']]);
    expect([block!.place!.start.line, block!.place!.end.line]).toEqual([5, 7]);
    expect(unit.scope.place).toBeNull();
  });
  test('resolve names as the place does', () => {
    const inner = parseClean(source).functions[0]!.scope.children[0]!.children[0]!;
    expect(shape(expressionIn(inner, 'g + b * c').expression)).toBe('(load(g) + (load(b) * load(c)):int):int');
    expect(expressionIn(inner, 'g +')).toMatchObject({ messages: ['expected an expression before end of input'] });
    expect(expressionIn(inner, 'd')).toEqual({
      expression: null,
      messages: ["'d' undeclared (first use in this function)"],
    });
    expect(expressionIn(inner, 'g b').messages).toEqual(["unexpected 'b' after the expression"]);
    expect(inner.children).toEqual([]);
  });
});

test.each([
  ['struct outer *', 'struct outer *'],
  ['dma_addr_t', 'dma_addr_t'],
  ['const u8 (*)[4]', 'const u8 (*)[4]'],
  ['int (*)(const char *, ...)', 'int (*)(const char *, ...)'],
  ['volatile int *const', 'volatile int * const'],
  ['typeof(((struct outer *)0)->in.half)', 'u32[2]'],
  ['int * x', null],
  ['nonsense', null],
])('type name %s', (text, expected) => {
  const type = parseTypeName(tokenize({ path: 'type', text, builtIn: false }), parseClean(prelude).scope);
  expect(type && describeType(type)).toBe(expected);
});

test('messages explain a typedef name', () => {
  const unit = parseClean(`${prelude} dma_addr_t dma; dma_addr_t *pointers[2];`);
  expect(quoteType(variableOf(unit, 'dma').type)).toBe("'dma_addr_t' {aka 'unsigned long long'}");
  expect(quoteType(variableOf(unit, 'pointers').type)).toBe("'dma_addr_t *[2]' {aka 'unsigned long long *[2]'}");
});
