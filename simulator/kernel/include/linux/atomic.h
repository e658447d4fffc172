/* Atomic integers. A C statement without calls is indivisible in the CPU model, so plain expressions do. */
#ifndef _LINUX_ATOMIC_H
#define _LINUX_ATOMIC_H

#include <linux/types.h>
#include <asm/barrier.h>

#define __ATOMIC_FAMILY(prefix, type, base)                                                             \
static inline base prefix##_read(const type *v) { return READ_ONCE(v->counter); }                      \
static inline base prefix##_read_acquire(const type *v) { return READ_ONCE(v->counter); }              \
static inline void prefix##_set(type *v, base i) { WRITE_ONCE(v->counter, i); }                        \
static inline void prefix##_set_release(type *v, base i) { WRITE_ONCE(v->counter, i); }                \
static inline void prefix##_add(base i, type *v) { v->counter += i; }                                   \
static inline void prefix##_sub(base i, type *v) { v->counter -= i; }                                   \
static inline void prefix##_inc(type *v) { v->counter++; }                                              \
static inline void prefix##_dec(type *v) { v->counter--; }                                              \
static inline void prefix##_and(base i, type *v) { v->counter &= i; }                                   \
static inline void prefix##_or(base i, type *v) { v->counter |= i; }                                    \
static inline void prefix##_xor(base i, type *v) { v->counter ^= i; }                                   \
static inline void prefix##_andnot(base i, type *v) { v->counter &= ~i; }                               \
static inline base prefix##_add_return(base i, type *v) { return v->counter += i; }                     \
static inline base prefix##_sub_return(base i, type *v) { return v->counter -= i; }                     \
static inline base prefix##_inc_return(type *v) { return ++v->counter; }                                \
static inline base prefix##_dec_return(type *v) { return --v->counter; }                                \
static inline base prefix##_fetch_add(base i, type *v) { return (v->counter += i) - i; }                \
static inline base prefix##_fetch_sub(base i, type *v) { return (v->counter -= i) + i; }                \
static inline base prefix##_fetch_inc(type *v) { return v->counter++; }                                 \
static inline base prefix##_fetch_dec(type *v) { return v->counter--; }                                 \
static inline bool prefix##_sub_and_test(base i, type *v) { return (v->counter -= i) == 0; }            \
static inline bool prefix##_dec_and_test(type *v) { return --v->counter == 0; }                         \
static inline bool prefix##_inc_and_test(type *v) { return ++v->counter == 0; }                         \
static inline bool prefix##_add_negative(base i, type *v) { return (v->counter += i) < 0; }             \
static inline bool prefix##_add_unless(type *v, base a, base u) { return v->counter != u && ((v->counter += a), 1); } \
static inline bool prefix##_inc_not_zero(type *v) { return v->counter != 0 && (v->counter++, 1); }      \
static inline bool prefix##_inc_unless_negative(type *v) { return v->counter >= 0 && (v->counter++, 1); } \
static inline base prefix##_dec_if_positive(type *v) { return v->counter > 0 ? --v->counter : v->counter - 1; } \
static inline base prefix##_xchg(type *v, base i) { return __xchg_value(&v->counter, i); }              \
static inline base prefix##_cmpxchg(type *v, base old, base i) { return cmpxchg(&v->counter, old, i); } \
static inline bool prefix##_try_cmpxchg(type *v, base *old, base i)                                     \
{                                                                                                       \
	base found = cmpxchg(&v->counter, *old, i);                                                     \
	bool same = found == *old;                                                                      \
	*old = found;                                                                                   \
	return same;                                                                                    \
}

#define cmpxchg(pointer, expected, replacement)                                                 \
	({                                                                                      \
		__typeof__(pointer) __cx_at = (pointer);                                        \
		__typeof__(*(pointer)) __cx_old = (expected), __cx_new = (replacement), __cx_seen; \
		__cx_seen = *__cx_at == __cx_old ? (*__cx_at = __cx_new, __cx_old) : *__cx_at;  \
		__cx_seen;                                                                      \
	})
#define xchg(pointer, value)                                                                    \
	({                                                                                      \
		__typeof__(pointer) __x_at = (pointer);                                         \
		__typeof__(*(pointer)) __x_new = (value), __x_old;                              \
		__x_old = *__x_at, *__x_at = __x_new;                                           \
		__x_old;                                                                        \
	})
#define __xchg_value(pointer, value) xchg(pointer, value)
#define try_cmpxchg(pointer, old_pointer, value)                                                \
	({                                                                                      \
		__typeof__(*(pointer)) __tc_old = *(old_pointer);                               \
		__typeof__(*(pointer)) __tc_seen = cmpxchg(pointer, __tc_old, value);           \
		*(old_pointer) = __tc_seen;                                                     \
		__tc_seen == __tc_old;                                                          \
	})
#define cmpxchg_relaxed cmpxchg
#define cmpxchg_acquire cmpxchg
#define cmpxchg_release cmpxchg
#define cmpxchg64 cmpxchg
#define xchg_relaxed xchg

__ATOMIC_FAMILY(atomic, atomic_t, int)
__ATOMIC_FAMILY(atomic64, atomic64_t, s64)

typedef atomic64_t atomic_long_t;
#define ATOMIC_LONG_INIT(value) ATOMIC64_INIT(value)
#define atomic_long_read atomic64_read
#define atomic_long_set atomic64_set
#define atomic_long_add atomic64_add
#define atomic_long_sub atomic64_sub
#define atomic_long_inc atomic64_inc
#define atomic_long_dec atomic64_dec
#define atomic_long_inc_return atomic64_inc_return
#define atomic_long_add_return atomic64_add_return
#define atomic_long_dec_and_test atomic64_dec_and_test
#define atomic_inc_return_relaxed atomic_inc_return
#define atomic_fetch_add_relaxed atomic_fetch_add

#endif
