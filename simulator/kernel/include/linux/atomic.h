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
static inline base prefix##_fetch_and(base i, type *v) { base was = v->counter; v->counter = was & i; return was; } \
static inline base prefix##_fetch_or(base i, type *v) { base was = v->counter; v->counter = was | i; return was; } \
static inline base prefix##_fetch_xor(base i, type *v) { return (v->counter ^= i) ^ i; }                \
static inline base prefix##_fetch_andnot(base i, type *v) { base was = v->counter; v->counter = was & ~i; return was; } \
static inline base prefix##_fetch_add_unless(type *v, base a, base u)                                   \
{                                                                                                       \
	base was = v->counter;                                                                          \
	v->counter = was == u ? was : was + a;                                                          \
	return was;                                                                                     \
}                                                                                                       \
static inline bool prefix##_dec_unless_positive(type *v) { return v->counter <= 0 && (v->counter--, 1); } \
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
#define atomic_long_read_acquire atomic64_read_acquire
#define atomic_long_set atomic64_set
#define atomic_long_set_release atomic64_set_release
#define atomic_long_add atomic64_add
#define atomic_long_sub atomic64_sub
#define atomic_long_inc atomic64_inc
#define atomic_long_dec atomic64_dec
#define atomic_long_and atomic64_and
#define atomic_long_or atomic64_or
#define atomic_long_xor atomic64_xor
#define atomic_long_andnot atomic64_andnot
#define atomic_long_add_return atomic64_add_return
#define atomic_long_sub_return atomic64_sub_return
#define atomic_long_inc_return atomic64_inc_return
#define atomic_long_dec_return atomic64_dec_return
#define atomic_long_fetch_add atomic64_fetch_add
#define atomic_long_fetch_sub atomic64_fetch_sub
#define atomic_long_fetch_inc atomic64_fetch_inc
#define atomic_long_fetch_dec atomic64_fetch_dec
#define atomic_long_fetch_and atomic64_fetch_and
#define atomic_long_fetch_or atomic64_fetch_or
#define atomic_long_fetch_xor atomic64_fetch_xor
#define atomic_long_fetch_andnot atomic64_fetch_andnot
#define atomic_long_xchg atomic64_xchg
#define atomic_long_cmpxchg atomic64_cmpxchg
#define atomic_long_try_cmpxchg atomic64_try_cmpxchg
#define atomic_long_fetch_add_unless atomic64_fetch_add_unless
#define atomic_long_sub_and_test atomic64_sub_and_test
#define atomic_long_dec_and_test atomic64_dec_and_test
#define atomic_long_inc_and_test atomic64_inc_and_test
#define atomic_long_add_negative atomic64_add_negative
#define atomic_long_add_unless atomic64_add_unless
#define atomic_long_inc_not_zero atomic64_inc_not_zero
#define atomic_long_inc_unless_negative atomic64_inc_unless_negative
#define atomic_long_dec_unless_positive atomic64_dec_unless_positive
#define atomic_long_dec_if_positive atomic64_dec_if_positive

