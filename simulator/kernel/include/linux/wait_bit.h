/* Waiting for a bit to be cleared, or for any variable: one queue for all that are waited for so. */
#ifndef _LINUX_WAIT_BIT_H
#define _LINUX_WAIT_BIT_H

#include <linux/bitops.h>
#include <linux/sched.h>
#include <linux/wait.h>

/* kernel/sched/wait_bit.c */
extern struct wait_queue_head __bit_wait_queue;
int __wait_on_bit_state(unsigned long *word, int bit, unsigned int mode, unsigned long timeout, bool lock);
void wake_up_bit(void *word, int bit);
void wake_up_var(void *variable);

static inline int wait_on_bit(unsigned long *word, int bit, unsigned int mode)
{
	return __wait_on_bit_state(word, bit, mode, MAX_SCHEDULE_TIMEOUT, false);
}
static inline int wait_on_bit_io(unsigned long *word, int bit, unsigned int mode) { return wait_on_bit(word, bit, mode); }
static inline int wait_on_bit_timeout(unsigned long *word, int bit, unsigned int mode, unsigned long timeout)
{
	return __wait_on_bit_state(word, bit, mode, timeout, false);
}
static inline int wait_on_bit_lock(unsigned long *word, int bit, unsigned int mode)
{
	return __wait_on_bit_state(word, bit, mode, MAX_SCHEDULE_TIMEOUT, true);
}
static inline void clear_and_wake_up_bit(int bit, void *word)
{
	clear_bit_unlock(bit, (unsigned long *)word);
	smp_mb__after_atomic();
	wake_up_bit(word, bit);
}

#define wait_var_event(variable, condition) ((void)(variable), wait_event(__bit_wait_queue, condition))
#define wait_var_event_killable(variable, condition) ((void)(variable), wait_event_killable(__bit_wait_queue, condition))
#define wait_var_event_interruptible(variable, condition) \
	((void)(variable), wait_event_interruptible(__bit_wait_queue, condition))
#define wait_var_event_timeout(variable, condition, timeout) \
	((void)(variable), wait_event_timeout(__bit_wait_queue, condition, timeout))

#endif
