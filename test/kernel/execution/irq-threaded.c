// SPDX-License-Identifier: MIT
/* Threaded handlers: their thread's name and context, one-shot lines, being woken twice, and a primary handler that has no thread. */
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/sched.h>

#define RAISE 0x60
#define ACK 0x64
#define STATUS 0x24

static void __iomem *regs;
static int quick, slow;

static irqreturn_t primary(int irq, void *cookie)
{
	pr_info("primary %d\n", ++quick);
	iowrite32(~0u, regs + ACK);
	return IRQ_WAKE_THREAD;
}

static irqreturn_t thread(int irq, void *cookie)
{
	pr_info("thread %d: irq thread %d task %d irqs off %d\n", ++slow, !strncmp(current->comm, "irq/", 4), in_task(),
		irqs_disabled());
	msleep(10);
	pr_info("thread ends\n");
	return IRQ_HANDLED;
}

static irqreturn_t one_shot(int irq, void *cookie)
{
	u32 status = ioread32(regs + STATUS);

	pr_info("one-shot thread: status %x\n", status);
	msleep(5);
	iowrite32(status, regs + ACK);
	return IRQ_HANDLED;
}

static irqreturn_t alone(int irq, void *cookie)
{
	iowrite32(~0u, regs + ACK);
	return IRQ_WAKE_THREAD;
}

static int threaded_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	int error = pcim_enable_device(pdev);

	if (error)
		return error;
	regs = pcim_iomap(pdev, 0, 0);
	pr_info("request %d\n", request_threaded_irq(pdev->irq, primary, thread, 0, "threaded", pdev));
	iowrite32(1, regs + RAISE);
	msleep(3);
	iowrite32(1, regs + RAISE);
	msleep(50);
	pr_info("quick %d slow %d\n", quick, slow);
	iowrite32(1, regs + RAISE);
	msleep(3);
	synchronize_irq(pdev->irq);
	pr_info("synchronized\n");
	free_irq(pdev->irq, pdev);
	pr_info("request %d\n", request_threaded_irq(pdev->irq, NULL, one_shot, IRQF_ONESHOT, "one-shot", pdev));
	iowrite32(6, regs + RAISE);
	msleep(50);
	irq_wake_thread(pdev->irq, pdev);
	msleep(50);
	free_irq(pdev->irq, pdev);
	pr_info("request %d\n", request_irq(pdev->irq, alone, 0, "alone", pdev));
	iowrite32(1, regs + RAISE);
	msleep(10);
	free_irq(pdev->irq, pdev);
	pr_info("over\n");
	return 0;
}

static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, { } };
static struct pci_driver the_driver = { .name = "irq_threaded", .id_table = ids, .probe = threaded_probe };
module_pci_driver(the_driver);
MODULE_LICENSE("GPL");
