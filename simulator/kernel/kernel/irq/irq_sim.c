/* A controller that is software: a pending interrupt is raised from the CPU's own interrupt work. */
#include <linux/bitmap.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/irq_sim.h>
#include <linux/irq_work.h>
#include <linux/slab.h>

struct irq_sim_work {
	struct irq_work work;
	unsigned long *pending;
	unsigned int count;
	struct irq_domain *domain;
};

static void set_mask(struct irq_data *data, bool masked)
{
	data->mask = masked;
}

static void sim_mask(struct irq_data *data)
{
	set_mask(data, true);
}

static void sim_unmask(struct irq_data *data)
{
	set_mask(data, false);
}

static int sim_set_type(struct irq_data *data, unsigned int type)
{
	if (type & ~IRQ_TYPE_EDGE_BOTH)
		return -EINVAL;
	irqd_set_trigger_type(data, type);
	return 0;
}

static int sim_get_state(struct irq_data *data, enum irqchip_irq_state which, bool *state)
{
	struct irq_sim_work *sim = data->chip_data;

	if (which != IRQCHIP_STATE_PENDING)
		return -EINVAL;
	if (!data->mask)
		*state = test_bit(data->hwirq, sim->pending);
	return 0;
}

static int sim_set_state(struct irq_data *data, enum irqchip_irq_state which, bool state)
{
	struct irq_sim_work *sim = data->chip_data;

	if (which != IRQCHIP_STATE_PENDING)
		return -EINVAL;
	if (data->mask)
		return 0;
	if (state)
		set_bit(data->hwirq, sim->pending);
	else
		clear_bit(data->hwirq, sim->pending);
	if (state)
		irq_work_queue(&sim->work);
	return 0;
}

static struct irq_chip sim_chip = {
	.name = "irq_sim",
	.irq_mask = sim_mask,
	.irq_unmask = sim_unmask,
	.irq_set_type = sim_set_type,
	.irq_get_irqchip_state = sim_get_state,
	.irq_set_irqchip_state = sim_set_state,
};

static void sim_raise(struct irq_work *work)
{
	struct irq_sim_work *sim = container_of(work, struct irq_sim_work, work);
	unsigned int hwirq;

	for_each_set_bit(hwirq, sim->pending, sim->count) {
		clear_bit(hwirq, sim->pending);
		generic_handle_irq(irq_find_mapping(sim->domain, hwirq));
	}
}

static int sim_map(struct irq_domain *domain, unsigned int virq, irq_hw_number_t hwirq)
{
	irq_set_chip(virq, &sim_chip);
	irq_set_chip_data(virq, domain->host_data);
	irq_set_handler(virq, handle_simple_irq);
	irq_modify_status(virq, IRQ_NOREQUEST | IRQ_NOAUTOEN, IRQ_NOPROBE);
	return 0;
}

static void sim_unmap(struct irq_domain *domain, unsigned int virq)
{
	irq_set_handler(virq, NULL);
	irq_set_chip_data(virq, NULL);
}

static const struct irq_domain_ops sim_ops = { .map = sim_map, .unmap = sim_unmap };

struct irq_domain *irq_domain_create_sim(struct fwnode_handle *fwnode, unsigned int num_irqs)
{
	struct irq_sim_work *sim = kzalloc(sizeof(*sim), GFP_KERNEL);

	if (!sim)
		return ERR_PTR(-ENOMEM);
	sim->pending = bitmap_zalloc(num_irqs, GFP_KERNEL);
	sim->count = num_irqs;
	sim->domain = sim->pending ? irq_domain_create_linear(fwnode, num_irqs, &sim_ops, sim) : NULL;
	if (!sim->domain) {
		bitmap_free(sim->pending);
		kfree(sim);
		return ERR_PTR(-ENOMEM);
	}
	init_irq_work(&sim->work, sim_raise);
	return sim->domain;
}

void irq_domain_remove_sim(struct irq_domain *domain)
{
	struct irq_sim_work *sim = domain->host_data;

	irq_work_sync(&sim->work);
	bitmap_free(sim->pending);
	kfree(sim);
	irq_domain_remove(domain);
}

static void release_sim(void *domain)
{
	irq_domain_remove_sim(domain);
}

struct irq_domain *devm_irq_domain_create_sim(struct device *dev, struct fwnode_handle *fwnode, unsigned int num_irqs)
{
	struct irq_domain *domain = irq_domain_create_sim(fwnode, num_irqs);
	int error = IS_ERR(domain) ? 0 : devm_add_action_or_reset(dev, release_sim, domain);

	return error ? ERR_PTR(error) : domain;
}
