// SPDX-License-Identifier: MIT
/*
 * The shape of driver that the first question describes: a PCI function with one register BAR, a 4 MiB coherent buffer that user
 * space maps through a debugfs file, and a completion that the interrupt handler signals.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/completion.h>
#include <linux/debugfs.h>
#include <linux/dma-mapping.h>
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#define IMAGE_BYTES (4 * 1024 * 1024)
#define REG_CONTROL 0x08
#define REG_STATUS 0x0c
#define REG_SOURCE 0x10
#define REG_TARGET 0x18
#define REG_LENGTH 0x20
#define CONTROL_START BIT(0)
#define CONTROL_IRQ_ENABLE BIT(1)
#define STATUS_DONE BIT(1)

struct image_device {
	struct pci_dev *pdev;
	void __iomem *registers;
	void *image;
	dma_addr_t image_handle;
	struct dentry *directory;
	struct completion done;
	spinlock_t lock;
	u32 runs;
	int irq;
};

static int timeout_ms = 1000;
module_param(timeout_ms, int, 0644);
MODULE_PARM_DESC(timeout_ms, "how long to wait for the accelerator");
static char *label = "image";
module_param(label, charp, 0444);

static irqreturn_t image_interrupt(int irq, void *data)
{
	struct image_device *image = data;
	unsigned long flags;
	u32 status = readl(image->registers + REG_STATUS);

	if (!(status & STATUS_DONE))
		return IRQ_NONE;
	writel(STATUS_DONE, image->registers + REG_STATUS);
	spin_lock_irqsave(&image->lock, flags);
	image->runs++;
	spin_unlock_irqrestore(&image->lock, flags);
	complete(&image->done);
	return IRQ_HANDLED;
}

static int image_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct image_device *image = file->private_data;

	return dma_mmap_coherent(&image->pdev->dev, vma, image->image, image->image_handle, IMAGE_BYTES);
}

static ssize_t image_start(struct file *file, const char __user *buffer, size_t count, loff_t *position)
{
	struct image_device *image = file->private_data;
	unsigned long left;
	u32 length;

	if (count != sizeof(length) || copy_from_user(&length, buffer, sizeof(length)))
		return -EFAULT;
	reinit_completion(&image->done);
	writel(lower_32_bits(image->image_handle), image->registers + REG_SOURCE);
	writel(upper_32_bits(image->image_handle), image->registers + REG_SOURCE + 4);
	writel(lower_32_bits(image->image_handle), image->registers + REG_TARGET);
	writel(upper_32_bits(image->image_handle), image->registers + REG_TARGET + 4);
	writel(min_t(u32, length, IMAGE_BYTES), image->registers + REG_LENGTH);
	writel(CONTROL_START | CONTROL_IRQ_ENABLE, image->registers + REG_CONTROL);
	left = wait_for_completion_timeout(&image->done, msecs_to_jiffies(timeout_ms));
	if (!left) {
		dev_err(&image->pdev->dev, "no answer within %d ms\n", timeout_ms);
		return -ETIMEDOUT;
	}
	return count;
}

static const struct file_operations image_operations = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = image_start,
	.mmap = image_mmap,
	.llseek = no_llseek,
};

static int image_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct image_device *image;
	int error;

	image = devm_kzalloc(&pdev->dev, sizeof(*image), GFP_KERNEL);
	if (!image)
		return -ENOMEM;
	image->pdev = pdev;
	init_completion(&image->done);
	spin_lock_init(&image->lock);
	pci_set_drvdata(pdev, image);

	error = pci_enable_device_mem(pdev);
	if (error)
		return dev_err_probe(&pdev->dev, error, "cannot enable\n");
	error = pci_request_regions(pdev, KBUILD_MODNAME);
	if (error)
		goto disable;
	image->registers = pci_ioremap_bar(pdev, 0);
	if (!image->registers) {
		error = -ENOMEM;
		goto release;
	}
	error = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (error)
		goto unmap;
	pci_set_master(pdev);
	image->image = dma_alloc_coherent(&pdev->dev, IMAGE_BYTES, &image->image_handle, GFP_KERNEL);
	if (!image->image) {
		error = -ENOMEM;
		goto unmap;
	}
	error = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI | PCI_IRQ_LEGACY);
	if (error < 0)
		goto free_image;
	image->irq = pci_irq_vector(pdev, 0);
	error = request_irq(image->irq, image_interrupt, IRQF_SHARED, KBUILD_MODNAME, image);
	if (error)
		goto free_vectors;
	image->directory = debugfs_create_dir(label, NULL);
	debugfs_create_file_unsafe("buffer", 0600, image->directory, image, &image_operations);
	debugfs_create_u32("runs", 0444, image->directory, &image->runs);
	dev_info(&pdev->dev, "image at %pad, %pR, irq %d\n", &image->image_handle, &pdev->resource[0], image->irq);
	return 0;

free_vectors:
	pci_free_irq_vectors(pdev);
free_image:
	dma_free_coherent(&pdev->dev, IMAGE_BYTES, image->image, image->image_handle);
unmap:
	iounmap(image->registers);
release:
	pci_release_regions(pdev);
disable:
	pci_disable_device(pdev);
	return error;
}

static void image_remove(struct pci_dev *pdev)
{
	struct image_device *image = pci_get_drvdata(pdev);

	debugfs_remove_recursive(image->directory);
	free_irq(image->irq, image);
	pci_free_irq_vectors(pdev);
	dma_free_coherent(&pdev->dev, IMAGE_BYTES, image->image, image->image_handle);
	iounmap(image->registers);
	pci_release_regions(pdev);
	pci_disable_device(pdev);
}

static const struct pci_device_id image_ids[] = {
	{ PCI_DEVICE(PCI_VENDOR_ID_XILINX, 0x7024) },
	{ }
};
MODULE_DEVICE_TABLE(pci, image_ids);

static struct pci_driver image_driver = {
	.name = "image",
	.id_table = image_ids,
	.probe = image_probe,
	.remove = image_remove,
};
module_pci_driver(image_driver);

MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("an image accelerator");
