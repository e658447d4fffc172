// SPDX-License-Identifier: MIT
/* A device with 24 address lines, as on ISA, and a buffer from kmalloc(). */
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/sizes.h>
#include <linux/slab.h>

/* QEMU's edu: a buffer of 4 KiB on the device, and one transfer at a time */
#define EDU_DMA_SRC	0x80
#define EDU_DMA_DST	0x88
#define EDU_DMA_COUNT	0x90
#define EDU_DMA_CMD	0x98
#define EDU_BUFFER	0x40000

#define EDU_RUN		BIT(0)
#define EDU_TO_MEMORY	BIT(1)

#define BUFFER		(16 * 1024)

struct edu {
	struct device *dev;
	void __iomem *regs;
};

static int edu_move(struct edu *edu, dma_addr_t address, size_t count, u32 direction)
{
	int tries;

	writeq(direction == EDU_TO_MEMORY ? EDU_BUFFER : address, edu->regs + EDU_DMA_SRC);
	writeq(direction == EDU_TO_MEMORY ? address : EDU_BUFFER, edu->regs + EDU_DMA_DST);
	writeq(count, edu->regs + EDU_DMA_COUNT);
	writeq(EDU_RUN | direction, edu->regs + EDU_DMA_CMD);
	for (tries = 0; tries < 50; tries++) {
		if (!(readq(edu->regs + EDU_DMA_CMD) & EDU_RUN))
			return 0;
		msleep(10);
	}
	return -ETIMEDOUT;
}

static int isa_run(struct edu *edu)
{
	void *buffer = kzalloc(BUFFER, GFP_KERNEL | GFP_DMA);
	dma_addr_t handle;
	int err;

	if (!buffer)
		return -ENOMEM;
	dev_info(edu->dev, "buffer %s 16 MiB\n", virt_to_phys(buffer) + BUFFER <= SZ_16M ? "below" : "above");
	handle = dma_map_single(edu->dev, buffer, BUFFER, DMA_TO_DEVICE);
	if (dma_mapping_error(edu->dev, handle)) {
		dev_info(edu->dev, "no mapping\n");
		kfree(buffer);
		return 0;
	}
	err = edu_move(edu, handle, 64, 0);
	dma_unmap_single(edu->dev, handle, BUFFER, DMA_TO_DEVICE);
	dev_info(edu->dev, "64 bytes moved: %d\n", err);
	kfree(buffer);
	return err;
}

static int isa_probe(struct pci_dev *pdev, const struct pci_device_id *id)
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
	err = pcim_iomap_regions(pdev, BIT(0), "isa");
	if (err)
		return err;
	edu->regs = pcim_iomap_table(pdev)[0];
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(24));
	if (err)
		return err;
	pci_set_master(pdev);
	return isa_run(edu);
}

static const struct pci_device_id isa_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, isa_ids);

static struct pci_driver isa_driver = {
	.name		= "isa",
	.id_table	= isa_ids,
	.probe		= isa_probe,
};
module_pci_driver(isa_driver);

MODULE_LICENSE("GPL");
