// SPDX-License-Identifier: MIT
/* What is needed at the end is kept, whatever the first mapping's answer is. */
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>

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

#define SEGMENTS	2
#define LENGTH		1024

struct segment {
	dma_addr_t handle;
	size_t length;
};

struct request {
	void *buffers[SEGMENTS];
	dma_addr_t handles[SEGMENTS];
	struct segment *segments;	/* what is to be synchronised at the end */
};

static int request_map(struct edu *edu, struct request *request)
{
	int i;

	for (i = 0; i < SEGMENTS; i++) {
		request->handles[i] = dma_map_single(edu->dev, request->buffers[i], LENGTH, DMA_FROM_DEVICE);
		if (dma_mapping_error(edu->dev, request->handles[i]))
			return -EIO;
	}
	request->segments = kcalloc(SEGMENTS, sizeof(*request->segments), GFP_KERNEL);
	if (!request->segments)
		return -ENOMEM;
	for (i = 0; i < SEGMENTS; i++)
		request->segments[i] = (struct segment) { request->handles[i], LENGTH };
	return 0;
}

static void request_complete(struct edu *edu, struct request *request)
{
	int i;

	for (i = 0; i < SEGMENTS; i++)
		if (dma_need_sync(edu->dev, request->handles[i]))
			dma_sync_single_for_cpu(edu->dev, request->segments[i].handle, request->segments[i].length,
						DMA_FROM_DEVICE);
	dev_info(edu->dev, "both segments are the CPU's\n");
}

static int state_run(struct edu *edu)
{
	/* one from the first 16 MiB, one from anywhere: here above 4 GiB */
	struct request request = {
		.buffers = { kzalloc(LENGTH, GFP_KERNEL | GFP_DMA), kzalloc(LENGTH, GFP_KERNEL) },
	};
	int i, err = -ENOMEM;

	if (request.buffers[0] && request.buffers[1])
		err = request_map(edu, &request);
	for (i = 0; i < SEGMENTS && !err; i++)
		err = edu_move(edu, request.handles[i], LENGTH, EDU_TO_MEMORY);
	if (err)
		return err;
	request_complete(edu, &request);
	for (i = 0; i < SEGMENTS; i++) {
		dma_unmap_single(edu->dev, request.handles[i], LENGTH, DMA_FROM_DEVICE);
		kfree(request.buffers[i]);
	}
	kfree(request.segments);
	return 0;
}

static int state_probe(struct pci_dev *pdev, const struct pci_device_id *id)
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
	err = pcim_iomap_regions(pdev, BIT(0), "state");
	if (err)
		return err;
	edu->regs = pcim_iomap_table(pdev)[0];
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(32));
	if (err)
		return err;
	pci_set_master(pdev);
	return state_run(edu);
}

static const struct pci_device_id state_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, state_ids);

static struct pci_driver state_driver = {
	.name		= "state",
	.id_table	= state_ids,
	.probe		= state_probe,
};
module_pci_driver(state_driver);

MODULE_LICENSE("GPL");
