/* What happens when an interrupt arrives: its handlers one after the other, and their threads. */
#include <linux/irqdesc.h>
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/printk.h>

/* Bits of irqaction.thread_flags. */
#define IRQTF_RUNTHREAD 0
#define IRQTF_ONESHOT_PENDING 1

static irqreturn_t __handle_irq_event_percpu(struct irq_desc *desc)
{
	struct irqaction *action, *next;
	irqreturn_t result = IRQ_NONE;

	for (action = desc->action; action; action = next) {
		irqreturn_t answer = action->handler(desc->irq, action->dev_id);

		next = action->next;
		if (WARN_ONCE(!irqs_disabled(), "irq %u handler %pS enabled interrupts\n", desc->irq, action->handler))
			local_irq_disable();
		if (answer == IRQ_WAKE_THREAD)
			__irq_wake_thread(desc, action);
		result |= answer;
	}
	return result;
}

void __irq_handle_event(struct irq_desc *desc)
{
	irqreturn_t result;

	desc->counts[smp_processor_id() & 7]++;
	atomic_inc(&desc->handlers_active);
	result = __handle_irq_event_percpu(desc);
	note_interrupt(desc, result);
	atomic_dec(&desc->handlers_active);
}

/* Runs on top of whatever the CPU was doing, with interrupts off. */
void __do_irq(unsigned int irq)
{
	struct irq_desc *desc = irq_to_desc(irq);

	if (!desc)
		return;
	if (desc->chained)
		desc->handle_irq(desc);
	else
		__irq_handle_event(desc);
	__irq_leave(irq);
	__irq_exit();
}

void __irq_wake_thread(struct irq_desc *desc, struct irqaction *action)
{
	if (!action->thread) {
		printk(KERN_WARNING "IRQ %d device %s returned IRQ_WAKE_THREAD but no thread function available.",
		       desc->irq, action->name);
		return;
	}
	if (test_and_set_bit(IRQTF_RUNTHREAD, &action->thread_flags))
		return;
	if ((action->flags & IRQF_ONESHOT) && !test_and_set_bit(IRQTF_ONESHOT_PENDING, &action->thread_flags)) {
		desc->threads_oneshot++;
		__irq_update_mask(desc);
	}
	atomic_inc(&desc->threads_active);
	wake_up_process(action->thread);
}

static void finish_oneshot(struct irq_desc *desc, struct irqaction *action)
{
	unsigned long flags;

	spin_lock_irqsave(&desc->lock, flags);
	if (!test_bit(IRQTF_RUNTHREAD, &action->thread_flags) &&
	    test_and_clear_bit(IRQTF_ONESHOT_PENDING, &action->thread_flags)) {
		desc->threads_oneshot--;
		__irq_update_mask(desc);
	}
	spin_unlock_irqrestore(&desc->lock, flags);
}

/* 0: there is something to do; -1: the thread is to end. */
static int wait_for_interrupt(struct irqaction *action)
{
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (test_and_clear_bit(IRQTF_RUNTHREAD, &action->thread_flags)) {
			__set_current_state(TASK_RUNNING);
			return 0;
		}
		if (kthread_should_stop()) {
			__set_current_state(TASK_RUNNING);
			return -1;
		}
		schedule();
	}
}

static int irq_thread(void *data)
{
	struct irqaction *action = data;
	struct irq_desc *desc = irq_to_desc(action->irq);

	while (!wait_for_interrupt(action)) {
		action->thread_fn(action->irq, action->dev_id);
		finish_oneshot(desc, action);
		if (atomic_dec_and_test(&desc->threads_active))
			wake_up(&desc->wait_for_threads);
	}
	return 0;
}

int __irq_start_thread(struct irqaction *action)
{
	struct task_struct *thread = kthread_create(irq_thread, action, "irq/%d-%s", action->irq, action->name);

	if (IS_ERR(thread))
		return PTR_ERR(thread);
	action->thread = thread;
	wake_up_process(thread);
	return 0;
}
