/* Reference counts that refuse to come back from zero: what is wrong is told once a kind, and such a count stays where nothing frees it. */
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/refcount.h>
#include <linux/spinlock.h>

static const char *const refcount_complaints[] = {
	[REFCOUNT_ADD_NOT_ZERO_OVF] = "saturated; leaking memory",
	[REFCOUNT_ADD_OVF] = "saturated; leaking memory",
	[REFCOUNT_ADD_UAF] = "addition on 0; use-after-free",
	[REFCOUNT_SUB_UAF] = "underflow; use-after-free",
	[REFCOUNT_DEC_LEAK] = "decrement hit 0; leaking memory",
};

void refcount_warn_saturate(refcount_t *count, enum refcount_saturation_type type)
{
	static bool told[ARRAY_SIZE(refcount_complaints)];

	refcount_set(count, REFCOUNT_SATURATED);
	if (told[type])
		return;
	told[type] = true;
	WARN(1, "refcount_t: %s.\n", refcount_complaints[type]);
}

bool refcount_dec_if_one(refcount_t *count)
{
	return atomic_cmpxchg(&count->refs, 1, 0) == 1;
}

bool refcount_dec_not_one(refcount_t *count)
{
	int now = atomic_read(&count->refs), seen;

	for (;;) {
		if ((unsigned int)now == REFCOUNT_SATURATED)
			return true;
		if (now == 1)
			return false;
		if ((unsigned int)now - 1 > (unsigned int)now) {
			WARN_ONCE(1, "refcount_t: underflow; use-after-free.\n");
			return true;
		}
		seen = atomic_cmpxchg(&count->refs, now, now - 1);
		if (seen == now)
			return true;
		now = seen;
	}
}

bool refcount_dec_and_mutex_lock(refcount_t *count, struct mutex *lock)
{
	if (refcount_dec_not_one(count))
		return false;
	mutex_lock(lock);
	if (refcount_dec_and_test(count))
		return true;
	mutex_unlock(lock);
	return false;
}

bool refcount_dec_and_lock(refcount_t *count, spinlock_t *lock)
{
	if (refcount_dec_not_one(count))
		return false;
	spin_lock(lock);
	if (refcount_dec_and_test(count))
		return true;
	spin_unlock(lock);
	return false;
}
