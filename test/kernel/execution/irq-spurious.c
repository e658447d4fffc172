// SPDX-License-Identifier: MIT
/* A level that nobody acknowledges: the kernel shuts the line. */
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/pci.h>

#define RAISE 0x60
#define ACK 0x64

static void __iomem *regs;
static unsigned int calls;

static irqreturn_t denies(int irq, void *cookie)
{
	calls++;
	return IRQ_NONE;
}

static int spurious_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	int error = pcim_enable_device(pdev);

	if (error)
		return error;
	regs = pcim_iomap(pdev, 0, 0);
	error = request_irq(pdev->irq, denies, IRQF_SHARED, "denies", pdev);
	iowrite32(1, regs + RAISE);
	msleep(2000);
	pr_info("called %d\n", calls >= 100000 && calls < 101000);
	iowrite32(1, regs + ACK);
	calls = 0;
	iowrite32(1, regs + RAISE);
	msleep(10);
	pr_info("called %u times\n", calls);
	iowrite32(1, regs + ACK);
	free_irq(pdev->irq, pdev);
	return 0;
}

static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, { } };
static struct pci_driver the_driver = { .name = "irq_spurious", .id_table = ids, .probe = spurious_probe };
module_pci_driver(the_driver);
MODULE_LICENSE("GPL");
