/* Controllers' own interrupt numbers, mapped to the kernel's as they are asked for. */
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/irqdesc.h>
#include <linux/irqdomain.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/sprintf.h>

static LIST_HEAD(domains);

struct irq_mapping {
	struct list_head link;
	irq_hw_number_t hwirq;
	unsigned int virq;
};

static struct irq_mapping *mapping_of(struct irq_domain *domain, irq_hw_number_t hwirq)
{
	struct irq_mapping *mapping;

	list_for_each_entry(mapping, &domain->__mappings, link)
		if (mapping->hwirq == hwirq)
			return mapping;
	return NULL;
}

struct irq_domain *__irq_domain_add(struct fwnode_handle *fwnode, unsigned int size, irq_hw_number_t hwirq_max,
				    const struct irq_domain_ops *ops, void *host_data)
{
	static int unnamed;
	struct irq_domain *domain = kzalloc(sizeof(*domain), GFP_KERNEL);

	if (!domain)
		return NULL;
	domain->name = fwnode ? kasprintf(GFP_KERNEL, "%pfw", fwnode) : kasprintf(GFP_KERNEL, "unknown-%d", ++unnamed);
	domain->ops = ops;
	domain->host_data = host_data;
	domain->fwnode = fwnode;
	domain->hwirq_max = hwirq_max;
	domain->revmap_size = size;
	INIT_LIST_HEAD(&domain->__mappings);
	list_add(&domain->link, &domains);
	return domain;
}

/* With a first number given all of them are mapped to those behind it. */
struct irq_domain *irq_domain_add_simple(struct device_node *node, unsigned int size, unsigned int first_irq,
					 const struct irq_domain_ops *ops, void *host_data)
{
	struct irq_domain *domain = irq_domain_add_linear(node, size, ops, host_data);
	unsigned int i;

	if (!domain || !first_irq)
		return domain;
	if (irq_alloc_descs(first_irq, first_irq, size, 0) < 0)
		pr_info("irq: Cannot allocate irq_descs @ IRQ%d, assuming pre-allocated\n", first_irq);
	for (i = 0; i < size; i++)
		irq_domain_associate(domain, first_irq + i, i);
	return domain;
}

void irq_domain_remove(struct irq_domain *domain)
{
	WARN_ON(!list_empty(&domain->__mappings));
	list_del(&domain->link);
	kfree(domain->name);
	kfree(domain);
}

struct irq_domain *irq_find_host(struct device_node *node)
{
	struct irq_domain *domain;

	list_for_each_entry(domain, &domains, link)
		if (domain->fwnode && domain->fwnode == of_fwnode_handle(node))
			return domain;
	return NULL;
}

int irq_domain_associate(struct irq_domain *domain, unsigned int virq, irq_hw_number_t hwirq)
{
	struct irq_data *data = irq_get_irq_data(virq);
	struct irq_mapping *mapping;
	int error;

	if (WARN(hwirq >= domain->hwirq_max, "error: hwirq 0x%x is too large for %s\n", (int)hwirq, domain->name))
		return -EINVAL;
	if (WARN(!data, "error: irq_desc not allocated") || WARN(data->domain, "error: irq_desc already associated"))
		return -EINVAL;
	mapping = kmalloc(sizeof(*mapping), GFP_KERNEL);
	if (!mapping)
		return -ENOMEM;
	data->hwirq = hwirq;
	data->domain = domain;
	error = domain->ops->map ? domain->ops->map(domain, virq, hwirq) : 0;
	if (error) {
		if (error != -EPERM)
			pr_info("irq: %s didn't like hwirq-0x%lx to VIRQ%i mapping (rc=%d)\n", domain->name, hwirq, virq, error);
		data->domain = NULL;
		data->hwirq = 0;
		kfree(mapping);
		return error;
	}
	*mapping = (struct irq_mapping){ .hwirq = hwirq, .virq = virq };
	list_add_tail(&mapping->link, &domain->__mappings);
	domain->mapcount++;
	irq_clear_status_flags(virq, IRQ_NOREQUEST);
	return 0;
}

