/* Futexes: waiting in the kernel until somebody who shares the memory says that a word of it has changed. */
#include <linux/errno.h>
#include <linux/hrtimer.h>
#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

#define FUTEX_WAIT 0
#define FUTEX_WAKE 1
#define FUTEX_WAIT_BITSET 9
#define FUTEX_WAKE_BITSET 10
#define FUTEX_COMMAND 0x7f
#define ALL_BITS 0xffffffffu

/* process/clone.ts: of memory that processes share, the same for all of them; 0: the process' own */
unsigned long __shared_futex_key(unsigned long address);

struct futex_waiter {
	struct list_head list;
	struct task_struct *task;
	struct mm_struct *mm; /* NULL: the key is that of shared memory */
	unsigned long key;
	unsigned int __user *address;
	unsigned int bits;
	bool woken;
};

static LIST_HEAD(futex_waiters);
static DEFINE_SPINLOCK(futex_lock);

static void set_key(struct futex_waiter *waiter, unsigned int __user *address)
{
	waiter->key = __shared_futex_key((unsigned long)address);
	waiter->mm = waiter->key ? NULL : current->mm;
	if (!waiter->key)
		waiter->key = (unsigned long)address;
}

static void leave_futex(struct futex_waiter *waiter)
{
	spin_lock(&futex_lock);
	if (!waiter->woken)
		list_del(&waiter->list);
	spin_unlock(&futex_lock);
	__set_current_state(TASK_RUNNING);
}

static long sleep_on_futex(struct futex_waiter *waiter, ktime_t *until)
{
	while (!waiter->woken) {
		__set_current_state(TASK_INTERRUPTIBLE);
		__waits_for(WAITS_FOR_QUEUE, waiter->address);
		if (waiter->woken)
			break;
		if (signal_pending(current))
			return -ERESTARTSYS;
		if (!schedule_hrtimeout_range(until, 50000, HRTIMER_MODE_ABS))
			return waiter->woken ? 0 : -ETIMEDOUT;
	}
	return 0;
}

/* Who looks at the word after queueing itself misses no wake-up. */
static long wait_on_futex(unsigned int __user *address, unsigned int value, ktime_t *until, unsigned int bits)
{
	struct futex_waiter waiter = { .task = current, .address = address, .bits = bits };
	unsigned int found;
	long result;

	set_key(&waiter, address);
	spin_lock(&futex_lock);
	list_add_tail(&waiter.list, &futex_waiters);
	spin_unlock(&futex_lock);
	if (get_user(found, address))
		result = -EFAULT;
	else
		result = found == value ? sleep_on_futex(&waiter, until) : -EAGAIN;
	leave_futex(&waiter);
	return result;
}

long __wake_futex(unsigned int __user *address, int count, unsigned int bits)
{
	struct futex_waiter *waiter, *next, wanted;
	int woken = 0;

	set_key(&wanted, address);
	spin_lock(&futex_lock);
	list_for_each_entry_safe(waiter, next, &futex_waiters, list) {
		if (waiter->key != wanted.key || waiter->mm != wanted.mm || !(waiter->bits & bits))
			continue;
		if (woken >= count)
			break;
		list_del(&waiter->list);
		waiter->woken = true;
		wake_up_state(waiter->task, TASK_NORMAL);
		woken++;
	}
	spin_unlock(&futex_lock);
	return woken;
}

/* FUTEX_WAIT's time counts from now, FUTEX_WAIT_BITSET's from power-on. */
static long read_futex_time(const struct timespec64 __user *user_time, bool relative, ktime_t *until)
{
	struct timespec64 time;

	if (copy_from_user(&time, user_time, sizeof(time)))
		return -EFAULT;
	if (!timespec64_valid(&time))
		return -EINVAL;
	*until = timespec64_to_ns(&time) + (relative ? ktime_get() : 0);
	return 0;
}

long ksys_futex(unsigned int __user *address, int operation, unsigned int value, const void __user *user_time,
		unsigned int bits)
{
	int command = operation & FUTEX_COMMAND;
	ktime_t until;
	long error;

	if ((unsigned long)address % sizeof(*address))
		return -EINVAL;
	switch (command) {
	case FUTEX_WAKE:
		return __wake_futex(address, value, ALL_BITS);
	case FUTEX_WAKE_BITSET:
		return bits ? __wake_futex(address, value, bits) : -EINVAL;
	case FUTEX_WAIT:
	case FUTEX_WAIT_BITSET:
		if (command == FUTEX_WAIT)
			bits = ALL_BITS;
		if (!bits)
			return -EINVAL;
		error = user_time ? read_futex_time(user_time, command == FUTEX_WAIT, &until) : 0;
		return error ? error : wait_on_futex(address, value, user_time ? &until : NULL, bits);
	default:
		return -ENOSYS;
	}
}
