/* Preemption: who may take the CPU away from this code. */
#ifndef __LINUX_PREEMPT_H
#define __LINUX_PREEMPT_H

#include <linux/types.h>

void __preempt_count_add(int value);
void __preempt_count_sub(int value);
int __preempt_count(void) __attribute__((only_reads));

#define PREEMPT_BITS 8
#define SOFTIRQ_SHIFT 8
#define HARDIRQ_SHIFT 16
#define PREEMPT_MASK 0x000000ff
#define SOFTIRQ_MASK 0x0000ff00
#define HARDIRQ_MASK 0x000f0000
#define NMI_MASK 0x00f00000
#define PREEMPT_OFFSET 1
#define SOFTIRQ_OFFSET (1 << SOFTIRQ_SHIFT)
#define SOFTIRQ_DISABLE_OFFSET (2 * SOFTIRQ_OFFSET)
#define HARDIRQ_OFFSET (1 << HARDIRQ_SHIFT)

#define preempt_count() __preempt_count()
#define preempt_count_add(value) __preempt_count_add(value)
#define preempt_count_sub(value) __preempt_count_sub(value)
#define preempt_disable() __preempt_count_add(1)
#define preempt_enable() __preempt_count_sub(1)
#define preempt_enable_no_resched() preempt_enable()
#define hardirq_count() (preempt_count() & HARDIRQ_MASK)
#define softirq_count() (preempt_count() & SOFTIRQ_MASK)
#define irq_count() (preempt_count() & (NMI_MASK | HARDIRQ_MASK | SOFTIRQ_MASK))
#define in_nmi() (preempt_count() & NMI_MASK)
#define in_hardirq() hardirq_count()
#define in_irq() hardirq_count()
#define in_softirq() softirq_count()
#define in_serving_softirq() (softirq_count() & SOFTIRQ_OFFSET)
#define in_interrupt() irq_count()
#define in_task() (!(preempt_count() & (NMI_MASK | HARDIRQ_MASK | SOFTIRQ_OFFSET)))
#define in_atomic() (preempt_count() != 0)
#define preemptible() (preempt_count() == 0 && !__irqs_disabled())

int __irqs_disabled(void);

/* task-functions.ts, kernel/sched/core.c */
void migrate_disable(void);
void migrate_enable(void);

#endif
