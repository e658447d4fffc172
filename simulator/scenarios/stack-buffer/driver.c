// SPDX-License-Identifier: MIT
/* A command with its answer on the stack. */
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/string.h>

/* QEMU's edu: a buffer of 4 KiB on the device, and one transfer at a time */
#define EDU_DMA_SRC	0x80
#define EDU_DMA_DST	0x88
#define EDU_DMA_COUNT	0x90
#define EDU_DMA_CMD	0x98
#define EDU_BUFFER	0x40000

#define EDU_RUN		BIT(0)
#define EDU_TO_MEMORY	BIT(1)

#define ANSWER		64

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

static int stack_run(struct edu *edu)
{
	u8 answer[ANSWER];
	dma_addr_t handle;
	int err;

	memset(answer, 0xff, sizeof(answer));
	handle = dma_map_single(edu->dev, answer, ANSWER, DMA_FROM_DEVICE);
	if (dma_mapping_error(edu->dev, handle)) {
		dev_err(edu->dev, "the stack cannot be mapped\n");
		return -EIO;
	}
	err = edu_move(edu, handle, ANSWER, EDU_TO_MEMORY);
	dma_unmap_single(edu->dev, handle, ANSWER, DMA_FROM_DEVICE);
	dev_info(edu->dev, "the answer is %#x\n", answer[0]);
	return err;
}

static int stack_probe(struct pci_dev *pdev, const struct pci_device_id *id)
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
	err = pcim_iomap_regions(pdev, BIT(0), "stack");
	if (err)
		return err;
	edu->regs = pcim_iomap_table(pdev)[0];
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (err)
		return err;
	pci_set_master(pdev);
	return stack_run(edu);
}

static const struct pci_device_id stack_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, stack_ids);

static struct pci_driver stack_driver = {
	.name		= "stack",
	.id_table	= stack_ids,
	.probe		= stack_probe,
};
module_pci_driver(stack_driver);

MODULE_LICENSE("GPL");
