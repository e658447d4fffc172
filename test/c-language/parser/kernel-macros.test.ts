/** The macros that make kernel C hard to read, in our own words: each program has to pass without a message. */
import { expect, test } from 'vitest';
import { parseText, transcript } from './front-end.ts';

const prelude = `
typedef unsigned char u8; typedef unsigned int u32; typedef unsigned long long u64; typedef u64 dma_addr_t;
typedef _Bool bool; typedef unsigned long size_t; typedef long ssize_t; typedef unsigned gfp_t;
#define NULL ((void *)0)
#define true 1
#define offsetof(type, member) __builtin_offsetof(type, member)
#define __same_type(a, b) __builtin_types_compatible_p(typeof(a), typeof(b))
#define static_assert(expr, ...) __static_assert(expr, ##__VA_ARGS__, #expr)
#define __static_assert(expr, msg, ...) _Static_assert(expr, msg)
#define container_of(ptr, type, member) ({ \\
	void *__mptr = (void *)(ptr); \\
	static_assert(__same_type(*(ptr), ((type *)0)->member) || __same_type(*(ptr), void), "pointer type mismatch"); \\
	((type *)(__mptr - offsetof(type, member))); })
#define __always_inline inline __attribute__((__always_inline__))
#define __packed __attribute__((__packed__))
#define __aligned(x) __attribute__((__aligned__(x)))
#define __maybe_unused __attribute__((__unused__))
#define __cleanup(f) __attribute__((__cleanup__(f)))
#define __printf(a, b) __attribute__((__format__(printf, a, b)))
#define __must_check __attribute__((__warn_unused_result__))
#define __init __attribute__((__section__(".init.text"))) __attribute__((__cold__))
#define __iomem __attribute__((noderef, address_space(__iomem)))
#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define barrier() __asm__ __volatile__("" : : : "memory")
struct list_head { struct list_head *next, *prev; };
struct device { const char *name; struct list_head node; void *driver_data; };
struct item { int key; struct list_head list; struct device dev; };
extern int printk(const char *fmt, ...) __printf(1, 2);
extern void *kmalloc(size_t size, gfp_t flags) __attribute__((malloc, alloc_size(1)));
extern void kfree(const void *object);
`;

