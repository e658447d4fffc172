// SPDX-License-Identifier: MIT
/* One block of memory: a picture that the CPU draws, and behind it a buffer that the device writes. */
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/mm.h>
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

#define VIDEO		150000
#define RX		4000

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

/* Gives the device something to send: bytes of 0x55. */
static int load_device(struct edu *edu, size_t count)
{
	dma_addr_t handle;
	void *bytes = dma_alloc_coherent(edu->dev, PAGE_SIZE, &handle, GFP_KERNEL);
	int err;

	if (!bytes)
		return -ENOMEM;
	memset(bytes, 0x55, PAGE_SIZE);
	err = edu_move(edu, handle, count, 0);
	dma_free_coherent(edu->dev, PAGE_SIZE, bytes, handle);
	return err;
}

static int wrong_bytes(const u8 *bytes, int count)
{
	int i, wrong = 0;

	for (i = 0; i < count; i++)
		if (bytes[i] != 0x55)
			wrong++;
	return wrong;
}

static int video_run(struct edu *edu)
{
	u8 *video = kzalloc(PAGE_ALIGN(VIDEO) + RX, GFP_KERNEL);
	u8 *rx = video + PAGE_ALIGN(VIDEO);
	dma_addr_t handle;
	int err;

	if (!video)
		return -ENOMEM;
	err = load_device(edu, RX);
	handle = dma_map_single(edu->dev, rx, RX, DMA_FROM_DEVICE);
	if (err || dma_mapping_error(edu->dev, handle)) {
		kfree(video);
		return err ? err : -ENOMEM;
	}
	/* the picture is not the device's: it may be drawn at any time */
	video[149990] = 0xaa;
	err = edu_move(edu, handle, RX, EDU_TO_MEMORY);
	dma_unmap_single(edu->dev, handle, RX, DMA_FROM_DEVICE);
	dev_info(edu->dev, "rx begins %zu bytes into a line: the pixel is %#x, %d received bytes are wrong\n",
		 (size_t)(rx - video) % 64, video[149990], wrong_bytes(rx, RX));
	kfree(video);
	return err;
}

static int video_probe(struct pci_dev *pdev, const struct pci_device_id *id)
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
	err = pcim_iomap_regions(pdev, BIT(0), "video");
	if (err)
		return err;
	edu->regs = pcim_iomap_table(pdev)[0];
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (err)
		return err;
	pci_set_master(pdev);
	return video_run(edu);
}

static const struct pci_device_id video_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, video_ids);

static struct pci_driver video_driver = {
	.name		= "video",
	.id_table	= video_ids,
	.probe		= video_probe,
};
module_pci_driver(video_driver);

MODULE_LICENSE("GPL");
