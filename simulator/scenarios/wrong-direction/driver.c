// SPDX-License-Identifier: MIT
/* A receive buffer that is mapped as if it were sent. */
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

#define PACKET		1514

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

/* Puts bytes of 0x55 into the device. */
static int load_device(struct edu *edu)
{
	dma_addr_t handle;
	void *bytes = dma_alloc_coherent(edu->dev, PAGE_SIZE, &handle, GFP_KERNEL);
	int err;

	if (!bytes)
		return -ENOMEM;
	memset(bytes, 0x55, PAGE_SIZE);
	err = edu_move(edu, handle, PACKET, 0);
	dma_free_coherent(edu->dev, PAGE_SIZE, bytes, handle);
	return err;
}

/* Cache lines of the packet that do not hold what the device sent. */
static int old_lines(const u8 *packet)
{
	int i, old = 0;

	for (i = 0; i < PACKET; i += 64)
		if (packet[i] != 0x55)
			old++;
	return old;
}

static int direction_run(struct edu *edu)
{
	int err = load_device(edu);
	dma_addr_t handle;
	u8 *packet;

	if (err)
		return err;
	packet = kzalloc(2048, GFP_KERNEL);
	if (!packet)
		return -ENOMEM;
	handle = dma_map_single(edu->dev, packet, PACKET, DMA_TO_DEVICE);
	err = dma_mapping_error(edu->dev, handle);
	if (!err) {
		err = edu_move(edu, handle, PACKET, EDU_TO_MEMORY);
		dma_unmap_single(edu->dev, handle, PACKET, DMA_TO_DEVICE);
		dev_info(edu->dev, "%d of %d lines are old\n", old_lines(packet), (PACKET + 63) / 64);
	}
	kfree(packet);
	return err;
}

static int direction_probe(struct pci_dev *pdev, const struct pci_device_id *id)
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
	err = pcim_iomap_regions(pdev, BIT(0), "direction");
	if (err)
		return err;
	edu->regs = pcim_iomap_table(pdev)[0];
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (err)
		return err;
	pci_set_master(pdev);
	return direction_run(edu);
}

static const struct pci_device_id direction_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, direction_ids);

static struct pci_driver direction_driver = {
	.name		= "direction",
	.id_table	= direction_ids,
	.probe		= direction_probe,
};
module_pci_driver(direction_driver);

MODULE_LICENSE("GPL");
