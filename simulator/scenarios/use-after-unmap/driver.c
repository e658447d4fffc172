// SPDX-License-Identifier: MIT
/* A driver that waits 96 ms for a device that needs 100, and then unmaps the buffer. */
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/pci.h>

/* QEMU's edu: a buffer of 4 KiB on the device, and one transfer at a time */
#define EDU_DMA_SRC	0x80
#define EDU_DMA_DST	0x88
#define EDU_DMA_COUNT	0x90
#define EDU_DMA_CMD	0x98
#define EDU_BUFFER	0x40000

#define EDU_RUN		BIT(0)
#define EDU_TO_MEMORY	BIT(1)

struct edu {
	struct device *dev;
	void __iomem *regs;
};

static void edu_start(struct edu *edu, dma_addr_t address, size_t count, u32 direction)
{
	writeq(direction == EDU_TO_MEMORY ? EDU_BUFFER : address, edu->regs + EDU_DMA_SRC);
	writeq(direction == EDU_TO_MEMORY ? address : EDU_BUFFER, edu->regs + EDU_DMA_DST);
	writeq(count, edu->regs + EDU_DMA_COUNT);
	writeq(EDU_RUN | direction, edu->regs + EDU_DMA_CMD);
}

static int edu_wait(struct edu *edu)
{
	int tries;

	for (tries = 0; tries < 50; tries++) {
		if (!(readq(edu->regs + EDU_DMA_CMD) & EDU_RUN))
			return 0;
		msleep(10);
	}
	return -ETIMEDOUT;
}

static int after_unmap_run(struct edu *edu)
{
	u32 *buffer = (u32 *)get_zeroed_page(GFP_KERNEL);
	dma_addr_t handle;
	int err;

	if (!buffer)
		return -ENOMEM;
	*buffer = 0x11111111;
	handle = dma_map_single(edu->dev, buffer, PAGE_SIZE, DMA_BIDIRECTIONAL);
	if (dma_mapping_error(edu->dev, handle)) {
		free_page((unsigned long)buffer);
		return -ENOMEM;
	}
	/* the device fetches what it is going to write */
	edu_start(edu, handle, 64, 0);
	err = edu_wait(edu);
	if (err)
		dev_warn(edu->dev, "no answer: %d\n", err);

	edu_start(edu, handle + 64, 64, EDU_TO_MEMORY);
	usleep_range(96000, 96100);
	dma_unmap_single(edu->dev, handle, PAGE_SIZE, DMA_BIDIRECTIONAL);
	err = edu_wait(edu);
	dev_info(edu->dev, "done, the buffer holds %#x\n", buffer[16]);
	free_page((unsigned long)buffer);
	return 0;
}

static int after_unmap_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct edu *edu = devm_kzalloc(&pdev->dev, sizeof(*edu), GFP_KERNEL);
	int err;

	if (!edu)
		return -ENOMEM;
	edu->dev = &pdev->dev;
	pci_set_drvdata(pdev, edu);
	err = pcim_enable_device(pdev);
	if (err)
		return err;
	err = pcim_iomap_regions(pdev, BIT(0), "after_unmap");
	if (err)
		return err;
	edu->regs = pcim_iomap_table(pdev)[0];
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (err)
		return err;
	pci_set_master(pdev);
	return after_unmap_run(edu);
}

static const struct pci_device_id after_unmap_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, after_unmap_ids);

static struct pci_driver after_unmap_driver = {
	.name		= "after_unmap",
	.id_table	= after_unmap_ids,
	.probe		= after_unmap_probe,
};
module_pci_driver(after_unmap_driver);

MODULE_LICENSE("GPL");
