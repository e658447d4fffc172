/* How often a message may be repeated. */
#include <linux/ratelimit.h>
#include <linux/jiffies.h>
#include <linux/printk.h>

int ___ratelimit(struct ratelimit_state *state, const char *function)
{
	if (!state->interval)
		return 1;
	if (!state->begin)
		state->begin = jiffies;
	if (time_is_before_jiffies(state->begin + state->interval)) {
		if (state->missed)
			printk(KERN_WARNING "%s: %d callbacks suppressed\n", function, state->missed);
		state->begin = jiffies;
		state->printed = state->missed = 0;
	}
	if (state->burst > state->printed) {
		state->printed++;
		return 1;
	}
	state->missed++;
	return 0;
}
