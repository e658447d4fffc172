/* Interrupt handlers, and work deferred from them. */
#ifndef _LINUX_INTERRUPT_H
#define _LINUX_INTERRUPT_H

#include <linux/bitops.h>
#include <linux/irqreturn.h>
#include <linux/irqflags.h>
#include <linux/preempt.h>
#include <linux/atomic.h>
#include <linux/kref.h>
#include <linux/smp.h>
#include <linux/types.h>

#define IRQF_TRIGGER_NONE 0x00000000
#define IRQF_TRIGGER_RISING 0x00000001
#define IRQF_TRIGGER_FALLING 0x00000002
#define IRQF_TRIGGER_HIGH 0x00000004
#define IRQF_TRIGGER_LOW 0x00000008
#define IRQF_TRIGGER_MASK 0x0000000f
#define IRQF_TRIGGER_PROBE 0x00000010
#define IRQF_SHARED 0x00000080
#define IRQF_PROBE_SHARED 0x00000100
#define __IRQF_TIMER 0x00000200
#define IRQF_PERCPU 0x00000400
#define IRQF_NOBALANCING 0x00000800
#define IRQF_IRQPOLL 0x00001000
#define IRQF_ONESHOT 0x00002000
#define IRQF_NO_SUSPEND 0x00004000
#define IRQF_FORCE_RESUME 0x00008000
#define IRQF_NO_THREAD 0x00010000
#define IRQF_EARLY_RESUME 0x00020000
#define IRQF_COND_SUSPEND 0x00040000
#define IRQF_NO_AUTOEN 0x00080000
#define IRQF_TIMER (__IRQF_TIMER | IRQF_NO_SUSPEND | IRQF_NO_THREAD)
#define IRQF_DISABLED 0
#define IRQ_NOTCONNECTED (1U << 31)

struct device;
struct pt_regs;
struct task_struct;
struct cpumask;

typedef irqreturn_t (*irq_handler_t)(int irq, void *dev_id);

struct irqaction {
	irq_handler_t handler;
	void *dev_id;
	struct irqaction *next;
	irq_handler_t thread_fn;
	struct task_struct *thread;
	unsigned int irq;
	unsigned int flags;
	unsigned long thread_flags;
	const char *name;
};

/* kernel/irq/manage.c */
int request_threaded_irq(unsigned int irq, irq_handler_t handler, irq_handler_t thread_fn, unsigned long flags,
			 const char *name, void *dev_id) __must_check;
const void *free_irq(unsigned int irq, void *dev_id);
void disable_irq_nosync(unsigned int irq);
void disable_irq(unsigned int irq);
bool disable_hardirq(unsigned int irq);
void enable_irq(unsigned int irq);
void synchronize_irq(unsigned int irq);
void irq_wake_thread(unsigned int irq, void *dev_id);
irqreturn_t no_action(int irq, void *dev_id);
/* kernel/irq/chip.c */
int irq_set_irq_wake(unsigned int irq, unsigned int on);
static inline int enable_irq_wake(unsigned int irq) { return irq_set_irq_wake(irq, 1); }
static inline int disable_irq_wake(unsigned int irq) { return irq_set_irq_wake(irq, 0); }

static inline int __must_check request_irq(unsigned int irq, irq_handler_t handler, unsigned long flags,
					   const char *name, void *dev_id)
{
	return request_threaded_irq(irq, handler, NULL, flags, name, dev_id);
}
#define request_any_context_irq(irq, handler, flags, name, dev_id) request_irq(irq, handler, flags, name, dev_id)

/* drivers/base/devres.c */
int devm_request_threaded_irq(struct device *dev, unsigned int irq, irq_handler_t handler, irq_handler_t thread_fn,
			      unsigned long flags, const char *name, void *dev_id) __must_check;
void devm_free_irq(struct device *dev, unsigned int irq, void *dev_id);

static inline int __must_check devm_request_irq(struct device *dev, unsigned int irq, irq_handler_t handler,
						unsigned long flags, const char *name, void *dev_id)
{
	return devm_request_threaded_irq(dev, irq, handler, NULL, flags, name, dev_id);
}

