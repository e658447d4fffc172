// SPDX-License-Identifier: MIT
/*
 * Driver of an image accelerator on a PCIe FPGA board.
 *
 * One buffer of 4 MiB is shared by everybody: the application maps it through debugfs and puts an image in, the
 * board's DMA engine fetches the image from it and writes the processed one back to the same place.
 */
#include <linux/completion.h>
#include <linux/debugfs.h>
#include <linux/dma-mapping.h>
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/string.h>

#define DRIVER_NAME	"fpga_image"
#define IMAGE_BYTES	(4 * 1024 * 1024)

/* Registers of the engine, BAR 0 */
#define REG_ID		0x00
#define REG_CONTROL	0x08
#define REG_STATUS	0x0c
#define REG_SRC_LO	0x10
#define REG_SRC_HI	0x14
#define REG_DST_LO	0x18
#define REG_DST_HI	0x1c
#define REG_LENGTH	0x20

#define CONTROL_START	BIT(0)
#define CONTROL_IRQ	BIT(1)
#define STATUS_DONE	BIT(1)
#define STATUS_ERROR	BIT(2)

#define ENGINE_ID	0x41434331

static char *gfp = "kernel";
module_param(gfp, charp, 0444);
MODULE_PARM_DESC(gfp, "flags for the shared buffer: kernel, atomic or dma");

struct fpga {
	struct pci_dev *pdev;
	void __iomem *regs;
	void *image;			/* the shared buffer, as the CPU sees it */
	dma_addr_t image_dma;		/* and as the board is told */
	struct completion done;
	u32 status;
	struct dentry *dir;
};

static irqreturn_t fpga_interrupt(int irq, void *data)
{
	struct fpga *fpga = data;
	u32 status = readl(fpga->regs + REG_STATUS);

	if (!(status & (STATUS_DONE | STATUS_ERROR)))
		return IRQ_NONE;
	writel(status, fpga->regs + REG_STATUS);
	fpga->status = status;
	complete(&fpga->done);
	return IRQ_HANDLED;
}

static int fpga_process(struct fpga *fpga)
{
	reinit_completion(&fpga->done);
	writel(lower_32_bits(fpga->image_dma), fpga->regs + REG_SRC_LO);
	writel(upper_32_bits(fpga->image_dma), fpga->regs + REG_SRC_HI);
	writel(lower_32_bits(fpga->image_dma), fpga->regs + REG_DST_LO);
	writel(upper_32_bits(fpga->image_dma), fpga->regs + REG_DST_HI);
	writel(IMAGE_BYTES, fpga->regs + REG_LENGTH);
	writel(CONTROL_IRQ | CONTROL_START, fpga->regs + REG_CONTROL);

	if (!wait_for_completion_timeout(&fpga->done, msecs_to_jiffies(1000)))
		return -ETIMEDOUT;
	if (fpga->status & STATUS_ERROR)
		return -EIO;
	dev_info(&fpga->pdev->dev, "image processed, status %#x\n", fpga->status);
	return 0;
}

static int fpga_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct fpga *fpga = file->private_data;

	return dma_mmap_coherent(&fpga->pdev->dev, vma, fpga->image, fpga->image_dma, IMAGE_BYTES);
}

static const struct file_operations fpga_image_fops = {
	.owner	= THIS_MODULE,
	.open	= simple_open,
	.mmap	= fpga_mmap,
};

/* Writing anything starts the engine; the write returns when the board says it is done. */
static ssize_t fpga_start_write(struct file *file, const char __user *text, size_t count, loff_t *pos)
{
	int err = fpga_process(file->private_data);

	return err ? err : (ssize_t)count;
}

static const struct file_operations fpga_start_fops = {
	.owner	= THIS_MODULE,
	.open	= simple_open,
	.write	= fpga_start_write,
};

static gfp_t fpga_gfp(void)
{
	if (!strcmp(gfp, "atomic"))
		return GFP_ATOMIC;
	if (!strcmp(gfp, "dma"))
		return GFP_DMA;
	return GFP_KERNEL;
}

static int fpga_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct fpga *fpga;
	int err;

	fpga = devm_kzalloc(&pdev->dev, sizeof(*fpga), GFP_KERNEL);
	if (!fpga)
		return -ENOMEM;
	fpga->pdev = pdev;
	init_completion(&fpga->done);
	pci_set_drvdata(pdev, fpga);

	err = pci_enable_device(pdev);
	if (err)
		return err;
	err = pci_request_regions(pdev, DRIVER_NAME);
	if (err)
		goto disable;
	fpga->regs = pci_ioremap_bar(pdev, 0);
	if (!fpga->regs) {
		err = -ENOMEM;
		goto release;
	}
	if (readl(fpga->regs + REG_ID) != ENGINE_ID) {
		err = -ENODEV;
		goto unmap;
	}

	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(34));
	if (err)
		goto unmap;
	pci_set_master(pdev);
	fpga->image = dma_alloc_coherent(&pdev->dev, IMAGE_BYTES, &fpga->image_dma, fpga_gfp());
	if (!fpga->image) {
		err = -ENOMEM;
		goto unmap;
	}
	dev_info(&pdev->dev, "image buffer at bus address %pad\n", &fpga->image_dma);

	err = request_irq(pdev->irq, fpga_interrupt, IRQF_SHARED, DRIVER_NAME, fpga);
	if (err)
		goto free_image;

	fpga->dir = debugfs_create_dir(DRIVER_NAME, NULL);
	/* the plain variant of this function does not forward mmap */
	debugfs_create_file_unsafe("image", 0600, fpga->dir, fpga, &fpga_image_fops);
	debugfs_create_file("start", 0200, fpga->dir, fpga, &fpga_start_fops);
	return 0;

free_image:
	dma_free_coherent(&pdev->dev, IMAGE_BYTES, fpga->image, fpga->image_dma);
unmap:
	iounmap(fpga->regs);
release:
	pci_release_regions(pdev);
disable:
	pci_disable_device(pdev);
	return err;
}

static void fpga_remove(struct pci_dev *pdev)
{
	struct fpga *fpga = pci_get_drvdata(pdev);

	debugfs_remove_recursive(fpga->dir);
	free_irq(pdev->irq, fpga);
	dma_free_coherent(&pdev->dev, IMAGE_BYTES, fpga->image, fpga->image_dma);
	iounmap(fpga->regs);
	pci_release_regions(pdev);
	pci_disable_device(pdev);
}

static const struct pci_device_id fpga_ids[] = {
	{ PCI_DEVICE(0x10ee, 0x7024) },
	{ }
};
MODULE_DEVICE_TABLE(pci, fpga_ids);

static struct pci_driver fpga_driver = {
	.name		= DRIVER_NAME,
	.id_table	= fpga_ids,
	.probe		= fpga_probe,
	.remove		= fpga_remove,
};
module_pci_driver(fpga_driver);

MODULE_DESCRIPTION("Image accelerator on a PCIe FPGA board");
MODULE_LICENSE("GPL");
