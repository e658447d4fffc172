/* Interrupt controllers of drivers: from their own numbers to the kernel's. */
#ifndef _LINUX_IRQDOMAIN_H
#define _LINUX_IRQDOMAIN_H

#include <linux/irq.h>
#include <linux/irqhandler.h>
#include <linux/list.h>
#include <linux/of.h>
#include <linux/types.h>

typedef unsigned long irq_hw_number_t;

#define IRQ_DOMAIN_IRQ_SPEC_PARAMS 16

struct irq_fwspec {
	struct fwnode_handle *fwnode;
	int param_count;
	u32 param[IRQ_DOMAIN_IRQ_SPEC_PARAMS];
};

struct irq_domain;

struct irq_domain_ops {
	int (*match)(struct irq_domain *domain, struct device_node *node, int token);
	int (*map)(struct irq_domain *domain, unsigned int virq, irq_hw_number_t hwirq);
	void (*unmap)(struct irq_domain *domain, unsigned int virq);
	int (*xlate)(struct irq_domain *domain, struct device_node *node, const u32 *intspec, unsigned int intsize,
		     unsigned long *out_hwirq, unsigned int *out_type);
};

struct irq_domain {
	struct list_head link;
	const char *name;
	const struct irq_domain_ops *ops;
	void *host_data;
	unsigned int flags;
	unsigned int mapcount;
	struct fwnode_handle *fwnode;
	struct device *dev;
	irq_hw_number_t hwirq_max;
	unsigned int revmap_size;
	struct list_head __mappings;
};

/* kernel/irq/irqdomain.c */
extern const struct irq_domain_ops irq_domain_simple_ops;
struct irq_domain *__irq_domain_add(struct fwnode_handle *fwnode, unsigned int size, irq_hw_number_t hwirq_max,
				    const struct irq_domain_ops *ops, void *host_data);
struct irq_domain *irq_domain_add_simple(struct device_node *node, unsigned int size, unsigned int first_irq,
					 const struct irq_domain_ops *ops, void *host_data);
#define irq_domain_create_simple(fwnode, size, first, ops, data) irq_domain_add_simple(to_of_node(fwnode), size, first, ops, data)
#define irq_domain_add_legacy(node, size, first, first_hwirq, ops, data) \
	((void)(first_hwirq), irq_domain_add_simple(node, size, first, ops, data))
void irq_domain_remove(struct irq_domain *domain);
struct irq_domain *irq_find_host(struct device_node *node);
int irq_domain_associate(struct irq_domain *domain, unsigned int irq, irq_hw_number_t hwirq);
unsigned int irq_create_mapping(struct irq_domain *domain, irq_hw_number_t hwirq);
unsigned int irq_create_fwspec_mapping(struct irq_fwspec *fwspec);
void irq_dispose_mapping(unsigned int virq);
unsigned int irq_find_mapping(struct irq_domain *domain, irq_hw_number_t hwirq);
int generic_handle_domain_irq(struct irq_domain *domain, unsigned int hwirq);
int irq_domain_xlate_onecell(struct irq_domain *d, struct device_node *node, const u32 *intspec, unsigned int intsize,
			     unsigned long *out_hwirq, unsigned int *out_type);
int irq_domain_xlate_twocell(struct irq_domain *d, struct device_node *node, const u32 *intspec, unsigned int intsize,
			     unsigned long *out_hwirq, unsigned int *out_type);
int irq_domain_xlate_onetwocell(struct irq_domain *d, struct device_node *node, const u32 *intspec, unsigned int intsize,
				unsigned long *out_hwirq, unsigned int *out_type);

static inline struct irq_domain *irq_domain_add_linear(struct device_node *node, unsigned int size,
						       const struct irq_domain_ops *ops, void *host_data)
{
	return __irq_domain_add(of_fwnode_handle(node), size, size, ops, host_data);
}
static inline struct irq_domain *irq_domain_create_linear(struct fwnode_handle *fwnode, unsigned int size,
							  const struct irq_domain_ops *ops, void *host_data)
{
	return __irq_domain_add(fwnode, size, size, ops, host_data);
}
static inline struct irq_domain *irq_domain_add_tree(struct device_node *node, const struct irq_domain_ops *ops, void *host_data)
{
	return __irq_domain_add(of_fwnode_handle(node), 0, ~0UL, ops, host_data);
}
static inline struct irq_domain *irq_domain_create_tree(struct fwnode_handle *fwnode, const struct irq_domain_ops *ops,
							void *host_data)
{
	return __irq_domain_add(fwnode, 0, ~0UL, ops, host_data);
}
static inline unsigned int irq_linear_revmap(struct irq_domain *domain, irq_hw_number_t hwirq)
{
	return irq_find_mapping(domain, hwirq);
}
static inline struct device_node *irq_domain_get_of_node(struct irq_domain *domain) { return to_of_node(domain->fwnode); }
static inline struct irq_data *irq_domain_get_irq_data(struct irq_domain *domain, unsigned int virq)
{
	struct irq_data *data = irq_get_irq_data(virq);

	return data && data->domain == domain ? data : NULL;
}

#endif
