/* What the driver of an interrupt controller says of its lines: their chip, their data, their kind. */
#include <linux/errno.h>
#include <linux/irq.h>
#include <linux/irqdesc.h>

int irq_set_chip(unsigned int irq, const struct irq_chip *chip)
{
	struct irq_desc *desc = irq_to_desc(irq);

	if (!desc)
		return -EINVAL;
	desc->irq_data.chip = chip ? (struct irq_chip *)chip : &no_irq_chip;
	return 0;
}

int irq_set_chip_data(unsigned int irq, void *data)
{
	struct irq_desc *desc = irq_to_desc(irq);

	if (!desc)
		return -EINVAL;
	desc->irq_data.chip_data = data;
	return 0;
}

int irq_set_handler_data(unsigned int irq, void *data)
{
	struct irq_desc *desc = irq_to_desc(irq);

	if (!desc)
		return -EINVAL;
	desc->irq_data.__handler_data = data;
	return 0;
}

int irq_set_irq_type(unsigned int irq, unsigned int type)
{
	struct irq_desc *desc = irq_to_desc(irq);
	unsigned long flags;
	int error;

	if (!desc)
		return -EINVAL;
	__irq_bus_lock(desc);
	spin_lock_irqsave(&desc->lock, flags);
	error = __irq_set_trigger(desc, type);
	spin_unlock_irqrestore(&desc->lock, flags);
	__irq_bus_sync_unlock(desc);
	return error;
}

void irq_modify_status(unsigned int irq, unsigned long clear, unsigned long set)
{
	struct irq_desc *desc = irq_to_desc(irq);

	if (!desc)
		return;
	desc->status = (desc->status & ~clear) | (set & ~IRQ_TYPE_SENSE_MASK);
	if (set & IRQ_TYPE_SENSE_MASK)
		irqd_set_trigger_type(&desc->irq_data, set);
}
