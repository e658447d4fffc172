/* Functions to be called at a nanosecond. */
#ifndef _LINUX_HRTIMER_H
#define _LINUX_HRTIMER_H

#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/timer.h>

enum hrtimer_restart {
	HRTIMER_NORESTART,
	HRTIMER_RESTART,
};

enum hrtimer_mode {
	HRTIMER_MODE_ABS = 0x00,
	HRTIMER_MODE_REL = 0x01,
	HRTIMER_MODE_PINNED = 0x02,
	HRTIMER_MODE_SOFT = 0x04,
	HRTIMER_MODE_HARD = 0x08,
	HRTIMER_MODE_ABS_PINNED = HRTIMER_MODE_ABS | HRTIMER_MODE_PINNED,
	HRTIMER_MODE_REL_PINNED = HRTIMER_MODE_REL | HRTIMER_MODE_PINNED,
	HRTIMER_MODE_ABS_SOFT = HRTIMER_MODE_ABS | HRTIMER_MODE_SOFT,
	HRTIMER_MODE_REL_SOFT = HRTIMER_MODE_REL | HRTIMER_MODE_SOFT,
	HRTIMER_MODE_ABS_HARD = HRTIMER_MODE_ABS | HRTIMER_MODE_HARD,
	HRTIMER_MODE_REL_HARD = HRTIMER_MODE_REL | HRTIMER_MODE_HARD,
};

#define CLOCK_REALTIME 0
#define CLOCK_MONOTONIC 1
#define CLOCK_PROCESS_CPUTIME_ID 2
#define CLOCK_THREAD_CPUTIME_ID 3
#define CLOCK_BOOTTIME 7

struct timerqueue_node {
	struct list_head list;
	unsigned long __unused;
	ktime_t expires;
};

struct hrtimer {
	struct timerqueue_node node;
	ktime_t _softexpires;
	enum hrtimer_restart (*function)(struct hrtimer *timer);
	unsigned int __cpu;
	unsigned int __unused;
	u8 state;
	u8 is_rel;
	u8 is_soft;
	u8 is_hard;
};

/* kernel/time/hrtimer.c */
void hrtimer_init(struct hrtimer *timer, clockid_t clock, enum hrtimer_mode mode);
void hrtimer_start_range_ns(struct hrtimer *timer, ktime_t time, u64 range, enum hrtimer_mode mode);
int hrtimer_cancel(struct hrtimer *timer);
int hrtimer_try_to_cancel(struct hrtimer *timer);
bool hrtimer_active(const struct hrtimer *timer);
bool hrtimer_callback_running(struct hrtimer *timer);
u64 hrtimer_forward(struct hrtimer *timer, ktime_t now, ktime_t interval);
int schedule_hrtimeout_range(ktime_t *expires, u64 slack, enum hrtimer_mode mode);
void __reprogram_timer(int cpu);
void __run_soft_hrtimers(void);
/* time.ts */
void __program_timer_interrupt(int cpu, u64 due_ns);

#define hrtimer_start(timer, time, mode) hrtimer_start_range_ns(timer, time, 0, mode)
#define hrtimer_init_on_stack(timer, clock, mode) hrtimer_init(timer, clock, mode)
#define destroy_hrtimer_on_stack(timer) ((void)(timer))
#define schedule_hrtimeout(expires, mode) schedule_hrtimeout_range(expires, 0, mode)

static inline void hrtimer_set_expires(struct hrtimer *timer, ktime_t time)
{
	timer->node.expires = time;
	timer->_softexpires = time;
}

static inline void hrtimer_add_expires_ns(struct hrtimer *timer, u64 ns)
{
	timer->node.expires += ns;
	timer->_softexpires += ns;
}

static inline ktime_t hrtimer_get_expires(const struct hrtimer *timer) { return timer->node.expires; }
static inline ktime_t hrtimer_get_softexpires(const struct hrtimer *timer) { return timer->_softexpires; }
static inline bool hrtimer_is_queued(struct hrtimer *timer) { return timer->state & 1; }
static inline ktime_t hrtimer_cb_get_time(struct hrtimer *timer) { (void)timer; return ktime_get(); }
static inline ktime_t hrtimer_get_remaining(const struct hrtimer *timer) { return timer->node.expires - ktime_get(); }
static inline ktime_t hrtimer_expires_remaining(const struct hrtimer *timer) { return hrtimer_get_remaining(timer); }

static inline void hrtimer_start_expires(struct hrtimer *timer, enum hrtimer_mode mode)
{
	hrtimer_start_range_ns(timer, timer->_softexpires, timer->node.expires - timer->_softexpires,
			       mode & ~HRTIMER_MODE_REL);
}

#define hrtimer_restart(timer) hrtimer_start_expires(timer, HRTIMER_MODE_ABS)

static inline u64 hrtimer_forward_now(struct hrtimer *timer, ktime_t interval)
{
	return hrtimer_forward(timer, ktime_get(), interval);
}

#endif
