// SPDX-License-Identifier: MIT
/*
 * Data for a device, or from it, as a network driver's paths have it: the payload stands in kmalloc'ed memory, or is wanted there, and the board has to be
 * able to fetch it from, or put it into, memory that it reaches. The parameter `way` says how, `size` how much.
 */
#include <linux/completion.h>
#include <linux/dma-mapping.h>
#include <linux/dmapool.h>
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/string.h>

#define TRANSFERS	64

/* Registers of the board, BAR 0 */
#define REG_CONTROL	0x08
#define REG_STATUS	0x0c
#define REG_SRC_LO	0x10
#define REG_SRC_HI	0x14
#define REG_DST_LO	0x18
#define REG_DST_HI	0x1c
#define REG_LENGTH	0x20

#define CONTROL_START	BIT(0)
#define CONTROL_IRQ	BIT(1)
#define STATUS_DONE	BIT(1)

static char *way = "map";
module_param(way, charp, 0444);
static unsigned int size = 64;
module_param(size, uint, 0444);
static bool receive;
module_param(receive, bool, 0444);
MODULE_PARM_DESC(receive, "from the board to the payload instead of the other way");

struct board {
	struct pci_dev *pdev;
	struct device *dev;
	void __iomem *regs;
	struct completion done;
	void *payloads[TRANSFERS];
	void *other;			/* the transfer's other end: the board always reads and writes */
	dma_addr_t other_dma;
	struct dma_pool *pool;
	void *kept;			/* a buffer that stays, for the ways that copy into one */
	dma_addr_t kept_dma;
};

/* What lies between these two calls is counted. */
static void work_begins(void)
{
}

static void work_ends(void)
{
}

static irqreturn_t board_interrupt(int irq, void *data)
{
	struct board *board = data;

	writel(STATUS_DONE, board->regs + REG_STATUS);
	complete(&board->done);
	return IRQ_HANDLED;
}

static enum dma_data_direction direction(void)
{
	return receive ? DMA_FROM_DEVICE : DMA_TO_DEVICE;
}

/* The board reads from the buffer, or writes to it. */
static void transfer(struct board *board, dma_addr_t buffer)
{
	writel(lower_32_bits(buffer), board->regs + (receive ? REG_DST_LO : REG_SRC_LO));
	writel(upper_32_bits(buffer), board->regs + (receive ? REG_DST_HI : REG_SRC_HI));
	writel(size, board->regs + REG_LENGTH);
	writel(CONTROL_IRQ | CONTROL_START, board->regs + REG_CONTROL);
	wait_for_completion(&board->done);
}

/* Into the buffer before the transfer, or out of it behind. */
static void copying_transfer(struct board *board, void *payload, void *buffer, dma_addr_t handle)
{
	if (!receive)
		memcpy(buffer, payload, size);
	transfer(board, handle);
	if (receive)
		memcpy(payload, buffer, size);
}

static int by_coherent(struct board *board, void *payload)
{
	dma_addr_t handle;
	void *buffer = dma_alloc_coherent(board->dev, size, &handle, GFP_KERNEL);

	if (!buffer)
		return -ENOMEM;
	copying_transfer(board, payload, buffer, handle);
	dma_free_coherent(board->dev, size, buffer, handle);
	return 0;
}

static int by_pool(struct board *board, void *payload)
{
	dma_addr_t handle;
	void *buffer = dma_pool_alloc(board->pool, GFP_KERNEL, &handle);

	if (!buffer)
		return -ENOMEM;
	copying_transfer(board, payload, buffer, handle);
	dma_pool_free(board->pool, buffer, handle);
	return 0;
}

static int by_map(struct board *board, void *payload)
{
	dma_addr_t handle = dma_map_single(board->dev, payload, size, direction());

	if (dma_mapping_error(board->dev, handle))
		return -ENOMEM;
	transfer(board, handle);
	dma_unmap_single(board->dev, handle, size, direction());
	return 0;
}

static int by_copy(struct board *board, void *payload)
{
	copying_transfer(board, payload, board->kept, board->kept_dma);
	return 0;
}

