// SPDX-License-Identifier: MIT
/* Reads the identity of a device into a variable on the stack, which is mapped by its page. */
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

/* QEMU's edu: a buffer of 4 KiB on the device, and one transfer at a time */
#define EDU_DMA_SRC	0x80
#define EDU_DMA_DST	0x88
#define EDU_DMA_COUNT	0x90
#define EDU_DMA_CMD	0x98
#define EDU_BUFFER	0x40000

#define EDU_RUN		BIT(0)
#define EDU_TO_MEMORY	BIT(1)

struct answer {
	u8 bytes[32];
};

struct edu {
	struct device *dev;
	void __iomem *regs;
};

static int edu_read(struct edu *edu, dma_addr_t address, size_t count)
{
	int tries;

	writeq(EDU_BUFFER, edu->regs + EDU_DMA_SRC);
	writeq(address, edu->regs + EDU_DMA_DST);
	writeq(count, edu->regs + EDU_DMA_COUNT);
	writeq(EDU_RUN | EDU_TO_MEMORY, edu->regs + EDU_DMA_CMD);
	for (tries = 0; tries < 50; tries++) {
		if (!(readq(edu->regs + EDU_DMA_CMD) & EDU_RUN))
			return 0;
		msleep(10);
	}
	return -ETIMEDOUT;
}

static int edu_ask(struct edu *edu)
{
	struct answer answer;
	dma_addr_t handle;
	int err;

	handle = dma_map_page(edu->dev, vmalloc_to_page(&answer), offset_in_page(&answer), sizeof(answer),
			      DMA_FROM_DEVICE);
	err = dma_mapping_error(edu->dev, handle);
	if (err)
		return err;
	err = edu_read(edu, handle, sizeof(answer));
	dma_unmap_page(edu->dev, handle, sizeof(answer), DMA_FROM_DEVICE);
	if (!err)
		dev_info(edu->dev, "answered, first byte %#x\n", answer.bytes[0]);
	return err;
}

static int ask_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct edu *edu = devm_kzalloc(&pdev->dev, sizeof(*edu), GFP_KERNEL);
	int err;

	if (!edu)
		return -ENOMEM;
	edu->dev = &pdev->dev;
	err = pcim_enable_device(pdev);
	if (err)
		return err;
	err = pcim_iomap_regions(pdev, BIT(0), "ask");
	if (err)
		return err;
	edu->regs = pcim_iomap_table(pdev)[0];
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (err)
		return err;
	pci_set_master(pdev);
	err = edu_ask(edu);
	if (err)
		dev_err(&pdev->dev, "no answer: %d\n", err);
	return 0;
}

static const struct pci_device_id ask_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, ask_ids);

static struct pci_driver ask_driver = {
	.name		= "ask",
	.id_table	= ask_ids,
	.probe		= ask_probe,
};
module_pci_driver(ask_driver);

MODULE_LICENSE("GPL");
