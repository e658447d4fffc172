/* Asking for interrupts and giving them back. */
#include <linux/irqdesc.h>
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/sprintf.h>

static irqreturn_t irq_default_primary_handler(int irq, void *dev_id)
{
	return IRQ_WAKE_THREAD;
}

int irq_set_irq_wake(unsigned int irq, unsigned int on)
{
	struct irq_desc *desc = irq_to_desc(irq);
	int error = 0;

	if (!desc)
		return -EINVAL;
	if (!on && WARN(!desc->wake_depth, "Unbalanced IRQ %d wake disable\n", irq))
		return 0;
	if (desc->wake_depth == (on ? 0 : 1) && desc->software && !(desc->irq_data.chip->flags & IRQCHIP_SKIP_SET_WAKE))
		error = desc->irq_data.chip->irq_set_wake ? desc->irq_data.chip->irq_set_wake(&desc->irq_data, on) : -ENXIO;
	if (!error)
		desc->wake_depth += on ? 1 : -1;
	return error;
}

irqreturn_t no_action(int irq, void *dev_id)
{
	return IRQ_NONE;
}

/* Tells the views who is on the line. */
static void note_handlers(struct irq_desc *desc)
{
	struct irqaction *action;
	char names[128];
	int length = 0;

	names[0] = 0;
	for (action = desc->action; action; action = action->next)
		length += scnprintf(names + length, sizeof(names) - length, "%s%s", length ? ", " : "", action->name);
	__irq_note_handlers(desc->irq, names);
}

static bool may_share(struct irqaction *old, struct irqaction *action)
{
	if (!(old->flags & action->flags & IRQF_SHARED))
		return false;
	if ((old->flags & IRQF_TRIGGER_MASK) != (action->flags & IRQF_TRIGGER_MASK))
		return false;
	return ((old->flags ^ action->flags) & (IRQF_ONESHOT | IRQF_PERCPU)) == 0;
}

static int add_action(struct irq_desc *desc, struct irqaction *action)
{
	struct irqaction **place = &desc->action;
	unsigned long flags;

	spin_lock_irqsave(&desc->lock, flags);
	if (desc->action && !may_share(desc->action, action)) {
		struct irqaction *old = desc->action;

		spin_unlock_irqrestore(&desc->lock, flags);
		if (!(action->flags & IRQF_PROBE_SHARED))
			printk(KERN_ERR "genirq: Flags mismatch irq %d. %08x (%s) vs. %08x (%s)\n", desc->irq,
			       action->flags, action->name, old->flags, old->name);
		return -EBUSY;
	}
	if (!desc->action) {
		desc->depth = action->flags & IRQF_NO_AUTOEN || desc->status & IRQ_NOAUTOEN ? 1 : 0;
		desc->irq_count = desc->irqs_unhandled = 0;
		desc->spurious_disabled = false;
	}
	while (*place)
		place = &(*place)->next;
	*place = action;
	__irq_update_mask(desc);
	spin_unlock_irqrestore(&desc->lock, flags);
	note_handlers(desc);
	return 0;
}

/* An edge-triggered message cannot storm while its thread runs: it may go without IRQF_ONESHOT. */
static bool is_message(const struct irq_desc *desc)
{
	return desc->software ? desc->irq_data.chip->flags & IRQCHIP_ONESHOT_SAFE : desc->irq >= 24;
}

static irqreturn_t irq_nested_primary_handler(int irq, void *dev_id)
{
	WARN(1, "Primary handler called for nested irq %d\n", irq);
	return IRQ_NONE;
}

/* The first one on a line says how it is triggered; its controller may refuse. */
static int claim_line(struct irq_desc *desc, struct irqaction *action)
{
	struct irq_data *data = &desc->irq_data;
	int error = 0;

	if (!desc->software || desc->action)
		return 0;
	if (data->chip->irq_request_resources)
		error = data->chip->irq_request_resources(data);
	if (error) {
		pr_err("genirq: Failed to request resources for %s (irq %d) on irqchip %s\n", action->name, desc->irq, data->chip->name);
		return error;
	}
	if (action->flags & IRQF_TRIGGER_MASK)
		error = __irq_set_trigger(desc, action->flags & IRQF_TRIGGER_MASK);
	if (error && data->chip->irq_release_resources)
		data->chip->irq_release_resources(data);
	return error;
}

static int setup_action(struct irq_desc *desc, struct irqaction *action)
{
	int error;

	if (desc->software && desc->irq_data.chip == &no_irq_chip)
		return -ENOSYS;
	if (desc->software && !(action->flags & IRQF_TRIGGER_MASK))
		action->flags |= irqd_get_trigger_type(&desc->irq_data);
	if (desc->status & IRQ_NESTED_THREAD) {
		if (!action->thread_fn)
			return -EINVAL;
		action->handler = irq_nested_primary_handler;
		error = claim_line(desc, action);
		return error ? error : add_action(desc, action);
	}

	if (action->handler == irq_default_primary_handler && !(action->flags & IRQF_ONESHOT) && !is_message(desc)) {
		printk(KERN_ERR "genirq: Threaded irq requested with handler=NULL and !ONESHOT for %s (irq %d)\n",
		       action->name, desc->irq);
		return -EINVAL;
	}
	if (action->thread_fn) {
		error = __irq_start_thread(action);
		if (error)
			return error;
	}
	error = claim_line(desc, action);
	if (!error)
		error = add_action(desc, action);
	if (error && action->thread)
		kthread_stop(action->thread);
	return error;
}