/* All of them are as ordered as the strongest. */
#define atomic_add_return_relaxed atomic_add_return
#define atomic_add_return_acquire atomic_add_return
#define atomic_add_return_release atomic_add_return
#define atomic_sub_return_relaxed atomic_sub_return
#define atomic_sub_return_acquire atomic_sub_return
#define atomic_sub_return_release atomic_sub_return
#define atomic_inc_return_relaxed atomic_inc_return
#define atomic_inc_return_acquire atomic_inc_return
#define atomic_inc_return_release atomic_inc_return
#define atomic_dec_return_relaxed atomic_dec_return
#define atomic_dec_return_acquire atomic_dec_return
#define atomic_dec_return_release atomic_dec_return
#define atomic_fetch_add_relaxed atomic_fetch_add
#define atomic_fetch_add_acquire atomic_fetch_add
#define atomic_fetch_add_release atomic_fetch_add
#define atomic_fetch_sub_relaxed atomic_fetch_sub
#define atomic_fetch_sub_acquire atomic_fetch_sub
#define atomic_fetch_sub_release atomic_fetch_sub
#define atomic_fetch_inc_relaxed atomic_fetch_inc
#define atomic_fetch_inc_acquire atomic_fetch_inc
#define atomic_fetch_inc_release atomic_fetch_inc
#define atomic_fetch_dec_relaxed atomic_fetch_dec
#define atomic_fetch_dec_acquire atomic_fetch_dec
#define atomic_fetch_dec_release atomic_fetch_dec
#define atomic_fetch_and_relaxed atomic_fetch_and
#define atomic_fetch_and_acquire atomic_fetch_and
#define atomic_fetch_and_release atomic_fetch_and
#define atomic_fetch_or_relaxed atomic_fetch_or
#define atomic_fetch_or_acquire atomic_fetch_or
#define atomic_fetch_or_release atomic_fetch_or
#define atomic_fetch_xor_relaxed atomic_fetch_xor
#define atomic_fetch_xor_acquire atomic_fetch_xor
#define atomic_fetch_xor_release atomic_fetch_xor
#define atomic_fetch_andnot_relaxed atomic_fetch_andnot
#define atomic_fetch_andnot_acquire atomic_fetch_andnot
#define atomic_fetch_andnot_release atomic_fetch_andnot
#define atomic_xchg_relaxed atomic_xchg
#define atomic_xchg_acquire atomic_xchg
#define atomic_xchg_release atomic_xchg
#define atomic_cmpxchg_relaxed atomic_cmpxchg
#define atomic_cmpxchg_acquire atomic_cmpxchg
#define atomic_cmpxchg_release atomic_cmpxchg
#define atomic_try_cmpxchg_relaxed atomic_try_cmpxchg
#define atomic_try_cmpxchg_acquire atomic_try_cmpxchg
#define atomic_try_cmpxchg_release atomic_try_cmpxchg
#define atomic64_add_return_relaxed atomic64_add_return
#define atomic64_add_return_acquire atomic64_add_return
#define atomic64_add_return_release atomic64_add_return
#define atomic64_sub_return_relaxed atomic64_sub_return
#define atomic64_sub_return_acquire atomic64_sub_return
#define atomic64_sub_return_release atomic64_sub_return
#define atomic64_inc_return_relaxed atomic64_inc_return
#define atomic64_inc_return_acquire atomic64_inc_return
#define atomic64_inc_return_release atomic64_inc_return
#define atomic64_dec_return_relaxed atomic64_dec_return
#define atomic64_dec_return_acquire atomic64_dec_return
#define atomic64_dec_return_release atomic64_dec_return
#define atomic64_fetch_add_relaxed atomic64_fetch_add
#define atomic64_fetch_add_acquire atomic64_fetch_add
#define atomic64_fetch_add_release atomic64_fetch_add
#define atomic64_fetch_sub_relaxed atomic64_fetch_sub
#define atomic64_fetch_sub_acquire atomic64_fetch_sub
#define atomic64_fetch_sub_release atomic64_fetch_sub
#define atomic64_fetch_inc_relaxed atomic64_fetch_inc
#define atomic64_fetch_inc_acquire atomic64_fetch_inc
#define atomic64_fetch_inc_release atomic64_fetch_inc
#define atomic64_fetch_dec_relaxed atomic64_fetch_dec
#define atomic64_fetch_dec_acquire atomic64_fetch_dec
#define atomic64_fetch_dec_release atomic64_fetch_dec
#define atomic64_fetch_and_relaxed atomic64_fetch_and
#define atomic64_fetch_and_acquire atomic64_fetch_and
#define atomic64_fetch_and_release atomic64_fetch_and
#define atomic64_fetch_or_relaxed atomic64_fetch_or
#define atomic64_fetch_or_acquire atomic64_fetch_or
#define atomic64_fetch_or_release atomic64_fetch_or
#define atomic64_fetch_xor_relaxed atomic64_fetch_xor
#define atomic64_fetch_xor_acquire atomic64_fetch_xor
#define atomic64_fetch_xor_release atomic64_fetch_xor
#define atomic64_fetch_andnot_relaxed atomic64_fetch_andnot
#define atomic64_fetch_andnot_acquire atomic64_fetch_andnot
#define atomic64_fetch_andnot_release atomic64_fetch_andnot
#define atomic64_xchg_relaxed atomic64_xchg
#define atomic64_xchg_acquire atomic64_xchg
#define atomic64_xchg_release atomic64_xchg
#define atomic64_cmpxchg_relaxed atomic64_cmpxchg
#define atomic64_cmpxchg_acquire atomic64_cmpxchg
#define atomic64_cmpxchg_release atomic64_cmpxchg
#define atomic64_try_cmpxchg_relaxed atomic64_try_cmpxchg
#define atomic64_try_cmpxchg_acquire atomic64_try_cmpxchg
#define atomic64_try_cmpxchg_release atomic64_try_cmpxchg
#define atomic_long_add_return_relaxed atomic_long_add_return
#define atomic_long_add_return_acquire atomic_long_add_return
#define atomic_long_add_return_release atomic_long_add_return
#define atomic_long_sub_return_relaxed atomic_long_sub_return
#define atomic_long_sub_return_acquire atomic_long_sub_return
#define atomic_long_sub_return_release atomic_long_sub_return
#define atomic_long_inc_return_relaxed atomic_long_inc_return
#define atomic_long_inc_return_acquire atomic_long_inc_return
#define atomic_long_inc_return_release atomic_long_inc_return
#define atomic_long_dec_return_relaxed atomic_long_dec_return
#define atomic_long_dec_return_acquire atomic_long_dec_return
#define atomic_long_dec_return_release atomic_long_dec_return
#define atomic_long_fetch_add_relaxed atomic_long_fetch_add
#define atomic_long_fetch_add_acquire atomic_long_fetch_add
#define atomic_long_fetch_add_release atomic_long_fetch_add
#define atomic_long_fetch_sub_relaxed atomic_long_fetch_sub
#define atomic_long_fetch_sub_acquire atomic_long_fetch_sub
#define atomic_long_fetch_sub_release atomic_long_fetch_sub
#define atomic_long_fetch_inc_relaxed atomic_long_fetch_inc
#define atomic_long_fetch_inc_acquire atomic_long_fetch_inc
#define atomic_long_fetch_inc_release atomic_long_fetch_inc
#define atomic_long_fetch_dec_relaxed atomic_long_fetch_dec
#define atomic_long_fetch_dec_acquire atomic_long_fetch_dec
#define atomic_long_fetch_dec_release atomic_long_fetch_dec
#define atomic_long_fetch_and_relaxed atomic_long_fetch_and
#define atomic_long_fetch_and_acquire atomic_long_fetch_and
#define atomic_long_fetch_and_release atomic_long_fetch_and
#define atomic_long_fetch_or_relaxed atomic_long_fetch_or
#define atomic_long_fetch_or_acquire atomic_long_fetch_or
#define atomic_long_fetch_or_release atomic_long_fetch_or
#define atomic_long_fetch_xor_relaxed atomic_long_fetch_xor
#define atomic_long_fetch_xor_acquire atomic_long_fetch_xor
#define atomic_long_fetch_xor_release atomic_long_fetch_xor
#define atomic_long_fetch_andnot_relaxed atomic_long_fetch_andnot
#define atomic_long_fetch_andnot_acquire atomic_long_fetch_andnot
#define atomic_long_fetch_andnot_release atomic_long_fetch_andnot
#define atomic_long_xchg_relaxed atomic_long_xchg
#define atomic_long_xchg_acquire atomic_long_xchg
#define atomic_long_xchg_release atomic_long_xchg
#define atomic_long_cmpxchg_relaxed atomic_long_cmpxchg
#define atomic_long_cmpxchg_acquire atomic_long_cmpxchg
#define atomic_long_cmpxchg_release atomic_long_cmpxchg
#define atomic_long_try_cmpxchg_relaxed atomic_long_try_cmpxchg
#define atomic_long_try_cmpxchg_acquire atomic_long_try_cmpxchg
#define atomic_long_try_cmpxchg_release atomic_long_try_cmpxchg
#define cmpxchg_local cmpxchg
#define cmpxchg64_relaxed cmpxchg
#define cmpxchg64_local cmpxchg
#define xchg_acquire xchg
#define xchg_release xchg
#define try_cmpxchg_relaxed try_cmpxchg
#define try_cmpxchg_acquire try_cmpxchg
#define try_cmpxchg_release try_cmpxchg

#endif
