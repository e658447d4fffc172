/* Interrupts that are freed when their driver leaves. */
#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/slab.h>

struct irq_devres {
	unsigned int irq;
	void *dev_id;
};

static void release_irq(struct device *dev, void *resource)
{
	struct irq_devres *held = resource;

	free_irq(held->irq, held->dev_id);
}

static int same_irq(struct device *dev, void *resource, void *wanted)
{
	struct irq_devres *a = resource, *b = wanted;

	return a->irq == b->irq && a->dev_id == b->dev_id;
}

int devm_request_threaded_irq(struct device *dev, unsigned int irq, irq_handler_t handler, irq_handler_t thread_fn,
			      unsigned long flags, const char *name, void *dev_id)
{
	struct irq_devres *held = devres_alloc(release_irq, sizeof(*held), GFP_KERNEL);
	int error;

	if (!held)
		return -ENOMEM;
	error = request_threaded_irq(irq, handler, thread_fn, flags, name ? name : dev_name(dev), dev_id);
	if (error) {
		devres_free(held);
		return error;
	}
	held->irq = irq;
	held->dev_id = dev_id;
	devres_add(dev, held);
	return 0;
}

void devm_free_irq(struct device *dev, unsigned int irq, void *dev_id)
{
	struct irq_devres wanted = { irq, dev_id };

	__WARN_ON_AT("kernel/irq/devres.c", 143, devres_destroy(dev, release_irq, same_irq, &wanted));
	free_irq(irq, dev_id);
}
