// SPDX-License-Identifier: MIT
/* A receive buffer that stays mapped, and is read without dma_sync_single_for_cpu(). */
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

static int fill_device(struct edu *edu, void *source, dma_addr_t source_dma, int byte)
{
	memset(source, byte, PAGE_SIZE);
	return edu_move(edu, source_dma, PACKET, 0);
}

/* Cache lines of the packet that do not hold what the device sent. */
static int wrong_lines(const u8 *packet, u8 sent)
{
	int i, wrong = 0;

	for (i = 0; i < PACKET; i += 64)
		if (packet[i] != sent)
			wrong++;
	return wrong;
}

static int receive(struct edu *edu, dma_addr_t handle, const u8 *packet, u8 sent)
{
	int err = edu_move(edu, handle, PACKET, EDU_TO_MEMORY);

	dev_info(edu->dev, "packet %#x: %d of %d lines are old\n", sent, wrong_lines(packet, sent), (PACKET + 63) / 64);
	dma_sync_single_for_device(edu->dev, handle, PACKET, DMA_FROM_DEVICE);
	return err;
}

static int stale_run(struct edu *edu)
{
	dma_addr_t source_dma, handle;
	void *source = dma_alloc_coherent(edu->dev, PAGE_SIZE, &source_dma, GFP_KERNEL);
	u8 *packet = kzalloc(2048, GFP_KERNEL);
	u8 sent;
	int err = -ENOMEM;

	if (!source || !packet)
		goto free;
	handle = dma_map_single(edu->dev, packet, PACKET, DMA_FROM_DEVICE);
	if (dma_mapping_error(edu->dev, handle))
		goto free;
	for (sent = 1, err = 0; sent <= 2 && !err; sent++) {
		err = fill_device(edu, source, source_dma, sent);
		if (!err)
			err = receive(edu, handle, packet, sent);
	}
	dma_unmap_single(edu->dev, handle, PACKET, DMA_FROM_DEVICE);
free:
	kfree(packet);
	if (source)
		dma_free_coherent(edu->dev, PAGE_SIZE, source, source_dma);
	return err;
}

static int stale_probe(struct pci_dev *pdev, const struct pci_device_id *id)
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
	err = pcim_iomap_regions(pdev, BIT(0), "stale");
	if (err)
		return err;
	edu->regs = pcim_iomap_table(pdev)[0];
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (err)
		return err;
	pci_set_master(pdev);
	return stale_run(edu);
}

static const struct pci_device_id stale_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, stale_ids);

static struct pci_driver stale_driver = {
	.name		= "stale",
	.id_table	= stale_ids,
	.probe		= stale_probe,
};
module_pci_driver(stale_driver);

MODULE_LICENSE("GPL");
