// SPDX-License-Identifier: MIT
/* A shared line: whose handlers run in which order, who is asked when one claims it, and what freeing with a wrong cookie says. */
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/pci.h>

#define RAISE 0x60
#define ACK 0x64
#define STATUS 0x24

static void __iomem *regs;
static int one, two, three;

static irqreturn_t claims(int irq, void *cookie)
{
	u32 status = ioread32(regs + STATUS);

	pr_info("claims: status %x hardirq %d irqs off %d\n", status, in_hardirq() != 0, irqs_disabled());
	iowrite32(status, regs + ACK);
	return status ? IRQ_HANDLED : IRQ_NONE;
}

static irqreturn_t declines(int irq, void *cookie)
{
	pr_info("declines %s\n", cookie == &one ? "one" : cookie == &two ? "two" : "three");
	return IRQ_NONE;
}

static int shared_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	int error = pcim_enable_device(pdev);

	if (error)
		return error;
	regs = pcim_iomap(pdev, 0, 0);
	pr_info("request %d\n", request_irq(pdev->irq, declines, IRQF_SHARED, "one", &one));
	pr_info("request %d\n", request_irq(pdev->irq, claims, IRQF_SHARED, "two", &two));
	pr_info("request %d\n", request_irq(pdev->irq, declines, IRQF_SHARED, "three", &three));
	pr_info("request one-shot %d\n", request_threaded_irq(pdev->irq, NULL, declines, IRQF_SHARED | IRQF_ONESHOT, "four", &regs));
	iowrite32(5, regs + RAISE);
	msleep(10);
	pr_info("disabled\n");
	disable_irq(pdev->irq);
	disable_irq_nosync(pdev->irq);
	iowrite32(9, regs + RAISE);
	msleep(10);
	enable_irq(pdev->irq);
	msleep(10);
	pr_info("once enabled\n");
	enable_irq(pdev->irq);
	msleep(10);
	pr_info("twice enabled\n");
	synchronize_irq(pdev->irq);
	pr_info("freed %s\n", (const char *)free_irq(pdev->irq, &one));
	pr_info("wrong cookie %d\n", free_irq(pdev->irq, &error) == NULL);
	iowrite32(1, regs + RAISE);
	msleep(10);
	free_irq(pdev->irq, &two);
	free_irq(pdev->irq, &three);
	return 0;
}

static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, { } };
static struct pci_driver the_driver = { .name = "irq_shared", .id_table = ids, .probe = shared_probe };
module_pci_driver(the_driver);
MODULE_LICENSE("GPL");
