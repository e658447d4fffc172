// SPDX-License-Identifier: MIT
/* A driver that sets up everything for DMA, but never makes its device a bus master. */
#include <linux/delay.h>
#include <linux/dma-mapping.h>
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

static int no_master_run(struct edu *edu)
{
	dma_addr_t handle;
	u32 *buffer = dma_alloc_coherent(edu->dev, PAGE_SIZE, &handle, GFP_KERNEL);
	int err;

	if (!buffer)
		return -ENOMEM;
	buffer[0] = 0x11111111;
	err = edu_move(edu, handle, 64, 0);
	buffer[0] = 0;
	if (!err)
		err = edu_move(edu, handle, 64, EDU_TO_MEMORY);
	dev_info(edu->dev, "transfers gave %d, the buffer holds %#x\n", err, buffer[0]);
	dma_free_coherent(edu->dev, PAGE_SIZE, buffer, handle);
	return err;
}

static int no_master_probe(struct pci_dev *pdev, const struct pci_device_id *id)
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
	err = pcim_iomap_regions(pdev, BIT(0), "no_master");
	if (err)
		return err;
	edu->regs = pcim_iomap_table(pdev)[0];
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (err)
		return err;
	pci_set_master(pdev);
	return no_master_run(edu);
}

static const struct pci_device_id no_master_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, no_master_ids);

static struct pci_driver no_master_driver = {
	.name		= "no_master",
	.id_table	= no_master_ids,
	.probe		= no_master_probe,
};
module_pci_driver(no_master_driver);

MODULE_LICENSE("GPL");
