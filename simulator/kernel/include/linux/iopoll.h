/* Polling a register until a condition holds. */
#ifndef _LINUX_IOPOLL_H
#define _LINUX_IOPOLL_H

#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/ktime.h>

#define __read_poll(op, value, condition, pause, timeout_us, arguments...)                      \
	({                                                                                      \
		u64 __poll_until = __ktime_ns() + (u64)(timeout_us) * 1000;                     \
		for (;;) {                                                                      \
			(value) = op(arguments);                                                \
			if (condition)                                                          \
				break;                                                          \
			if ((timeout_us) && __ktime_ns() > __poll_until) {                      \
				(value) = op(arguments);                                        \
				break;                                                          \
			}                                                                       \
			pause;                                                                  \
		}                                                                               \
		(condition) ? 0 : -ETIMEDOUT;                                                   \
	})
#define read_poll_timeout(op, value, condition, sleep_us, timeout_us, sleep_before, arguments...)       \
	({                                                                                      \
		if ((sleep_before) && (sleep_us))                                               \
			usleep_range(((sleep_us) >> 2) + 1, sleep_us);                          \
		__read_poll(op, value, condition,                                               \
			    ({ if (sleep_us) usleep_range(((sleep_us) >> 2) + 1, sleep_us); else __cpu_relax(); }), \
			    timeout_us, arguments);                                             \
	})
#define read_poll_timeout_atomic(op, value, condition, delay_us, timeout_us, delay_before, arguments...) \
	({                                                                                      \
		if ((delay_before) && (delay_us))                                               \
			udelay(delay_us);                                                       \
		__read_poll(op, value, condition,                                               \
			    ({ if (delay_us) udelay(delay_us); else __cpu_relax(); }), timeout_us, arguments); \
	})
#define readx_poll_timeout(op, address, value, condition, sleep_us, timeout_us) \
	read_poll_timeout(op, value, condition, sleep_us, timeout_us, false, address)
#define readx_poll_timeout_atomic(op, address, value, condition, delay_us, timeout_us) \
	read_poll_timeout_atomic(op, value, condition, delay_us, timeout_us, false, address)
#define readb_poll_timeout(address, value, condition, delay_us, timeout_us) \
	readx_poll_timeout(readb, address, value, condition, delay_us, timeout_us)
#define readb_poll_timeout_atomic(address, value, condition, delay_us, timeout_us) \
	readx_poll_timeout_atomic(readb, address, value, condition, delay_us, timeout_us)
#define readw_poll_timeout(address, value, condition, delay_us, timeout_us) \
	readx_poll_timeout(readw, address, value, condition, delay_us, timeout_us)
#define readw_poll_timeout_atomic(address, value, condition, delay_us, timeout_us) \
	readx_poll_timeout_atomic(readw, address, value, condition, delay_us, timeout_us)
#define readl_poll_timeout(address, value, condition, delay_us, timeout_us) \
	readx_poll_timeout(readl, address, value, condition, delay_us, timeout_us)
#define readl_poll_timeout_atomic(address, value, condition, delay_us, timeout_us) \
	readx_poll_timeout_atomic(readl, address, value, condition, delay_us, timeout_us)
#define readq_poll_timeout(address, value, condition, delay_us, timeout_us) \
	readx_poll_timeout(readq, address, value, condition, delay_us, timeout_us)
#define readq_poll_timeout_atomic(address, value, condition, delay_us, timeout_us) \
	readx_poll_timeout_atomic(readq, address, value, condition, delay_us, timeout_us)
#define readb_relaxed_poll_timeout(address, value, condition, delay_us, timeout_us) \
	readx_poll_timeout(readb_relaxed, address, value, condition, delay_us, timeout_us)
#define readb_relaxed_poll_timeout_atomic(address, value, condition, delay_us, timeout_us) \
	readx_poll_timeout_atomic(readb_relaxed, address, value, condition, delay_us, timeout_us)
#define readw_relaxed_poll_timeout(address, value, condition, delay_us, timeout_us) \
	readx_poll_timeout(readw_relaxed, address, value, condition, delay_us, timeout_us)
#define readw_relaxed_poll_timeout_atomic(address, value, condition, delay_us, timeout_us) \
	readx_poll_timeout_atomic(readw_relaxed, address, value, condition, delay_us, timeout_us)
#define readl_relaxed_poll_timeout(address, value, condition, delay_us, timeout_us) \
	readx_poll_timeout(readl_relaxed, address, value, condition, delay_us, timeout_us)
#define readl_relaxed_poll_timeout_atomic(address, value, condition, delay_us, timeout_us) \
	readx_poll_timeout_atomic(readl_relaxed, address, value, condition, delay_us, timeout_us)
#define readq_relaxed_poll_timeout(address, value, condition, delay_us, timeout_us) \
	readx_poll_timeout(readq_relaxed, address, value, condition, delay_us, timeout_us)
#define readq_relaxed_poll_timeout_atomic(address, value, condition, delay_us, timeout_us) \
	readx_poll_timeout_atomic(readq_relaxed, address, value, condition, delay_us, timeout_us)

/* A driver that includes this header has these too. */
#include <linux/vmalloc.h>

#endif
