// SPDX-License-Identifier: MIT
/* High-resolution timers: forwarding, restarting, cancelling, remaining time. */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/module.h>

static DECLARE_COMPLETION(done);
static int calls;
static u64 overruns;

static enum hrtimer_restart three_times(struct hrtimer *timer)
{
	if (++calls == 3) {
		complete(&done);
		return HRTIMER_NORESTART;
	}
	pr_info("queued %d active %d running %d\n", hrtimer_is_queued(timer), hrtimer_active(timer),
		hrtimer_callback_running(timer));
	overruns += hrtimer_forward_now(timer, ms_to_ktime(1)) > 0;
	return HRTIMER_RESTART;
}

static enum hrtimer_restart cancels(struct hrtimer *timer)
{
	pr_info("cancelling oneself %d\n", hrtimer_try_to_cancel(timer));
	complete(&done);
	return HRTIMER_NORESTART;
}

static int __init fine_init(void)
{
	static struct hrtimer timer;
	ktime_t before, expires;

	hrtimer_init(&timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	timer.function = three_times;
	pr_info("idle: active %d cancel %d\n", hrtimer_active(&timer), hrtimer_cancel(&timer));
	before = ktime_get();
	hrtimer_start(&timer, ms_to_ktime(2), HRTIMER_MODE_REL);
	wait_for_completion(&done);
	pr_info("calls %d overruns %llu not early %d\n", calls, overruns, ktime_ms_delta(ktime_get(), before) >= 4);
	pr_info("after: active %d cancel %d\n", hrtimer_active(&timer), hrtimer_cancel(&timer));
	hrtimer_start(&timer, ktime_set(100, 0), HRTIMER_MODE_REL);
	pr_info("started: active %d queued %d\n", hrtimer_active(&timer), hrtimer_is_queued(&timer));
	pr_info("remaining %d\n", ktime_to_ns(hrtimer_get_remaining(&timer)) > 99 * NSEC_PER_SEC);
	hrtimer_start(&timer, ktime_set(200, 0), HRTIMER_MODE_REL);
	pr_info("moved %d\n", ktime_to_ns(hrtimer_get_remaining(&timer)) > 199 * NSEC_PER_SEC);
	pr_info("cancel %d again %d\n", hrtimer_cancel(&timer), hrtimer_try_to_cancel(&timer));
	expires = ktime_set(5, 0);
	hrtimer_set_expires(&timer, expires);
	pr_info("forward not due %llu\n", hrtimer_forward(&timer, ktime_set(4, 0), ms_to_ktime(100)));
	pr_info("forward due %llu", hrtimer_forward(&timer, ktime_set(5, 0), ms_to_ktime(100)));
	pr_cont(" to %lld\n", ktime_to_ms(hrtimer_get_expires(&timer)));
	pr_info("forward far %llu", hrtimer_forward(&timer, ktime_set(7, 50000000), ms_to_ktime(100)));
	pr_cont(" to %lld\n", ktime_to_ms(hrtimer_get_expires(&timer)));
	timer.function = cancels;
	hrtimer_start(&timer, ktime_add_ms(ktime_get(), 3), HRTIMER_MODE_ABS);
	wait_for_completion(&done);
	before = ktime_get();
	usleep_range(3000, 3100);
	pr_info("usleep %d\n", ktime_us_delta(ktime_get(), before) >= 3000);
	expires = ms_to_ktime(2);
	set_current_state(TASK_UNINTERRUPTIBLE);
	pr_info("schedule_hrtimeout %d\n", schedule_hrtimeout(&expires, HRTIMER_MODE_REL));
	return 0;
}

static void __exit fine_exit(void)
{
}

module_init(fine_init);
module_exit(fine_exit);
MODULE_LICENSE("GPL");