static int by_sync(struct board *board, void *payload)
{
	if (receive)
		transfer(board, board->kept_dma);
	dma_sync_single_for_cpu(board->dev, board->kept_dma, size, direction());
	if (receive)
		memcpy(payload, board->kept, size);
	else
		memcpy(board->kept, payload, size);
	dma_sync_single_for_device(board->dev, board->kept_dma, size, direction());
	if (!receive)
		transfer(board, board->kept_dma);
	return 0;
}

static int send(struct board *board, void *payload)
{
	if (!strcmp(way, "coherent"))
		return by_coherent(board, payload);
	if (!strcmp(way, "pool"))
		return by_pool(board, payload);
	if (!strcmp(way, "copy"))
		return by_copy(board, payload);
	if (!strcmp(way, "sync"))
		return by_sync(board, payload);
	return by_map(board, payload);
}

static int send_all(struct board *board)
{
	int i, err = 0;

	work_begins();
	for (i = 0; i < TRANSFERS && !err; i++)
		err = send(board, board->payloads[i]);
	if (!err)
		work_ends();
	return err;
}

/* Everything that is there before the first payload comes. */
static int prepare(struct board *board)
{
	int i;

	board->other = dmam_alloc_coherent(board->dev, size, &board->other_dma, GFP_KERNEL);
	if (!board->other)
		return -ENOMEM;
	writel(lower_32_bits(board->other_dma), board->regs + (receive ? REG_SRC_LO : REG_DST_LO));
	writel(upper_32_bits(board->other_dma), board->regs + (receive ? REG_SRC_HI : REG_DST_HI));
	for (i = 0; i < TRANSFERS; i++) {
		board->payloads[i] = devm_kmalloc(board->dev, size, GFP_KERNEL);
		if (!board->payloads[i])
			return -ENOMEM;
		memset(board->payloads[i], i, size);
	}
	if (!strcmp(way, "pool")) {
		board->pool = dmam_pool_create("payloads", board->dev, size, 64, 0);
		return board->pool ? 0 : -ENOMEM;
	}
	if (!strcmp(way, "copy")) {
		board->kept = dmam_alloc_coherent(board->dev, size, &board->kept_dma, GFP_KERNEL);
		return board->kept ? 0 : -ENOMEM;
	}
	if (!strcmp(way, "sync")) {
		board->kept = devm_kmalloc(board->dev, size, GFP_KERNEL);
		if (!board->kept)
			return -ENOMEM;
		board->kept_dma = dma_map_single(board->dev, board->kept, size, direction());
		return dma_mapping_error(board->dev, board->kept_dma);
	}
	return 0;
}

static int board_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct board *board = devm_kzalloc(&pdev->dev, sizeof(*board), GFP_KERNEL);
	int err;

	if (!board)
		return -ENOMEM;
	board->pdev = pdev;
	board->dev = &pdev->dev;
	init_completion(&board->done);
	pci_set_drvdata(pdev, board);
	err = pcim_enable_device(pdev);
	if (err)
		return err;
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (err)
		return err;
	pci_set_master(pdev);
	board->regs = pcim_iomap(pdev, 0, 0);
	if (!board->regs)
		return -ENOMEM;
	err = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_ALL_TYPES);
	if (err < 0)
		return err;
	err = devm_request_irq(&pdev->dev, pci_irq_vector(pdev, 0), board_interrupt, 0, "board", board);
	if (err)
		return err;
	err = prepare(board);
	return err ? err : send_all(board);
}

static void board_remove(struct pci_dev *pdev)
{
	struct board *board = pci_get_drvdata(pdev);

	if (!strcmp(way, "sync"))
		dma_unmap_single(board->dev, board->kept_dma, size, direction());
}

static const struct pci_device_id board_ids[] = {
	{ PCI_DEVICE(0x10ee, 0x7024) },
	{ }
};
MODULE_DEVICE_TABLE(pci, board_ids);

static struct pci_driver board_driver = {
	.name		= "board",
	.id_table	= board_ids,
	.probe		= board_probe,
	.remove		= board_remove,
};
module_pci_driver(board_driver);

MODULE_DESCRIPTION("Ways of giving a payload to a device, and of getting one");
MODULE_LICENSE("GPL");
