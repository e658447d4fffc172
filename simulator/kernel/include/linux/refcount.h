/* Reference counts that refuse to come back from zero. */
#ifndef _LINUX_REFCOUNT_H
#define _LINUX_REFCOUNT_H

#include <linux/atomic.h>
#include <linux/bug.h>

#define REFCOUNT_INIT(n) { .refs = ATOMIC_INIT(n) }

static inline void refcount_set(refcount_t *count, int n) { atomic_set(&count->refs, n); }
static inline unsigned int refcount_read(const refcount_t *count) { return atomic_read(&count->refs); }
static inline bool refcount_inc_not_zero(refcount_t *count) { return atomic_inc_not_zero(&count->refs); }

static inline void refcount_inc(refcount_t *count)
{
	if (atomic_fetch_add(1, &count->refs) == 0)
		WARN_ONCE(1, "refcount_t: addition on 0; use-after-free.\n");
}

static inline bool refcount_dec_and_test(refcount_t *count)
{
	int before = atomic_fetch_sub(1, &count->refs);

	if (before <= 0)
		WARN_ONCE(1, "refcount_t: underflow; use-after-free.\n");
	return before == 1;
}

static inline void refcount_dec(refcount_t *count)
{
	if (atomic_fetch_sub(1, &count->refs) <= 1)
		WARN_ONCE(1, "refcount_t: decrement hit 0; leaking memory.\n");
}

#endif
