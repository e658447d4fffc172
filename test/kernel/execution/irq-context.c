// SPDX-License-Identifier: MIT
/* What an interrupt hands on: a tasklet, a work, a timer and a completion, in which order and context, and freeing within a handler's line. */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/workqueue.h>

#define RAISE 0x60
#define ACK 0x64

static void __iomem *regs;
static DECLARE_COMPLETION(done);

static void small(struct tasklet_struct *unused)
{
	pr_info("tasklet: serving %d hardirq %d\n", in_serving_softirq() != 0, in_hardirq() != 0);
}
static DECLARE_TASKLET(a_tasklet, small);

static void work(struct work_struct *unused)
{
	pr_info("work: task %d\n", in_task());
	complete(&done);
}
static DECLARE_WORK(a_work, work);

static irqreturn_t handler(int irq, void *cookie)
{
	iowrite32(~0u, regs + ACK);
	pr_info("handler: count %x\n", preempt_count() & HARDIRQ_MASK);
	tasklet_schedule(&a_tasklet);
	schedule_work(&a_work);
	local_irq_enable();
	pr_info("enabled them\n");
	return IRQ_HANDLED;
}

static int context_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	int error = pcim_enable_device(pdev);

	if (error)
		return error;
	regs = pcim_iomap(pdev, 0, 0);
	pr_info("request %d\n", request_irq(pdev->irq, handler, 0, "context", pdev));
	iowrite32(1, regs + RAISE);
	pr_info("waited %d\n", wait_for_completion_timeout(&done, HZ) > 0);
	iowrite32(1, regs + RAISE);
	pr_info("waited %d\n", wait_for_completion_timeout(&done, HZ) > 0);
	msleep(10);
	free_irq(pdev->irq, pdev);
	pr_info("freed\n");
	free_irq(pdev->irq, pdev);
	return -ENODEV;
}

static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, { } };
static struct pci_driver the_driver = { .name = "irq_context", .id_table = ids, .probe = context_probe };
module_pci_driver(the_driver);
MODULE_LICENSE("GPL");
