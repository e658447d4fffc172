// SPDX-License-Identifier: MIT
/* Where does an interrupt go, and where a thread, that is sent to one CPU? */
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/pci.h>

#define RAISE 0x60
#define ACK 0x64

static void __iomem *regs;
static int seen = -1;

static irqreturn_t handler(int irq, void *cookie)
{
	iowrite32(~0u, regs + ACK);
	seen = smp_processor_id();
	return IRQ_HANDLED;
}

static int wanderer(void *data)
{
	int cpu;

	for_each_online_cpu(cpu) {
		int error = set_cpus_allowed_ptr(current, cpumask_of(cpu));

		msleep(2);
		pr_info("moved %d to %d\n", error, smp_processor_id());
	}
	return 0;
}

static int affinity_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct cpumask none = { { 0 } };
	int error = pcim_enable_device(pdev), cpu;

	if (error)
		return error;
	regs = pcim_iomap(pdev, 0, 0);
	error = request_irq(pdev->irq, handler, 0, "affinity", pdev);
	for (cpu = 1; cpu >= 0; cpu--) {
		error = irq_set_affinity(pdev->irq, cpumask_of(cpu));
		iowrite32(1, regs + RAISE);
		msleep(10);
		/* An IO-APIC's line moves with its next interrupt. */
		iowrite32(1, regs + RAISE);
		msleep(10);
		pr_info("affinity %d: on CPU %d\n", error, seen);
	}
	pr_info("none %d\n", irq_set_affinity(pdev->irq, &none));
	pr_info("hint %d %d\n", irq_set_affinity_hint(pdev->irq, cpumask_of(1)), irq_set_affinity_hint(pdev->irq, NULL));
	pr_info("mask %u %u %u %d\n", cpumask_weight(cpu_online_mask), cpumask_first(cpumask_of(1)),
		cpumask_next(0, cpu_online_mask), cpumask_empty(&none));
	free_irq(pdev->irq, pdev);
	kthread_run(wanderer, NULL, "wanderer");
	msleep(50);
	return 0;
}

static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, { } };
static struct pci_driver the_driver = { .name = "affinity", .id_table = ids, .probe = affinity_probe };
module_pci_driver(the_driver);
MODULE_LICENSE("GPL");
