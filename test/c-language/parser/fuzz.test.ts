/** Damaged C: whatever is cut, doubled, swapped or inserted, the parser ends, does not throw, and says little. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseText } from './front-end.ts';

const driver = `
typedef unsigned int u32; typedef unsigned long long u64; typedef u64 dma_addr_t;
struct list_head { struct list_head *next, *prev; };
struct descriptor { u64 address; u32 length : 16, flags : 8, : 0; union { u32 status; struct { char low, high; }; }; } __attribute__((packed, aligned(16)));
struct ring { u32 head, tail; struct descriptor *descriptors; dma_addr_t dma; struct list_head list; char name[]; };
enum state { IDLE, RUNNING = 3, DONE };
extern int printk(const char *format, ...) __attribute__((format(printf, 1, 2)));
static const struct { const char *name; int (*run)(struct ring *ring, u32 n); } table[] = { [0 ... 1] = { "a", 0 }, [2] = { .name = "b" } };
static inline int post(struct ring *ring, const void *data, u32 n) {
	struct descriptor *d = &ring->descriptors[ring->head++ % 16];
	*d = (struct descriptor){ .address = (u64)data, .length = n, .flags = 1u << 3 };
	__asm__ __volatile__("" : : : "memory");
	return d->status == 0 ? (int)sizeof(*d) : -22;
}
int poll(struct ring *ring, enum state state) {
	int done = 0, vla[ring->head + 1];
	__auto_type tail = ring->tail;
again:
	switch (state) {
	case IDLE: case 1 ... 2: printk("idle %d %s\\n", done, table[0].name); break;
	case DONE: goto again;
	default: { u32 n = ({ u32 x = tail; x ?: 5; }); done += post(ring, &n, sizeof n); }
	}
	for (struct list_head *p = ring->list.next; p != &ring->list; p = p->next) { if (!p) continue; else vla[0] = 'x'; }
	do { done--; } while (done > 0 && ring->dma & 0xfffull);
	return _Generic(done, int: vla[0], default: __builtin_offsetof(struct ring, list.prev)) + __builtin_types_compatible_p(typeof(done), int);
}
`;

/** Words, numbers, literals and signs, with the space behind them. */
const pieces = driver.match(/\w+\s*|"[^"]*"\s*|'[^']*'\s*|[^\w\s]\s*|\s+/g)!;
const strays = [...'(){}[];,.*&=:?#"\'@\\', 'struct ', 'int ', 'typedef ', 'sizeof ', '->', '...', 'case ', 'else ', 'typeof(', '({', '__attribute__((', '_Generic(', 'enum {', '= {', '.x = ', '0x', '1e', 'goto *', 'asm(', '__builtin_va_arg(', '__builtin_offsetof(']; // prettier-ignore

const place = fc.nat({ max: pieces.length - 1 });
const change = fc.oneof(
  fc.record({ kind: fc.constant('remove' as const), at: place, count: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ kind: fc.constant('insert' as const), at: place, text: fc.constantFrom(...strays) }),
  fc.record({ kind: fc.constant('copy' as const), at: place, from: place, count: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ kind: fc.constant('swap' as const), at: place, from: place }),
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function damaged(changes: readonly Change[]): string {
  const words = [...pieces];
  for (const each of changes) {
    switch (each.kind) {
      case 'remove':
        words.splice(each.at, each.count);
        break;
      case 'insert':
        words.splice(each.at, 0, each.text);
        break;
      case 'copy':
        words.splice(each.at, 0, ...words.slice(each.from, each.from + each.count));
        break;
      case 'swap':
        [words[each.at], words[each.from]] = [words[each.from] ?? '', words[each.at] ?? ''];
    }
  }
  return words.join('');
}

test('the driver itself is correct', () => {
  expect(parseText(driver).diagnostics).toEqual([]);
});

test('damaged drivers end with a bounded number of messages', () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
      const { unit, diagnostics } = parseText(damaged(changes));
      expect(diagnostics.length).toBeLessThan(120);
      expect(diagnostics.map(({ code }) => code)).not.toContain('nested-too-deeply');
      expect(unit.scope.ordinary.size).toBeGreaterThan(0);
    }),
    { seed: 1984, numRuns: 3000 },
  );
});

test('a driver cut off anywhere says why', () => {
  for (let end = 40; end < pieces.length - 1; end++) {
    const text = pieces.slice(0, end).join('');
    const { diagnostics } = parseText(text);
    const complete = /[;}]\s*$/.test(text);
    if (!complete) expect(diagnostics.length, text.slice(-40)).toBeGreaterThan(0);
    expect(diagnostics.filter(({ severity }) => severity === 'error').length, text.slice(-40)).toBeLessThan(6);
  }
});

test('any sequence of pieces ends', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces, ...strays), { maxLength: 60 }), (words) => {
      const { diagnostics } = parseText(words.join(' '));
      expect(diagnostics.map(({ code }) => code)).not.toContain('nested-too-deeply');
    }),
    { seed: 2001, numRuns: 2000 },
  );
});
