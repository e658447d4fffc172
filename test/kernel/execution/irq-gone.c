// SPDX-License-Identifier: MIT
/* A function's interrupt number goes with its last pci_disable_device(), also from under a driver that still has it. */
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/pci.h>

static int cookie;

static irqreturn_t handler(int irq, void *dev_id)
{
	return IRQ_NONE;
}

static void ask(struct pci_dev *edu, unsigned long flags)
{
	const char *name;

	pr_info("request %d\n", request_irq(edu->irq, handler, flags, "edu", &cookie));
	name = free_irq(edu->irq, &cookie);
	pr_info("free %s\n", name ? name : "nothing");
}

static void enable(struct pci_dev *edu)
{
	int error = pci_enable_device(edu);

	pr_info("enable %d: irq %d\n", error, edu->irq);
}

static int __init gone_init(void)
{
	struct pci_dev *edu = pci_get_device(0x1234, 0x11e8, NULL);

	enable(edu);
	pr_info("request %d\n", request_irq(edu->irq, handler, IRQF_SHARED, "edu", &cookie));
	pci_disable_device(edu);
	pr_info("free %s\n", free_irq(edu->irq, &cookie) ? "something" : "nothing");
	enable(edu);
	ask(edu, 0);
	enable(edu);
	pci_disable_device(edu);
	ask(edu, 0);
	pci_disable_device(edu);
	ask(edu, 0);
	pr_info("vectors %d\n", pci_alloc_irq_vectors(edu, 1, 1, PCI_IRQ_ALL_TYPES));
	enable(edu);
	pr_info("wire %d\n", request_irq(22, handler, 0, "edu", &cookie));
	ask(edu, 0);
	pci_free_irq_vectors(edu);
	pr_info("irq %d\n", edu->irq);
	ask(edu, 0);
	pci_disable_device(edu);
	pci_dev_put(edu);
	return 0;
}

static void __exit gone_exit(void)
{
}

module_init(gone_init);
module_exit(gone_exit);
MODULE_LICENSE("GPL");
