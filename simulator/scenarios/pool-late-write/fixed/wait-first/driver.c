// SPDX-License-Identifier: MIT
/* A reply that arrives after its block of the pool was given back. */
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/dmapool.h>
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

static int misuse_run(struct edu *edu)
{
	struct dma_pool *pool = dma_pool_create("replies", edu->dev, 64, 64, 0);
	dma_addr_t handle, first, second;
	void *reply, *a, *b;
	int err;

	if (!pool)
		return -ENOMEM;
	reply = dma_pool_alloc(pool, GFP_KERNEL, &handle);
	if (!reply) {
		dma_pool_destroy(pool);
		return -ENOMEM;
	}
	memset(reply, 0, 64);
	*(u32 *)reply = 0xd00;
	err = edu_move(edu, handle, 64, 0);		/* what the device is going to reply */
	if (err)
		dev_warn(edu->dev, "the device does not answer: %d\n", err);
	err = edu_move(edu, handle, 64, EDU_TO_MEMORY);
	dev_info(edu->dev, "reply: %d, it begins with %#x\n", err, *(u32 *)reply);
	dma_pool_free(pool, reply, handle);

	a = dma_pool_alloc(pool, GFP_KERNEL, &first);
	b = dma_pool_alloc(pool, GFP_KERNEL, &second);
	dev_info(edu->dev, "two more blocks, %lld bytes apart\n", (s64)(second - first));
	if (b)
		dma_pool_free(pool, b, second);
	if (a)
		dma_pool_free(pool, a, first);
	dma_pool_destroy(pool);
	return 0;
}

static int misuse_probe(struct pci_dev *pdev, const struct pci_device_id *id)
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
	err = pcim_iomap_regions(pdev, BIT(0), "misuse");
	if (err)
		return err;
	edu->regs = pcim_iomap_table(pdev)[0];
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (err)
		return err;
	pci_set_master(pdev);
	return misuse_run(edu);
}

static const struct pci_device_id misuse_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, misuse_ids);

static struct pci_driver misuse_driver = {
	.name		= "misuse",
	.id_table	= misuse_ids,
	.probe		= misuse_probe,
};
module_pci_driver(misuse_driver);

MODULE_LICENSE("GPL");
