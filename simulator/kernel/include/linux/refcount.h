/* Reference counts that refuse to come back from zero. */
#ifndef _LINUX_REFCOUNT_H
#define _LINUX_REFCOUNT_H

#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/limits.h>
#include <linux/spinlock_types.h>

struct mutex;

#define REFCOUNT_INIT(n) { .refs = ATOMIC_INIT(n) }
#define REFCOUNT_MAX INT_MAX
#define REFCOUNT_SATURATED (INT_MIN / 2)

enum refcount_saturation_type {
	REFCOUNT_ADD_NOT_ZERO_OVF,
	REFCOUNT_ADD_OVF,
	REFCOUNT_ADD_UAF,
	REFCOUNT_SUB_UAF,
	REFCOUNT_DEC_LEAK,
};

/* lib/refcount.c */
void refcount_warn_saturate(refcount_t *count, enum refcount_saturation_type type);
bool refcount_dec_if_one(refcount_t *count);
bool refcount_dec_not_one(refcount_t *count);
bool refcount_dec_and_mutex_lock(refcount_t *count, struct mutex *lock);
bool refcount_dec_and_lock(refcount_t *count, spinlock_t *lock);

static inline void refcount_set(refcount_t *count, int n) { atomic_set(&count->refs, n); }
static inline unsigned int refcount_read(const refcount_t *count) { return atomic_read(&count->refs); }

static inline bool refcount_add_not_zero(int i, refcount_t *count)
{
	int before = atomic_fetch_add_unless(&count->refs, i, 0);

	if (before < 0 || before + i < 0)
		refcount_warn_saturate(count, REFCOUNT_ADD_NOT_ZERO_OVF);
	return before;
}

static inline void refcount_add(int i, refcount_t *count)
{
	int before = atomic_fetch_add(i, &count->refs);

	if (before == 0)
		refcount_warn_saturate(count, REFCOUNT_ADD_UAF);
	else if (before < 0 || before + i < 0)
		refcount_warn_saturate(count, REFCOUNT_ADD_OVF);
}

static inline bool refcount_sub_and_test(int i, refcount_t *count)
{
	int before = atomic_fetch_sub(i, &count->refs);

	if (before != i && (before < 0 || before - i < 0))
		refcount_warn_saturate(count, REFCOUNT_SUB_UAF);
	return before == i;
}

static inline void refcount_dec(refcount_t *count)
{
	if (atomic_fetch_sub(1, &count->refs) <= 1)
		refcount_warn_saturate(count, REFCOUNT_DEC_LEAK);
}

static inline bool refcount_inc_not_zero(refcount_t *count) { return refcount_add_not_zero(1, count); }
static inline void refcount_inc(refcount_t *count) { refcount_add(1, count); }
static inline bool refcount_dec_and_test(refcount_t *count) { return refcount_sub_and_test(1, count); }

#endif
