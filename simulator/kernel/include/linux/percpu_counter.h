/* Counters that are counted on each CPU and read as a sum: one 64-bit number under a lock is what they are here. */
#ifndef _LINUX_PERCPU_COUNTER_H
#define _LINUX_PERCPU_COUNTER_H

#include <linux/spinlock.h>
#include <linux/types.h>

struct percpu_counter {
	raw_spinlock_t lock;
	s64 count;
	bool alive;
};

static inline int percpu_counter_init(struct percpu_counter *fbc, s64 amount, gfp_t gfp)
{
	raw_spin_lock_init(&fbc->lock);
	fbc->count = amount;
	fbc->alive = true;
	return 0;
}
static inline void percpu_counter_destroy(struct percpu_counter *fbc) { fbc->alive = false; }
static inline bool percpu_counter_initialized(struct percpu_counter *fbc) { return fbc->alive; }
static inline void percpu_counter_add(struct percpu_counter *fbc, s64 amount)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&fbc->lock, flags);
	fbc->count += amount;
	raw_spin_unlock_irqrestore(&fbc->lock, flags);
}
static inline void percpu_counter_set(struct percpu_counter *fbc, s64 amount) { fbc->count = amount; }
static inline s64 percpu_counter_read(struct percpu_counter *fbc) { return fbc->count; }
static inline s64 percpu_counter_sum(struct percpu_counter *fbc) { return fbc->count; }
static inline s64 percpu_counter_read_positive(struct percpu_counter *fbc) { return fbc->count < 0 ? 0 : fbc->count; }
static inline s64 percpu_counter_sum_positive(struct percpu_counter *fbc) { return fbc->count < 0 ? 0 : fbc->count; }
static inline int percpu_counter_compare(struct percpu_counter *fbc, s64 rhs)
{
	return fbc->count > rhs ? 1 : fbc->count < rhs ? -1 : 0;
}
#define percpu_counter_add_batch(fbc, amount, batch) ((void)(batch), percpu_counter_add(fbc, amount))
#define percpu_counter_inc(fbc) percpu_counter_add(fbc, 1)
#define percpu_counter_dec(fbc) percpu_counter_add(fbc, -1)
#define percpu_counter_sub(fbc, amount) percpu_counter_add(fbc, -(amount))

#endif