int request_threaded_irq(unsigned int irq, irq_handler_t handler, irq_handler_t thread_fn, unsigned long flags,
			 const char *name, void *dev_id)
{
	struct irqaction *action;
	struct irq_desc *desc;
	int error;

	if (irq == IRQ_NOTCONNECTED)
		return -ENOTCONN;
	if (((flags & IRQF_SHARED) && !dev_id) || ((flags & IRQF_SHARED) && (flags & IRQF_NO_AUTOEN)))
		return -EINVAL;
	desc = irq_to_desc(irq);
	if (!desc || (!handler && !thread_fn) || desc->chained || (desc->status & IRQ_NOREQUEST))
		return -EINVAL;
	action = kzalloc(sizeof(*action), GFP_KERNEL);
	if (!action)
		return -ENOMEM;
	action->handler = handler ? handler : irq_default_primary_handler;
	action->thread_fn = thread_fn;
	action->flags = flags;
	action->name = name;
	action->dev_id = dev_id;
	action->irq = irq;
	__irq_bus_lock(desc);
	error = setup_action(desc, action);
	__irq_bus_sync_unlock(desc);
	if (error)
		kfree(action);
	return error;
}

/* Takes the action of `dev_id` off its line; NULL when there is none. */
static struct irqaction *remove_action(struct irq_desc *desc, void *dev_id)
{
	struct irqaction **place, *action;
	unsigned long flags;

	spin_lock_irqsave(&desc->lock, flags);
	for (place = &desc->action; *place && (*place)->dev_id != dev_id; place = &(*place)->next)
		;
	action = *place;
	if (action)
		*place = action->next;
	if (!desc->action)
		desc->depth = 1;
	__irq_update_mask(desc);
	spin_unlock_irqrestore(&desc->lock, flags);
	return action;
}

const void *free_irq(unsigned int irq, void *dev_id)
{
	struct irq_desc *desc = irq_to_desc(irq);
	struct irqaction *action;
	const char *name;

	if (!desc)
		return NULL;
	WARN(in_interrupt(), "Trying to free IRQ %d from IRQ context!\n", irq);
	__irq_bus_lock(desc);
	action = remove_action(desc, dev_id);
	__irq_bus_sync_unlock(desc);
	if (!action) {
		WARN(1, "Trying to free already-free IRQ %d\n", irq);
		return NULL;
	}
	if (!desc->action && WARN_ON_ONCE(desc->affinity_hint))
		desc->affinity_hint = NULL;
	note_handlers(desc);
	synchronize_irq(irq);
	if (!desc->action && desc->software && desc->irq_data.chip->irq_release_resources)
		desc->irq_data.chip->irq_release_resources(&desc->irq_data);
	if (action->thread)
		kthread_stop(action->thread);
	name = action->name;
	kfree(action);
	return name;
}

void disable_irq_nosync(unsigned int irq)
{
	struct irq_desc *desc = irq_to_desc(irq);
	unsigned long flags;

	if (!desc)
		return;
	__irq_bus_lock(desc);
	spin_lock_irqsave(&desc->lock, flags);
	desc->depth++;
	__irq_update_mask(desc);
	spin_unlock_irqrestore(&desc->lock, flags);
	__irq_bus_sync_unlock(desc);
}

void disable_irq(unsigned int irq)
{
	disable_irq_nosync(irq);
	synchronize_irq(irq);
}

bool disable_hardirq(unsigned int irq)
{
	struct irq_desc *desc = irq_to_desc(irq);

	disable_irq_nosync(irq);
	while (desc && atomic_read(&desc->handlers_active))
		cpu_relax();
	return !desc || !atomic_read(&desc->threads_active);
}

void enable_irq(unsigned int irq)
{
	struct irq_desc *desc = irq_to_desc(irq);
	unsigned long flags;

	if (!desc)
		return;
	__irq_bus_lock(desc);
	spin_lock_irqsave(&desc->lock, flags);
	if (!desc->action) {
		spin_unlock_irqrestore(&desc->lock, flags);
		__irq_bus_sync_unlock(desc);
		WARN(1, KERN_ERR "enable_irq before setup/request_irq: irq %u\n", irq);
		return;
	}
	if (desc->depth == 0)
		WARN(1, KERN_WARNING "Unbalanced enable for IRQ %d\n", irq);
	else
		desc->depth--;
	__irq_update_mask(desc);
	spin_unlock_irqrestore(&desc->lock, flags);
	__irq_bus_sync_unlock(desc);
}

/* Waits for handlers on other CPUs and for threads. A handler that waits for itself waits for ever. */
void synchronize_irq(unsigned int irq)
{
	struct irq_desc *desc = irq_to_desc(irq);

	if (!desc)
		return;
	while (atomic_read(&desc->handlers_active))
		cpu_relax();
	wait_event(desc->wait_for_threads, !atomic_read(&desc->threads_active));
}

void irq_wake_thread(unsigned int irq, void *dev_id)
{
	struct irq_desc *desc = irq_to_desc(irq);
	struct irqaction *action;

	if (!desc)
		return;
	for (action = desc->action; action; action = action->next)
		if (action->dev_id == dev_id && action->thread)
			__irq_wake_thread(desc, action);
}
