/* Interrupts whose controller is a driver: when its chip is asked to mask and acknowledge, and in which order handlers run. */
#include <linux/bug.h>
#include <linux/irq.h>
#include <linux/irqdesc.h>
#include <linux/printk.h>

static void chip_nothing(struct irq_data *data)
{
}

struct irq_chip no_irq_chip = { .name = "none", .irq_enable = chip_nothing, .irq_disable = chip_nothing, .irq_ack = chip_nothing };
struct irq_chip dummy_irq_chip = {
	.name = "dummy", .irq_enable = chip_nothing, .irq_disable = chip_nothing, .irq_ack = chip_nothing, .irq_mask = chip_nothing, .irq_unmask = chip_nothing,
};

static void mask_irq(struct irq_desc *desc)
{
	struct irq_data *data = &desc->irq_data;

	if (data->__masked || !data->chip->irq_mask)
		return;
	data->chip->irq_mask(data);
	data->__masked = true;
}

static void unmask_irq(struct irq_desc *desc)
{
	struct irq_data *data = &desc->irq_data;

	if (!data->__masked || !data->chip->irq_unmask)
		return;
	data->chip->irq_unmask(data);
	data->__masked = false;
}

static void mask_ack_irq(struct irq_desc *desc)
{
	struct irq_data *data = &desc->irq_data;

	if (data->chip->irq_mask_ack) {
		data->chip->irq_mask_ack(data);
		data->__masked = true;
		return;
	}
	mask_irq(desc);
	if (data->chip->irq_ack)
		data->chip->irq_ack(data);
}

static void chip_enable(struct irq_desc *desc)
{
	struct irq_data *data = &desc->irq_data;

	if (!data->__disabled) {
		unmask_irq(desc);
		return;
	}
	data->__disabled = false;
	if (data->chip->irq_enable) {
		data->chip->irq_enable(data);
		data->__masked = false;
	} else {
		unmask_irq(desc);
	}
}

/* Without an irq_disable() the line is masked only when it fires: disabling is lazy. */
static void chip_disable(struct irq_desc *desc)
{
	struct irq_data *data = &desc->irq_data;

	data->__disabled = true;
	if (data->chip->irq_disable) {
		data->chip->irq_disable(data);
		data->__masked = true;
	} else if (desc->status & IRQ_DISABLE_UNLAZY) {
		mask_irq(desc);
	}
}

static void chip_startup(struct irq_desc *desc)
{
	struct irq_data *data = &desc->irq_data;

	if (data->chip->irq_startup) {
		data->chip->irq_startup(data);
		data->__disabled = data->__masked = false;
	} else {
		chip_enable(desc);
	}
	data->__started = true;
}

static void chip_shutdown(struct irq_desc *desc)
{
	struct irq_data *data = &desc->irq_data;

	if (data->chip->irq_shutdown) {
		data->chip->irq_shutdown(data);
		data->__disabled = data->__masked = true;
	} else {
		data->__disabled = true;
		if (data->chip->irq_disable) {
			data->chip->irq_disable(data);
			data->__masked = true;
		} else {
			mask_irq(desc);
		}
	}
	data->__started = false;
}

/* An edge that came while nobody listened is handled now. */
static void chip_resend(struct irq_desc *desc)
{
	struct irq_data *data = &desc->irq_data;

	if (!desc->pending || irqd_is_level_type(data))
		return;
	desc->pending = false;
	if (!data->chip->irq_retrigger || !data->chip->irq_retrigger(data))
		__irq_resend(desc->irq);
}

void __irq_chip_update(struct irq_desc *desc)
{
	struct irq_data *data = &desc->irq_data;
	bool wanted = desc->action && !desc->depth && !desc->spurious_disabled;

	if (!desc->action) {
		if (data->__started)
			chip_shutdown(desc);
	} else if (wanted && !data->__started) {
		chip_startup(desc);
		chip_resend(desc);
	} else if (wanted && data->__disabled) {
		chip_enable(desc);
		chip_resend(desc);
	} else if (!wanted && data->__started && !data->__disabled) {
		chip_disable(desc);
	} else if (wanted && data->__masked && !desc->threads_oneshot) {
		unmask_irq(desc);
	}
}

/* Runs with the lock held, which handlers do not see. */
static void chip_handle_event(struct irq_desc *desc)
{
	desc->pending = false;
	spin_unlock(&desc->lock);
	__irq_handle_event(desc);
	spin_lock(&desc->lock);
}

static bool chip_may_run(struct irq_desc *desc)
{
	if (desc->action && !desc->irq_data.__disabled)
		return true;
	desc->pending = true;
	return false;
}

void handle_simple_irq(struct irq_desc *desc)
{
	spin_lock(&desc->lock);
	if (chip_may_run(desc))
		chip_handle_event(desc);
	spin_unlock(&desc->lock);
}

static void unmask_if_done(struct irq_desc *desc)
{
	if (!desc->irq_data.__disabled && desc->irq_data.__masked && !desc->threads_oneshot)
		unmask_irq(desc);
}

void handle_level_irq(struct irq_desc *desc)
{
	spin_lock(&desc->lock);
	mask_ack_irq(desc);
	if (chip_may_run(desc)) {
		chip_handle_event(desc);
		unmask_if_done(desc);
	}
	spin_unlock(&desc->lock);
}

void handle_fasteoi_irq(struct irq_desc *desc)
{
	struct irq_chip *chip = desc->irq_data.chip;

	spin_lock(&desc->lock);
	if (!chip_may_run(desc)) {
		mask_irq(desc);
	} else {
		if (desc->action->flags & IRQF_ONESHOT)
			mask_irq(desc);
		chip_handle_event(desc);
		unmask_if_done(desc);
	}
	if (chip->irq_eoi)
		chip->irq_eoi(&desc->irq_data);
	spin_unlock(&desc->lock);
}

