/* What the drivers of these tests share: QEMU's edu device, bound, with its registers, its interrupt and one transfer at a time. Each gives `use`. */
#include <linux/completion.h>
#include <linux/debugfs.h>
#include <linux/dma-mapping.h>
#include <linux/dmapool.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>

#define EDU_BUFFER 0x40000
#define TO_EDU 0
#define FROM_EDU 2

struct edu {
	struct pci_dev *pdev;
	struct device *dev;
	void __iomem *registers;
	struct completion done;
	void *private;
	dma_addr_t handle;
	struct dentry *file;
};

static int use(struct edu *edu);
#ifdef EDU_LEAVE
static void leave(struct edu *edu);
#else
static void leave(struct edu *edu)
{
}
#endif
#ifndef EDU_MASK
#define EDU_MASK 64
#endif

static irqreturn_t edu_interrupt(int irq, void *data)
{
	struct edu *edu = data;
	u32 causes = readl(edu->registers + 0x24);

	if (!causes)
		return IRQ_NONE;
	writel(causes, edu->registers + 0x64);
	complete(&edu->done);
	return IRQ_HANDLED;
}

static void edu_start(struct edu *edu, dma_addr_t address, size_t count, int direction)
{
	reinit_completion(&edu->done);
	writeq(direction == FROM_EDU ? EDU_BUFFER : address, edu->registers + 0x80);
	writeq(direction == FROM_EDU ? address : EDU_BUFFER, edu->registers + 0x88);
	writeq(count, edu->registers + 0x90);
	writeq(1 | direction | 4, edu->registers + 0x98);
}

static int edu_wait(struct edu *edu)
{
	return wait_for_completion_timeout(&edu->done, 2 * HZ) ? 0 : -ETIMEDOUT;
}

static int edu_move(struct edu *edu, dma_addr_t address, size_t count, int direction)
{
	edu_start(edu, address, count, direction);
	return edu_wait(edu);
}

static int edu_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct edu *edu = devm_kzalloc(&pdev->dev, sizeof(*edu), GFP_KERNEL);
	int error;

	if (!edu)
		return -ENOMEM;
	edu->pdev = pdev;
	edu->dev = &pdev->dev;
	init_completion(&edu->done);
	pci_set_drvdata(pdev, edu);
	error = pcim_enable_device(pdev);
	if (error)
		return error;
	error = pcim_iomap_regions(pdev, 1, "edu");
	if (error)
		return error;
	edu->registers = pcim_iomap_table(pdev)[0];
	error = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(EDU_MASK));
	if (error)
		return error;
	pci_set_master(pdev);
	error = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_ALL_TYPES);
	if (error < 0)
		return error;
	error = request_irq(pci_irq_vector(pdev, 0), edu_interrupt, IRQF_SHARED, "edu", edu);
	if (error)
		goto free_vectors;
	error = use(edu);
	if (!error)
		return 0;
	free_irq(pci_irq_vector(pdev, 0), edu);
free_vectors:
	pci_free_irq_vectors(pdev);
	return error;
}

static void edu_remove(struct pci_dev *pdev)
{
	struct edu *edu = pci_get_drvdata(pdev);

	leave(edu);
	free_irq(pci_irq_vector(pdev, 0), edu);
	pci_free_irq_vectors(pdev);
}

static const struct pci_device_id edu_ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, {} };
MODULE_DEVICE_TABLE(pci, edu_ids);
static struct pci_driver edu_driver = { .name = "edu", .id_table = edu_ids, .probe = edu_probe, .remove = edu_remove };
module_pci_driver(edu_driver);
MODULE_LICENSE("GPL");
