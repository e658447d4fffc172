// SPDX-License-Identifier: MIT
/* What requesting and freeing interrupts answers, on any PCI function with MSI; interrupts.txt is from a real 6.1 with QEMU's edu. */
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/pci.h>

static irqreturn_t handler(int irq, void *data)
{
	return IRQ_NONE;
}

static irqreturn_t thread_handler(int irq, void *data)
{
	return IRQ_HANDLED;
}

static int one, two;

static void wired(struct pci_dev *pdev)
{
	unsigned int irq = pdev->irq;

	pr_info("request %d\n", request_irq(irq, handler, IRQF_SHARED, "one", &one));
	pr_info("shared %d\n", request_irq(irq, handler, IRQF_SHARED, "two", &two));
	pr_info("no cookie %d\n", request_irq(irq, handler, IRQF_SHARED, "none", NULL));
	pr_info("alone %d\n", request_irq(irq, handler, 0, "alone", &irq));
	free_irq(irq, &two);
	free_irq(irq, &one);
	free_irq(irq, &one);
	pr_info("no handler %d\n", request_irq(irq, NULL, 0, "none", &one));
	pr_info("not one-shot %d\n", request_threaded_irq(irq, NULL, thread_handler, 0, "threaded", &one));
	pr_info("one-shot %d\n", request_threaded_irq(irq, NULL, thread_handler, IRQF_ONESHOT, "threaded", &one));
	free_irq(irq, &one);
	pr_info("outside %d\n", request_irq(2000, handler, 0, "outside", &one));
	pr_info("request %d\n", request_irq(irq, handler, 0, "one", &one));
	disable_irq(irq);
	enable_irq(irq);
	enable_irq(irq);
	free_irq(irq, &one);
}

static void messages(struct pci_dev *pdev)
{
	unsigned int before = pdev->irq;
	int count = pci_alloc_irq_vectors(pdev, 1, 4, PCI_IRQ_ALL_TYPES);
	int irq = pci_irq_vector(pdev, 0);

	pr_info("vectors %d first %d second %d\n", count, irq, pci_irq_vector(pdev, 1));
	pr_info("enabled %d irq is it %d\n", pdev->msi_enabled, pdev->irq == (unsigned int)irq);
	pr_info("again %d\n", pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI));
	pr_info("threaded %d\n", request_threaded_irq(irq, NULL, thread_handler, 0, "threaded", &one));
	free_irq(irq, &one);
	pci_free_irq_vectors(pdev);
	pr_info("back %d enabled %d\n", pdev->irq == before, pdev->msi_enabled);
	pr_info("too many %d\n", pci_alloc_irq_vectors(pdev, 2, 4, PCI_IRQ_MSI));
	pr_info("wired %d\n", pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_LEGACY));
	pr_info("vector %d\n", pci_irq_vector(pdev, 0) == (int)before);
	pci_free_irq_vectors(pdev);
}

static int interrupts_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	int error = pci_enable_device(pdev);
	u16 command;

	pr_info("enable %d enabled %d data %lu\n", error, pci_is_enabled(pdev), id->driver_data);
	pr_info("regions %d\n", pci_request_regions(pdev, "interrupts"));
	pr_info("again %d\n", pci_request_regions(pdev, "interrupts"));
	pci_read_config_word(pdev, PCI_COMMAND, &command);
	pr_info("master %d\n", (command & PCI_COMMAND_MASTER) != 0);
	pci_set_master(pdev);
	pci_read_config_word(pdev, PCI_COMMAND, &command);
	pr_info("master %d memory %d\n", (command & PCI_COMMAND_MASTER) != 0, (command & PCI_COMMAND_MEMORY) != 0);
	pr_info("capability %d %d\n", pci_find_capability(pdev, PCI_CAP_ID_MSI) != 0, pci_find_capability(pdev, 0x33));
	wired(pdev);
	messages(pdev);
	pci_release_regions(pdev);
	pci_disable_device(pdev);
	pci_read_config_word(pdev, PCI_COMMAND, &command);
	pr_info("master %d memory %d\n", (command & PCI_COMMAND_MASTER) != 0, (command & PCI_COMMAND_MEMORY) != 0);
	return -EIO;
}

static const struct pci_device_id interrupts_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8), .driver_data = 5 },
	{ PCI_DEVICE(PCI_VENDOR_ID_XILINX, 0x7024), .driver_data = 5 },
	{ }
};
MODULE_DEVICE_TABLE(pci, interrupts_ids);

static struct pci_driver interrupts_driver = { .name = "interrupts", .id_table = interrupts_ids, .probe = interrupts_probe };

static int __init interrupts_init(void)
{
	int result = pci_register_driver(&interrupts_driver);

	pr_info("register %d\n", result);
	return result;
}

static void __exit interrupts_exit(void)
{
	pci_unregister_driver(&interrupts_driver);
}

module_init(interrupts_init);
module_exit(interrupts_exit);
MODULE_LICENSE("Dual MIT/GPL");
