/* Time in nanoseconds. */
#ifndef _LINUX_KTIME_H
#define _LINUX_KTIME_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <linux/time64.h>
#include <linux/jiffies.h>

#define KTIME_MAX ((s64)~((u64)1 << 63))

u64 __ktime_ns(void);

/* A sum that leaves the range lies at its end: also what a negative time gives. */
static inline ktime_t ktime_add_safe(ktime_t a, ktime_t b)
{
	ktime_t sum = (u64)a + (u64)b;

	return sum < 0 || sum < a || sum < b ? KTIME_MAX / NSEC_PER_SEC * NSEC_PER_SEC : sum;
}

static inline ktime_t ktime_get(void) { return __ktime_ns(); }
static inline ktime_t ktime_get_boottime(void) { return __ktime_ns(); }
static inline ktime_t ktime_get_raw(void) { return __ktime_ns(); }
static inline u64 ktime_get_ns(void) { return __ktime_ns(); }
static inline u64 ktime_get_raw_ns(void) { return __ktime_ns(); }
static inline u64 ktime_get_boottime_ns(void) { return __ktime_ns(); }
/* The wall clock of the simulated machine was set to 1970 at power-on. */
static inline ktime_t ktime_get_real(void) { return __ktime_ns(); }
static inline u64 ktime_get_real_ns(void) { return __ktime_ns(); }
static inline time64_t ktime_get_seconds(void) { return __ktime_ns() / NSEC_PER_SEC; }
static inline time64_t ktime_get_real_seconds(void) { return __ktime_ns() / NSEC_PER_SEC; }

/* The coarse clocks stand still between ticks. */
static inline ktime_t ktime_get_coarse(void) { return __ktime_ns() / (NSEC_PER_SEC / HZ) * (NSEC_PER_SEC / HZ); }
static inline u64 ktime_get_coarse_ns(void) { return ktime_get_coarse(); }
static inline u64 ktime_get_mono_fast_ns(void) { return __ktime_ns(); }
static inline time64_t ktime_get_boottime_seconds(void) { return __ktime_ns() / NSEC_PER_SEC; }

static inline ktime_t ktime_set(s64 seconds, unsigned long ns) { return seconds * NSEC_PER_SEC + (s64)ns; }
static inline ktime_t ktime_add(ktime_t a, ktime_t b) { return a + b; }
static inline ktime_t ktime_sub(ktime_t a, ktime_t b) { return a - b; }
static inline ktime_t ktime_add_ns(ktime_t a, u64 ns) { return a + ns; }
static inline ktime_t ktime_add_us(ktime_t a, u64 us) { return a + us * NSEC_PER_USEC; }
static inline ktime_t ktime_add_ms(ktime_t a, u64 ms) { return a + ms * NSEC_PER_MSEC; }
static inline s64 ktime_to_ns(ktime_t t) { return t; }
static inline s64 ktime_to_us(ktime_t t) { return t / NSEC_PER_USEC; }
static inline s64 ktime_to_ms(ktime_t t) { return t / NSEC_PER_MSEC; }
static inline ktime_t ns_to_ktime(u64 ns) { return ns; }
__later static inline ktime_t us_to_ktime(u64 us) { return us * NSEC_PER_USEC; }
static inline ktime_t ms_to_ktime(u64 ms) { return ms * NSEC_PER_MSEC; }
static inline s64 ktime_us_delta(ktime_t later, ktime_t earlier) { return (later - earlier) / NSEC_PER_USEC; }
static inline s64 ktime_ms_delta(ktime_t later, ktime_t earlier) { return (later - earlier) / NSEC_PER_MSEC; }
static inline s64 ktime_divns(ktime_t t, s64 divisor) { return t / divisor; }
static inline ktime_t ktime_sub_ns(ktime_t a, u64 ns) { return a - ns; }
static inline ktime_t ktime_sub_us(ktime_t a, u64 us) { return a - us * NSEC_PER_USEC; }
static inline ktime_t ktime_sub_ms(ktime_t a, u64 ms) { return a - ms * NSEC_PER_MSEC; }
static inline int ktime_compare(ktime_t a, ktime_t b) { return a < b ? -1 : a > b; }
static inline bool ktime_after(ktime_t a, ktime_t b) { return a > b; }
static inline bool ktime_before(ktime_t a, ktime_t b) { return a < b; }

static inline struct timespec64 ktime_to_timespec64(ktime_t t)
{
	return (struct timespec64){ t / NSEC_PER_SEC, t % NSEC_PER_SEC };
}

static inline bool timespec64_valid(const struct timespec64 *time)
{
	return time->tv_sec >= 0 && time->tv_nsec >= 0 && time->tv_nsec < NSEC_PER_SEC;
}

static inline void ktime_get_ts64(struct timespec64 *ts) { *ts = ktime_to_timespec64(__ktime_ns()); }
static inline void ktime_get_real_ts64(struct timespec64 *ts) { ktime_get_ts64(ts); }

/* Nanoseconds are never negative: seconds are rounded down. */
static inline struct timespec64 ns_to_timespec64(s64 ns)
{
	s64 seconds = ns / NSEC_PER_SEC - (ns % NSEC_PER_SEC < 0);

	return (struct timespec64){ seconds, ns - seconds * NSEC_PER_SEC };
}

static inline struct timespec64 timespec64_sub(struct timespec64 later, struct timespec64 earlier)
{
	return ns_to_timespec64((later.tv_sec - earlier.tv_sec) * NSEC_PER_SEC + later.tv_nsec - earlier.tv_nsec);
}

static inline s64 timespec64_to_ns(const struct timespec64 *ts)
{
	return ts->tv_sec * NSEC_PER_SEC + ts->tv_nsec;
}

#endif
