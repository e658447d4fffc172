// SPDX-License-Identifier: MIT
/*
 * Driver of an image accelerator on a PCIe FPGA board, as in cma-writeback, with switches for what could be wrong in a driver.
 *
 * One buffer of 4 MiB is shared by everybody: the application maps it through debugfs and puts an image in, the
 * board's DMA engine fetches the image from it and writes the processed one back to the same place.
 */
#include <linux/completion.h>
#include <linux/debugfs.h>
#include <linux/dma-mapping.h>
#include <linux/gfp.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/string.h>

#define DRIVER_NAME	"fpga_image"
#define BUFFER_BYTES	(4 * 1024 * 1024)

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

static unsigned int image_bytes = 16 * 1024;
module_param(image_bytes, uint, 0444);
MODULE_PARM_DESC(image_bytes, "bytes of the image, at most 4 MiB");

static bool status_page;
module_param(status_page, bool, 0444);
MODULE_PARM_DESC(status_page, "another coherent page is allocated before the buffer");

static char *address = "handle";
module_param(address, charp, 0444);
MODULE_PARM_DESC(address, "what the board is told: handle, or phys");

static bool streaming;
module_param(streaming, bool, 0444);
MODULE_PARM_DESC(streaming, "a streaming mapping, to the device only");

static char *view = "proper";
module_param(view, charp, 0444);
MODULE_PARM_DESC(view, "how the application's mapping is made: proper, virt, cached or shifted");

static bool over_allocate;
module_param(over_allocate, bool, 0444);
MODULE_PARM_DESC(over_allocate, "8 MiB are allocated, for a buffer that begins at a multiple of 4 MiB");

static bool wait = true;
module_param(wait, bool, 0444);
MODULE_PARM_DESC(wait, "wait for the interrupt");

static bool master = true;
module_param(master, bool, 0444);
MODULE_PARM_DESC(master, "call pci_set_master()");

struct fpga {
	struct pci_dev *pdev;
	void __iomem *regs;
	void *image;			/* the shared buffer, as the CPU sees it */
	dma_addr_t image_dma;		/* and as the board is told */
	void *block;			/* what it is part of */
	dma_addr_t block_dma;
	void *status;
	dma_addr_t status_dma;
	struct completion done;
	u32 result;
	struct dentry *dir;
};

static irqreturn_t fpga_interrupt(int irq, void *data)
{
	struct fpga *fpga = data;
	u32 status = readl(fpga->regs + REG_STATUS);

	if (!(status & (STATUS_DONE | STATUS_ERROR)))
		return IRQ_NONE;
	writel(status, fpga->regs + REG_STATUS);
	fpga->result = status;
	complete(&fpga->done);
	return IRQ_HANDLED;
}

static int fpga_process(struct fpga *fpga)
{
	dma_addr_t told = strcmp(address, "phys") ? fpga->image_dma : virt_to_phys(fpga->image);

	reinit_completion(&fpga->done);
	writel(lower_32_bits(told), fpga->regs + REG_SRC_LO);
	writel(upper_32_bits(told), fpga->regs + REG_SRC_HI);
	writel(lower_32_bits(told), fpga->regs + REG_DST_LO);
	writel(upper_32_bits(told), fpga->regs + REG_DST_HI);
	writel(image_bytes, fpga->regs + REG_LENGTH);
	writel(CONTROL_IRQ | CONTROL_START, fpga->regs + REG_CONTROL);

	if (!wait)
		return 0;
	if (!wait_for_completion_timeout(&fpga->done, msecs_to_jiffies(1000)))
		return -ETIMEDOUT;
	if (fpga->result & STATUS_ERROR)
		return -EIO;
	dev_info(&fpga->pdev->dev, "image processed, status %#x\n", fpga->result);
	return 0;
}

static int fpga_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct fpga *fpga = file->private_data;
	unsigned long pfn = strcmp(view, "cached") ? virt_to_phys(fpga->image) >> PAGE_SHIFT : fpga->image_dma >> PAGE_SHIFT;

	if (!strcmp(view, "shifted"))
		pfn++;
	else if (!strcmp(view, "proper") && !streaming)
		return dma_mmap_coherent(&fpga->pdev->dev, vma, fpga->image, fpga->image_dma, BUFFER_BYTES);
	return remap_pfn_range(vma, vma->vm_start, pfn, vma->vm_end - vma->vm_start, vma->vm_page_prot);
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

static size_t fpga_block_bytes(void)
{
	return over_allocate ? 2 * BUFFER_BYTES : BUFFER_BYTES;
}

static int fpga_alloc(struct fpga *fpga)
{
	struct device *dev = &fpga->pdev->dev;

	if (status_page) {
		fpga->status = dma_alloc_coherent(dev, PAGE_SIZE, &fpga->status_dma, GFP_KERNEL);
		if (!fpga->status)
			return -ENOMEM;
	}
	if (!streaming) {
		fpga->block = dma_alloc_coherent(dev, fpga_block_bytes(), &fpga->block_dma, fpga_gfp());
		if (!fpga->block)
			return -ENOMEM;
		fpga->image_dma = over_allocate ? ALIGN(fpga->block_dma, BUFFER_BYTES) : fpga->block_dma;
		fpga->image = fpga->block + (fpga->image_dma - fpga->block_dma);
		return 0;
	}
	fpga->image = (void *)__get_free_pages(fpga_gfp() | __GFP_ZERO, get_order(BUFFER_BYTES));
	if (!fpga->image)
		return -ENOMEM;
	fpga->image_dma = dma_map_single(dev, fpga->image, BUFFER_BYTES, DMA_TO_DEVICE);
	return dma_mapping_error(dev, fpga->image_dma);
}

static void fpga_free(struct fpga *fpga)
{
	struct device *dev = &fpga->pdev->dev;

	if (streaming) {
		dma_unmap_single(dev, fpga->image_dma, BUFFER_BYTES, DMA_TO_DEVICE);
		free_pages((unsigned long)fpga->image, get_order(BUFFER_BYTES));
	} else {
		dma_free_coherent(dev, fpga_block_bytes(), fpga->block, fpga->block_dma);
	}
	if (status_page)
		dma_free_coherent(dev, PAGE_SIZE, fpga->status, fpga->status_dma);
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

	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (err)
		goto unmap;
	if (master)
		pci_set_master(pdev);
	err = fpga_alloc(fpga);
	if (err)
		goto unmap;
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
	fpga_free(fpga);
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
	fpga_free(fpga);
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