int irq_set_affinity(unsigned int irq, const struct cpumask *mask);
#define irq_force_affinity(irq, mask) irq_set_affinity(irq, mask)
#define irq_set_affinity_hint(irq, mask) __irq_affinity_hint(irq, mask)
#define irq_set_affinity_and_hint(irq, mask) __irq_affinity_hint(irq, mask)
#define irq_update_affinity_hint(irq, mask) ((void)(mask), 0)
int __irq_affinity_hint(unsigned int irq, const struct cpumask *mask);

/* kernel/softirq.c */
enum {
	HI_SOFTIRQ,
	TIMER_SOFTIRQ,
	NET_TX_SOFTIRQ,
	NET_RX_SOFTIRQ,
	BLOCK_SOFTIRQ,
	IRQ_POLL_SOFTIRQ,
	TASKLET_SOFTIRQ,
	SCHED_SOFTIRQ,
	HRTIMER_SOFTIRQ,
	RCU_SOFTIRQ,
	NR_SOFTIRQS
};

void raise_softirq(unsigned int number);
void raise_softirq_irqoff(unsigned int number);
void __raise_softirq_irqoff(unsigned int number);
void open_softirq(unsigned int number, void (*action)(void));
u64 __next_softirq_tick_ns(int cpu);
bool __softirq_is_pending(int cpu, unsigned int number);

struct tasklet_struct {
	struct tasklet_struct *next;
	unsigned long state;
	atomic_t count;
	bool use_callback;
	union {
		void (*func)(unsigned long data);
		void (*callback)(struct tasklet_struct *tasklet);
	};
	unsigned long data;
};

#define DECLARE_TASKLET(name, function) \
	struct tasklet_struct name = { .use_callback = true, .callback = function }
#define DECLARE_TASKLET_DISABLED(name, function) \
	struct tasklet_struct name = { .count = ATOMIC_INIT(1), .use_callback = true, .callback = function }
#define DECLARE_TASKLET_OLD(name, function) struct tasklet_struct name = { .func = function }
#define DECLARE_TASKLET_DISABLED_OLD(name, function) \
	struct tasklet_struct name = { .count = ATOMIC_INIT(1), .func = function }
#define from_tasklet(variable, tasklet, member) container_of(tasklet, __typeof__(*variable), member)

enum {
	TASKLET_STATE_SCHED,
	TASKLET_STATE_RUN
};

void tasklet_init(struct tasklet_struct *tasklet, void (*func)(unsigned long), unsigned long data);
void tasklet_setup(struct tasklet_struct *tasklet, void (*callback)(struct tasklet_struct *));
void tasklet_schedule(struct tasklet_struct *tasklet);
void tasklet_hi_schedule(struct tasklet_struct *tasklet);
void tasklet_kill(struct tasklet_struct *tasklet);
void tasklet_unlock_wait(struct tasklet_struct *tasklet);
void tasklet_disable(struct tasklet_struct *tasklet);

static inline void tasklet_disable_nosync(struct tasklet_struct *tasklet) { atomic_inc(&tasklet->count); }
static inline void tasklet_enable(struct tasklet_struct *tasklet) { atomic_dec(&tasklet->count); }

/* A driver that includes this header has these too. */
#include <linux/bottom_half.h>
#include <linux/cpumask.h>
#include <linux/find.h>
#include <linux/hardirq.h>
#include <linux/ioctl.h>
#include <linux/kernel.h>
#include <linux/llist.h>
#include <linux/mutex.h>
#include <linux/percpu-defs.h>
#include <linux/pfn.h>
#include <linux/random.h>
#include <linux/rbtree.h>
#include <linux/rcupdate.h>
#include <linux/rwlock.h>
#include <linux/seqlock.h>
#include <linux/signal.h>
#include <linux/swab.h>
#include <linux/time.h>
#include <linux/timekeeping.h>
#include <linux/uidgid.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#endif
