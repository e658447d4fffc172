// SPDX-License-Identifier: MIT
/* Times in all their units. */
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/timekeeping.h>

static int __init conversions_init(void)
{
	struct timespec64 ts;
	ktime_t a = ktime_set(3, 500000000), b = ms_to_ktime(1250);
	unsigned long j = jiffies;
	u64 j64 = get_jiffies_64();

	pr_info("HZ %d ms %lu %lu %lu %lu\n", HZ, msecs_to_jiffies(0), msecs_to_jiffies(1), msecs_to_jiffies(1999),
		msecs_to_jiffies(-1));
	pr_info("us %lu %lu %lu ns %lu\n", usecs_to_jiffies(1), usecs_to_jiffies(1000), usecs_to_jiffies(1001),
		nsecs_to_jiffies(2500000));
	pr_info("back %u %u %llu\n", jiffies_to_msecs(1234), jiffies_to_usecs(7), jiffies_to_nsecs(3));
	pr_info("64 %d after %d before %d range %d\n", j64 - j < 2, time_after(j + 1, j), time_before(j, j + 1),
		time_in_range(j, j - 1, j + 1));
	pr_info("wrap %d %d\n", time_after(0ul, ~0ul), time_before64(1ull, ~0ull));
	pr_info("ktime %lld %lld %lld\n", ktime_to_ns(a), ktime_to_us(a), ktime_to_ms(a));
	pr_info("sum %lld difference %lld compare %d %d\n", ktime_to_ms(ktime_add(a, b)), ktime_to_ms(ktime_sub(a, b)),
		ktime_compare(a, b), ktime_before(a, b));
	pr_info("add %lld %lld %lld\n", ktime_add_ns(a, 5), ktime_add_us(a, 5), ktime_add_ms(a, 5));
	pr_info("delta %lld %lld\n", ktime_us_delta(a, b), ktime_ms_delta(b, a));
	ts = ktime_to_timespec64(a);
	pr_info("timespec %lld.%09ld %lld\n", ts.tv_sec, ts.tv_nsec, timespec64_to_ns(&ts));
	ts = ns_to_timespec64(-1);
	pr_info("negative %lld.%09ld\n", ts.tv_sec, ts.tv_nsec);
	ktime_get_ts64(&ts);
	pr_info("monotonic %d seconds %d coarse %d\n", ktime_get_ns() / NSEC_PER_SEC - ts.tv_sec < 2,
		ktime_get_seconds() - ts.tv_sec < 2, ktime_get_coarse() <= ktime_get());
	pr_info("round %lu %lu\n", round_jiffies_relative(10 * HZ) % HZ < HZ, round_jiffies(jiffies + 5 * HZ) > jiffies);
	pr_info("divns %lld\n", ktime_divns(a, 1000));
	return 0;
}

static void __exit conversions_exit(void)
{
}

module_init(conversions_init);
module_exit(conversions_exit);
MODULE_LICENSE("GPL");