/* 0 when there is none to be had. */
unsigned int irq_create_mapping(struct irq_domain *domain, irq_hw_number_t hwirq)
{
	unsigned int found;
	int virq;

	if (!domain) {
		WARN(1, "irq_create_mapping_affinity(, %lx) called with NULL domain\n", hwirq);
		return 0;
	}
	found = irq_find_mapping(domain, hwirq);
	if (found)
		return found;
	virq = irq_alloc_descs(-1, 1, 1, -1);
	if (virq <= 0)
		return 0;
	if (irq_domain_associate(domain, virq, hwirq)) {
		irq_free_descs(virq, 1);
		return 0;
	}
	return virq;
}

unsigned int irq_create_fwspec_mapping(struct irq_fwspec *fwspec)
{
	struct irq_domain *domain = fwspec->fwnode ? irq_find_host(to_of_node(fwspec->fwnode)) : NULL;
	unsigned long hwirq = fwspec->param[0];
	unsigned int type = IRQ_TYPE_NONE, virq;

	if (!domain) {
		pr_warn("irq: no irq domain found for %s !\n", of_node_full_name(to_of_node(fwspec->fwnode)));
		return 0;
	}
	if (domain->ops->xlate &&
	    domain->ops->xlate(domain, to_of_node(fwspec->fwnode), fwspec->param, fwspec->param_count, &hwirq, &type))
		return 0;
	virq = irq_create_mapping(domain, hwirq);
	if (virq && type != IRQ_TYPE_NONE)
		irqd_set_trigger_type(irq_get_irq_data(virq), type);
	return virq;
}

void irq_dispose_mapping(unsigned int virq)
{
	struct irq_data *data = virq ? irq_get_irq_data(virq) : NULL;
	struct irq_mapping *mapping;
	struct irq_domain *domain;

	if (!data || WARN_ON(!data->domain))
		return;
	domain = data->domain;
	irq_set_status_flags(virq, IRQ_NOREQUEST);
	irq_set_chip_and_handler(virq, NULL, NULL);
	synchronize_irq(virq);
	if (domain->ops->unmap)
		domain->ops->unmap(domain, virq);
	mapping = mapping_of(domain, data->hwirq);
	if (mapping) {
		list_del(&mapping->link);
		kfree(mapping);
		domain->mapcount--;
	}
	data->domain = NULL;
	data->hwirq = 0;
	irq_free_descs(virq, 1);
}

unsigned int irq_find_mapping(struct irq_domain *domain, irq_hw_number_t hwirq)
{
	struct irq_mapping *mapping = domain ? mapping_of(domain, hwirq) : NULL;

	return mapping ? mapping->virq : 0;
}

int generic_handle_domain_irq(struct irq_domain *domain, unsigned int hwirq)
{
	unsigned int virq = irq_find_mapping(domain, hwirq);

	return virq ? generic_handle_irq(virq) : -EINVAL;
}

int irq_domain_xlate_onecell(struct irq_domain *d, struct device_node *node, const u32 *intspec, unsigned int intsize,
			     unsigned long *out_hwirq, unsigned int *out_type)
{
	if (WARN_ON(intsize < 1))
		return -EINVAL;
	*out_hwirq = intspec[0];
	*out_type = IRQ_TYPE_NONE;
	return 0;
}

int irq_domain_xlate_twocell(struct irq_domain *d, struct device_node *node, const u32 *intspec, unsigned int intsize,
			     unsigned long *out_hwirq, unsigned int *out_type)
{
	if (WARN_ON(intsize < 2))
		return -EINVAL;
	*out_hwirq = intspec[0];
	*out_type = intspec[1] & IRQ_TYPE_SENSE_MASK;
	return 0;
}

int irq_domain_xlate_onetwocell(struct irq_domain *d, struct device_node *node, const u32 *intspec, unsigned int intsize,
				unsigned long *out_hwirq, unsigned int *out_type)
{
	if (WARN_ON(intsize < 1))
		return -EINVAL;
	*out_hwirq = intspec[0];
	*out_type = intsize > 1 ? intspec[1] & IRQ_TYPE_SENSE_MASK : IRQ_TYPE_NONE;
	return 0;
}

const struct irq_domain_ops irq_domain_simple_ops = { .xlate = irq_domain_xlate_onetwocell };