void handle_edge_irq(struct irq_desc *desc)
{
	spin_lock(&desc->lock);
	if (!chip_may_run(desc)) {
		mask_ack_irq(desc);
		spin_unlock(&desc->lock);
		return;
	}
	if (desc->irq_data.chip->irq_ack)
		desc->irq_data.chip->irq_ack(&desc->irq_data);
	do {
		if (!desc->action) {
			mask_irq(desc);
			break;
		}
		if (desc->pending && !desc->irq_data.__disabled)
			unmask_irq(desc);
		chip_handle_event(desc);
	} while (desc->pending && !desc->irq_data.__disabled);
	spin_unlock(&desc->lock);
}

void handle_bad_irq(struct irq_desc *desc)
{
	printk(KERN_ERR "irq %d, desc: %p, depth: %d, count: %d, unhandled: %d\n", desc->irq, desc, desc->depth,
	       desc->irq_count, desc->irqs_unhandled);
	if (desc->irq_data.chip->irq_ack)
		desc->irq_data.chip->irq_ack(&desc->irq_data);
}

/* In the thread of the controller's own interrupt: threads of the devices' alone. */
void handle_nested_irq(unsigned int irq)
{
	struct irq_desc *desc = irq_to_desc(irq);
	struct irqaction *action;
	irqreturn_t result = IRQ_NONE;

	if (!desc)
		return;
	might_sleep();
	if (!desc->action || desc->irq_data.__disabled) {
		desc->pending = true;
		return;
	}
	desc->counts[smp_processor_id() & 7]++;
	atomic_inc(&desc->threads_active);
	for (action = desc->action; action; action = action->next)
		result |= action->thread_fn(action->irq, action->dev_id);
	note_interrupt(desc, result);
	if (atomic_dec_and_test(&desc->threads_active))
		wake_up(&desc->wait_for_threads);
}

/* Of the machine's own lines none can be changed. */
int __irq_set_trigger(struct irq_desc *desc, unsigned int type)
{
	struct irq_data *data = &desc->irq_data;
	int error;

	if (!desc->software || !data->chip->irq_set_type)
		return 0;
	if (data->chip->flags & IRQCHIP_SET_TYPE_MASKED && !data->__masked)
		mask_irq(desc);
	error = data->chip->irq_set_type(data, type & IRQ_TYPE_SENSE_MASK);
	if (error == 0)
		irqd_set_trigger_type(data, type);
	else if (error < 0)
		pr_err("genirq: Setting trigger mode %u for irq %u failed (%pS)\n", type, desc->irq, data->chip->irq_set_type);
	return error < 0 ? error : 0;
}

static irqreturn_t bad_chained_irq(int irq, void *dev_id)
{
	WARN_ONCE(1, "Chained irq %d should not call an action\n", irq);
	return IRQ_NONE;
}

static struct irqaction chained_action = { .handler = bad_chained_irq };

/* A handler of the line itself begins at once: nobody requests it any more. */
void __irq_set_handler(unsigned int irq, irq_flow_handler_t handler, int chained, const char *name)
{
	struct irq_desc *desc = irq_to_desc(irq);
	unsigned long flags;

	if (!desc)
		return;
	spin_lock_irqsave(&desc->lock, flags);
	desc->handle_irq = handler ? handler : handle_bad_irq;
	desc->name = name;
	desc->chained = handler && chained;
	if (!handler) {
		desc->action = NULL;
		desc->depth = 1;
		desc->handle_irq = desc->software ? handle_bad_irq : NULL;
	} else if (chained) {
		desc->action = &chained_action;
		desc->depth = 0;
	}
	__irq_update_mask(desc);
	spin_unlock_irqrestore(&desc->lock, flags);
}

void irq_set_chip_and_handler_name(unsigned int irq, const struct irq_chip *chip, irq_flow_handler_t handler, const char *name)
{
	irq_set_chip(irq, chip);
	__irq_set_handler(irq, handler, 0, name);
}

void irq_set_chained_handler_and_data(unsigned int irq, irq_flow_handler_t handler, void *data)
{
	irq_set_handler_data(irq, data);
	__irq_set_handler(irq, handler, 1, NULL);
}

int irq_get_irqchip_state(unsigned int irq, enum irqchip_irq_state which, bool *state)
{
	struct irq_data *data = irq_get_irq_data(irq);

	return data && data->chip && data->chip->irq_get_irqchip_state ? data->chip->irq_get_irqchip_state(data, which, state) : -EINVAL;
}

int irq_set_irqchip_state(unsigned int irq, enum irqchip_irq_state which, bool state)
{
	struct irq_data *data = irq_get_irq_data(irq);

	return data && data->chip && data->chip->irq_set_irqchip_state ? data->chip->irq_set_irqchip_state(data, which, state) : -EINVAL;
}

/* A controller behind a slow bus collects what is asked of it, and tells it when the lock is given back. */
void __irq_bus_lock(struct irq_desc *desc)
{
	if (desc->software && desc->irq_data.chip->irq_bus_lock)
		desc->irq_data.chip->irq_bus_lock(&desc->irq_data);
}

void __irq_bus_sync_unlock(struct irq_desc *desc)
{
	if (desc->software && desc->irq_data.chip->irq_bus_sync_unlock)
		desc->irq_data.chip->irq_bus_sync_unlock(&desc->irq_data);
}