const probes: Readonly<Record<string, string>> = {
  container_of: `
static inline struct item *to_item(struct device *dev) { return container_of(dev, struct item, dev); }
static int key_of(struct list_head *entry) { return container_of(entry, struct item, list)->key; }`,

  list_for_each_entry: `
#define list_entry(ptr, type, member) container_of(ptr, type, member)
#define list_first_entry(ptr, type, member) list_entry((ptr)->next, type, member)
#define list_next_entry(pos, member) list_entry((pos)->member.next, typeof(*(pos)), member)
#define list_entry_is_head(pos, head, member) (&pos->member == (head))
#define list_for_each_entry(pos, head, member) \\
	for (pos = list_first_entry(head, typeof(*pos), member); !list_entry_is_head(pos, head, member); pos = list_next_entry(pos, member))
#define list_for_each_entry_safe(pos, n, head, member) \\
	for (pos = list_first_entry(head, typeof(*pos), member), n = list_next_entry(pos, member); \\
	     !list_entry_is_head(pos, head, member); pos = n, n = list_next_entry(n, member))
#define LIST_HEAD_INIT(name) { &(name), &(name) }
#define LIST_HEAD(name) struct list_head name = LIST_HEAD_INIT(name)
static LIST_HEAD(items);
int sum(void) { struct item *item, *next; int total = 0; LIST_HEAD(local);
	list_for_each_entry(item, &items, list) total += item->key;
	list_for_each_entry_safe(item, next, &local, list) kfree(item);
	return total; }`,

  'min and max': `
#define __typecheck(x, y) (!!(sizeof((typeof(x) *)1 == (typeof(y) *)1)))
#define __is_constexpr(x) (sizeof(int) == sizeof(*(8 ? ((void *)((long)(x) * 0l)) : (int *)8)))
#define __no_side_effects(x, y) (__is_constexpr(x) && __is_constexpr(y))
#define __safe_cmp(x, y) (__typecheck(x, y) && __no_side_effects(x, y))
#define __cmp(x, y, op) ((x) op (y) ? (x) : (y))
#define __cmp_once(x, y, ux, uy, op) ({ typeof(x) ux = (x); typeof(y) uy = (y); __cmp(ux, uy, op); })
#define __careful_cmp(x, y, op) __builtin_choose_expr(__safe_cmp(x, y), __cmp(x, y, op), __cmp_once(x, y, __x, __y, op))
#define min(x, y) __careful_cmp(x, y, <)
#define max(x, y) __careful_cmp(x, y, >)
#define min_t(type, x, y) __careful_cmp((type)(x), (type)(y), <)
#define clamp(val, lo, hi) min((typeof(val))max(val, lo), hi)
int f(int a, unsigned b) {
  int table[max(3, 5)];
  return min(a, 3) + max(min(a, 9), 2) + min_t(int, b, a) + clamp(a, 1, 7) + sizeof(table); }`,

  'old typecheck': `
#define typecheck(type, x) ({ type __dummy; typeof(x) __dummy2; (void)(&__dummy == &__dummy2); 1; })
#define time_after(a, b) (typecheck(unsigned long, a) && typecheck(unsigned long, b) && ((long)((b) - (a)) < 0))
#define old_min(x, y) ({ typeof(x) _x = (x); typeof(y) _y = (y); (void)(&_x == &_y); _x < _y ? _x : _y; })
int f(unsigned long a, unsigned long b) { return time_after(a, b) && old_min(a, b); }`,

  'READ_ONCE and WRITE_ONCE': `
#define __scalar_type_to_expr_cases(type) unsigned type: (unsigned type)0, signed type: (signed type)0
#define __unqual_scalar_typeof(x) typeof(_Generic((x), char: (char)0, __scalar_type_to_expr_cases(char), \\
	__scalar_type_to_expr_cases(short), __scalar_type_to_expr_cases(int), __scalar_type_to_expr_cases(long), \\
	__scalar_type_to_expr_cases(long long), default: (x)))
#define compiletime_assert_rwonce_type(t) _Static_assert(sizeof(t) <= sizeof(long long), "size")
#define __READ_ONCE(x) (*(const volatile __unqual_scalar_typeof(x) *)&(x))
#define READ_ONCE(x) ({ compiletime_assert_rwonce_type(x); __READ_ONCE(x); })
#define WRITE_ONCE(x, val) do { *(volatile typeof(x) *)&(x) = (val); } while (0)
#define smp_load_acquire(p) ({ __unqual_scalar_typeof(*p) ___p1 = READ_ONCE(*p); barrier(); (typeof(*p))___p1; })
struct ring { const u32 size; volatile u32 head; struct item *owner; };
u32 f(struct ring *ring) { WRITE_ONCE(ring->head, READ_ONCE(ring->size)); WRITE_ONCE(ring->owner, NULL);
	struct item *owner = READ_ONCE(ring->owner); return smp_load_acquire(&ring->head) + owner->key; }`,

  'BUILD_BUG_ON and ARRAY_SIZE': `
#define BUILD_BUG_ON_ZERO(e) ((int)(sizeof(struct { int:(-!!(e)); })))
#define BUILD_BUG_ON_MSG(cond, msg) compiletime_assert(!(cond), msg)
#define compiletime_assert(condition, msg) _compiletime_assert(condition, msg, __compiletime_assert_, __COUNTER__)
#define _compiletime_assert(condition, msg, prefix, suffix) __compiletime_assert(condition, msg, prefix, suffix)
#define __compiletime_assert(condition, msg, prefix, suffix) do { \\
	__attribute__((__noreturn__)) extern void prefix ## suffix(void) __attribute__((__error__(msg))); \\
	if (!(condition)) prefix ## suffix(); } while (0)
#define BUILD_BUG_ON(condition) BUILD_BUG_ON_MSG(condition, "BUILD_BUG_ON failed: " #condition)
#define __must_be_array(a) BUILD_BUG_ON_ZERO(__same_type((a), &(a)[0]))
#define ARRAY_SIZE(arr) (sizeof(arr) / sizeof((arr)[0]) + __must_be_array(arr))
#define sizeof_field(TYPE, MEMBER) sizeof((((TYPE *)0)->MEMBER))
#define offsetofend(TYPE, MEMBER) (offsetof(TYPE, MEMBER) + sizeof_field(TYPE, MEMBER))
static const char *const names[] = { "a", "b", [5] = "f" };
static int counts[ARRAY_SIZE(names)];
int f(void) { BUILD_BUG_ON(ARRAY_SIZE(names) != 6); BUILD_BUG_ON(offsetofend(struct item, key) != 4);
	BUILD_BUG_ON(sizeof(counts) != 24); return ARRAY_SIZE(counts); }`,

  'guards and cleanup': `
struct mutex { int locked; };
extern void mutex_lock(struct mutex *lock); extern void mutex_unlock(struct mutex *lock);
#define CLASS(_name, var) class_##_name##_t var __cleanup(class_##_name##_destructor) = class_##_name##_constructor
#define DEFINE_CLASS(_name, _type, _exit, _init, _init_args...) \\
	typedef _type class_##_name##_t; \\
	static inline void class_##_name##_destructor(_type *p) { _type _T = *p; _exit; } \\
	static inline _type class_##_name##_constructor(_init_args) { _type t = _init; return t; }
DEFINE_CLASS(mutex, struct mutex *, if (_T) { mutex_unlock(_T); }, ({ mutex_lock(_T); _T; }), struct mutex *_T)
#define __free(_name) __cleanup(__free_##_name)
#define DEFINE_FREE(_name, _type, _free) static inline void __free_##_name(void *p) { _type _T = *(_type *)p; _free; }
DEFINE_FREE(kfree, void *, if (_T) kfree(_T))
#define guard(_name) CLASS(_name, __guard_##_name)
#define scoped_guard(_name, args...) for (CLASS(_name, scope)(args), *done = NULL; scope && !done; done = (void *)1)
static struct mutex lock;
int f(int n) { guard(mutex)(&lock); void *buffer __free(kfree) = kmalloc(n, 0); if (!buffer) return -12;
	scoped_guard(mutex, &lock) { n++; } return n; }`,

  'locks and initialisers as compound literals': `
typedef struct spinlock { union { struct { unsigned raw; } rlock; unsigned val; }; } spinlock_t;
#define __SPIN_LOCK_UNLOCKED(name) (spinlock_t) { { .rlock = { .raw = 0 } } }
#define DEFINE_SPINLOCK(x) spinlock_t x = __SPIN_LOCK_UNLOCKED(x)
static DEFINE_SPINLOCK(lock);
struct holder { spinlock_t lock; struct list_head list; int n; };
static struct holder holder = { .lock = __SPIN_LOCK_UNLOCKED(holder.lock), .list = { &holder.list, &holder.list }, .n = 3 };
void f(struct holder *h) { static DEFINE_SPINLOCK(inner); *h = (struct holder){ .n = 1 }; h->lock = inner; h->lock = lock; }`,

  'atomics and bit operations': `
typedef struct { int counter; } atomic_t;
#define ATOMIC_INIT(i) { (i) }
static atomic_t users = ATOMIC_INIT(0);
static __always_inline int atomic_add_return(int i, atomic_t *v) { return __atomic_add_fetch(&v->counter, i, __ATOMIC_SEQ_CST); }
static __always_inline bool test_and_set(long nr, volatile unsigned long *addr) {
	unsigned long mask = 1UL << (nr % 64); return __sync_fetch_and_or(addr + nr / 64, mask) & mask; }
#define cmpxchg(ptr, o, n) __sync_val_compare_and_swap(ptr, o, n)
#define xchg(ptr, v) __atomic_exchange_n(ptr, v, 5)
#define check_add_overflow(a, b, d) __builtin_add_overflow(a, b, d)
int f(unsigned long *map, struct item **slot) { size_t bytes; if (check_add_overflow(4, 5u, &bytes)) return -75;
	int old = cmpxchg(&users.counter, 0, 1); struct item *before = xchg(slot, NULL);
	__atomic_store_n(&users.counter, 3, 0); __sync_synchronize(); int seen; __atomic_load(&users.counter, &seen, 0);
	return atomic_add_return(1, &users) + test_and_set(3, map) + old + (before != NULL) + __builtin_ffs(seen) + __builtin_clzll(bytes); }`,

  'module and driver tables': `
struct pci_device_id { u32 vendor, device; unsigned long driver_data; };
#define PCI_DEVICE(vend, dev) .vendor = (vend), .device = (dev)
#define MODULE_INFO(tag, info) static const char __UNIQUE_ID_##tag[] __attribute__((__used__, __section__(".modinfo"), __aligned__(1))) = #tag "=" info
#define MODULE_LICENSE(l) MODULE_INFO(license, l)
#define MODULE_DEVICE_TABLE(type, name) extern typeof(name) __mod_##type##__##name##_device_table __attribute__((unused, alias(#name)))
#define module_init(fn) static inline int (*__inittest(void))(void) { return fn; } int init_module(void) __attribute__((alias(#fn)));
struct file_operations { ssize_t (*read)(struct item *, char *, size_t, long long *); int (*mmap)(struct item *, void *); };
static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8), .driver_data = (unsigned long)"edu" }, { 0, } };
MODULE_DEVICE_TABLE(pci, ids);
static ssize_t my_read(struct item *f, char *buf, size_t n, long long *pos) { return n; }
static const struct file_operations fops = { .read = my_read, };
static int __init my_init(void) { return fops.mmap ? 0 : (int)ids[0].vendor; }
module_init(my_init);
MODULE_LICENSE("GPL");`,

  'wait_event and loops with local labels': `
#define ___wait_is_interruptible(state) (!__builtin_constant_p(state) || (state) == 1)
#define ___wait_event(cond, state, cmd) ({ __label__ __out; long __ret = 0; \\
	for (;;) { if (cond) break; if (___wait_is_interruptible(state) && __ret) { __ret = -4; goto __out; } cmd; } \\
	__out: __ret; })
#define wait_event(cond) ({ int __r = 0; if (!(cond)) __r = ___wait_event(cond, 1, barrier()); __r; })
#define readx_poll_timeout(op, addr, val, cond) ({ for (;;) { (val) = op(addr); if (cond) break; } (cond) ? 0 : -110; })
static u32 ioread(const volatile void __iomem *addr) { return *(const volatile u32 *)addr; }
int f(struct item *i, void __iomem *base) { u32 v; wait_event(i->key > 3); wait_event(i->key > 4);
	return readx_poll_timeout(ioread, base, v, v & 1); }`,

  'bit-fields, flexible arrays and packed descriptors': `
struct descriptor { u64 address; union { u32 control; struct { u32 length : 16, eop : 1, : 7, index : 8; }; }; u32 status; } __packed __aligned(16);
struct ring { u32 count; struct descriptor descriptors[]; };
#define struct_size(p, member, n) (sizeof(*(p)) + sizeof(*(p)->member) * (n))
#define DEFINE_DMA_UNMAP_ADDR(NAME) dma_addr_t NAME
struct buffer { void *data; DEFINE_DMA_UNMAP_ADDR(dma); };
u32 f(struct ring *ring, struct buffer *b, dma_addr_t dma) { struct descriptor *d = &ring->descriptors[ring->count++];
	*d = (struct descriptor){ .address = dma, .length = 512, .eop = 1 }; d->index++; d->length -= 4; b->dma = dma;
	return struct_size(ring, descriptors, 4) + d->length + d->eop; }`,

  'statement expressions, case ranges, computed goto': `
#define swap(a, b) do { typeof(a) __tmp = (a); (a) = (b); (b) = __tmp; } while (0)
#define do_div(n, base) ({ u32 __base = (base); u32 __rem; __rem = ((u64)(n)) % __base; (n) = ((u64)(n)) / __base; __rem; })
int f(int op, u64 n) { static const void *const jump[] = { &&zero, &&one }; int a = 1, b = 2; swap(a, b);
	if (op < 2) goto *jump[op];
	switch (op) { case 2 ... 5: return do_div(n, 10); case 'a' ... 'z': { int x = 3; return x; } default: break; }
	__auto_type copy = n; return copy ?: 7;
zero: return 0;
one: __attribute__((unused)) return a + b; }`,

  'variadic functions and formats': `
typedef __builtin_va_list va_list;
#define va_start(v, l) __builtin_va_start(v, l)
#define va_arg(v, l) __builtin_va_arg(v, l)
#define va_end(v) __builtin_va_end(v)
#define va_copy(d, s) __builtin_va_copy(d, s)
struct va_format { const char *fmt; va_list *va; };
extern int vprintk(const char *fmt, va_list args);
#define dev_fmt(fmt) fmt
#define dev_err(dev, fmt, ...) printk("%s: " dev_fmt(fmt), (dev)->name, ##__VA_ARGS__)
__printf(1, 2) int log_all(const char *fmt, ...) { va_list args, copy; va_start(args, fmt); va_copy(copy, args);
	struct va_format vaf = { .fmt = fmt, .va = &args }; int first = va_arg(copy, int); void *p = va_arg(copy, void *);
	int r = vprintk(vaf.fmt, *vaf.va) + vprintk(fmt, copy); va_end(copy); va_end(args); return r + first + (p == NULL); }
void f(struct device *dev) { dev_err(dev, "no memory\\n"); dev_err(dev, "%d of %s\\n", 3, "four"); }`,

  'error pointers and percent of types': `
#define MAX_ERRNO 4095
#define IS_ERR_VALUE(x) unlikely((unsigned long)(void *)(x) >= (unsigned long)-MAX_ERRNO)
static inline void *__must_check ERR_PTR(long error) { return (void *)error; }
static inline bool __must_check IS_ERR(const void *ptr) { return IS_ERR_VALUE((unsigned long)ptr); }
static inline long PTR_ERR(const void *ptr) { return (long)ptr; }
#define upper_32_bits(n) ((u32)(((n) >> 16) >> 16))
#define lower_32_bits(n) ((u32)((n) & 0xffffffff))
#define DMA_BIT_MASK(n) (((n) == 64) ? ~0ULL : ((1ULL << (n)) - 1))
#define __ALIGN_KERNEL_MASK(x, mask) (((x) + (mask)) & ~(mask))
#define ALIGN(x, a) __ALIGN_KERNEL_MASK(x, (typeof(x))(a) - 1)
#define roundup(x, y) ({ typeof(y) __y = y; (((x) + (__y - 1)) / __y) * __y; })
#define DIV_ROUND_UP(n, d) (((n) + (d) - 1) / (d))
static const u64 mask = DMA_BIT_MASK(40);
int f(struct item *item, dma_addr_t dma) { struct item *found = item ? item : ERR_PTR(-2); if (IS_ERR(found)) return PTR_ERR(found);
	return upper_32_bits(dma) + lower_32_bits(dma) + ALIGN(dma, 64) + roundup(item->key, 3) + DIV_ROUND_UP(7, 2) + (mask == dma); }`,
};

test.each(Object.entries(probes))('%s', (_, text) => {
  expect(transcript(parseText(prelude + text))).toBe('');
});
