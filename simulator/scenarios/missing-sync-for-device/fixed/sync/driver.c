// SPDX-License-Identifier: MIT
/* A transmit buffer that stays mapped, and is written without dma_sync_single_for_device(). */
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

static int send(struct edu *edu, char *message, dma_addr_t handle, const char *text)
{
	dma_sync_single_for_cpu(edu->dev, handle, 256, DMA_TO_DEVICE);
	strcpy(message, text);
	dma_sync_single_for_device(edu->dev, handle, 256, DMA_TO_DEVICE);
	return edu_move(edu, handle, 64, 0);
}

static int unsent_run(struct edu *edu)
{
	dma_addr_t echo_dma, handle;
	char *echo = dma_alloc_coherent(edu->dev, PAGE_SIZE, &echo_dma, GFP_KERNEL);
	char *message = kzalloc(256, GFP_KERNEL);
	int err = -ENOMEM;

	if (!echo || !message)
		goto free;
	strcpy(message, "first message");
	handle = dma_map_single(edu->dev, message, 256, DMA_TO_DEVICE);
	if (dma_mapping_error(edu->dev, handle))
		goto free;
	err = edu_move(edu, handle, 64, 0);
	if (!err)
		err = send(edu, message, handle, "second message");
	/* what has arrived? */
	if (!err)
		err = edu_move(edu, echo_dma, 64, EDU_TO_MEMORY);
	dev_info(edu->dev, "the device has got '%s'\n", echo);
	dma_unmap_single(edu->dev, handle, 256, DMA_TO_DEVICE);
free:
	kfree(message);
	if (echo)
		dma_free_coherent(edu->dev, PAGE_SIZE, echo, echo_dma);
	return err;
}

static int unsent_probe(struct pci_dev *pdev, const struct pci_device_id *id)
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
	err = pcim_iomap_regions(pdev, BIT(0), "unsent");
	if (err)
		return err;
	edu->regs = pcim_iomap_table(pdev)[0];
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (err)
		return err;
	pci_set_master(pdev);
	return unsent_run(edu);
}

static const struct pci_device_id unsent_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, unsent_ids);

static struct pci_driver unsent_driver = {
	.name		= "unsent",
	.id_table	= unsent_ids,
	.probe		= unsent_probe,
};
module_pci_driver(unsent_driver);

MODULE_LICENSE("GPL");
