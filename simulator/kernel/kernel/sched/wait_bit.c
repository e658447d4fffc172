/* Waiting for bits and variables. Linux has 256 queues, chosen by a hash of the address; whoever is woken looks again. */
#include <linux/err.h>
#include <linux/wait_bit.h>

DECLARE_WAIT_QUEUE_HEAD(__bit_wait_queue);

/* 0, -EINTR after a signal, or -EAGAIN when the time is over; with `lock` the bit is set again by whoever found it clear. */
int __wait_on_bit_state(unsigned long *word, int bit, unsigned int mode, unsigned long timeout, bool lock)
{
	DEFINE_WAIT(wait);
	int error = 0;

	might_sleep();
	while (lock ? test_and_set_bit(bit, word) : test_bit(bit, word)) {
		prepare_to_wait(&__bit_wait_queue, &wait, mode);
		if (test_bit(bit, word)) {
			timeout = schedule_timeout(timeout);
			if (signal_pending_state(mode, current))
				error = -EINTR;
			else if (!timeout)
				error = -EAGAIN;
		}
		finish_wait(&__bit_wait_queue, &wait);
		if (error)
			return error;
	}
	return 0;
}

void wake_up_bit(void *word, int bit)
{
	wake_up_all(&__bit_wait_queue);
}

void wake_up_var(void *variable)
{
	wake_up_all(&__bit_wait_queue);
}
