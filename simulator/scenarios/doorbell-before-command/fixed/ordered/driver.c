// SPDX-License-Identifier: MIT
/* Asks an NVMe controller eight times to describe itself, through an admin queue of four entries. */
#include <linux/dma-mapping.h>
#include <linux/iopoll.h>
#include <linux/module.h>
#include <linux/pci.h>

/* Registers, BAR 0 (NVM Express 1.4, chapter 3.1) */
#define REG_CC		0x14
#define REG_CSTS	0x1c
#define REG_AQA		0x24
#define REG_ASQ		0x28
#define REG_ACQ		0x30
#define REG_SQ0_TAIL	0x1000
#define REG_CQ0_HEAD	0x1004

#define CC_ENABLE	BIT(0)
#define CSTS_RDY	BIT(0)
#define ADMIN_IDENTIFY	0x06

#define DEPTH		4
#define COMMANDS	8

struct nvme_command {
	u8 opcode;
	u8 flags;
	__le16 command_id;
	__le32 nsid;
	__le64 reserved[2];
	__le64 prp1;
	__le64 prp2;
	__le32 cdw10[6];
};

struct nvme_completion {
	__le32 result;
	__le32 reserved;
	__le16 sq_head;
	__le16 sq_id;
	__le16 command_id;
	__le16 status;				/* bit 0: phase */
};

struct board {
	struct device *dev;
	void __iomem *regs;
	struct nvme_command *sq;
	struct nvme_completion *cq;
	void *data;
	dma_addr_t sq_dma, cq_dma, data_dma;
	int tail, head, phase, wrong;
};

static void board_ring(struct board *board)
{
	board->tail = (board->tail + 1) % DEPTH;
	writel(board->tail, board->regs + REG_SQ0_TAIL);
}

static int board_identify(struct board *board, int id)
{
	struct nvme_command *command = &board->sq[board->tail];
	struct nvme_completion *completion = &board->cq[board->head];
	u16 status, answered;
	int err;

	command->opcode = ADMIN_IDENTIFY;
	command->command_id = cpu_to_le16(id);
	command->prp1 = cpu_to_le64(board->data_dma);
	command->cdw10[0] = cpu_to_le32(1);
	board_ring(board);

	err = read_poll_timeout_atomic(le16_to_cpu, status, (status & 1) == board->phase, 0, USEC_PER_SEC, false,
				       READ_ONCE(completion->status));
	if (err)
		return err;
	answered = le16_to_cpu(completion->command_id);
	if (answered != id || status >> 1) {
		dev_err(board->dev, "command %d: the answer is for command %u, status %#x\n", id, answered, status >> 1);
		board->wrong++;
	}
	if (++board->head == DEPTH) {
		board->head = 0;
		board->phase ^= 1;
	}
	writel(board->head, board->regs + REG_CQ0_HEAD);
	return 0;
}

static int board_enable(struct board *board, bool enable)
{
	u32 status;

	writel(enable ? CC_ENABLE : 0, board->regs + REG_CC);
	return readl_poll_timeout(board->regs + REG_CSTS, status, (status & CSTS_RDY) == enable, 100, USEC_PER_SEC);
}

static int board_start(struct board *board)
{
	struct device *dev = board->dev;

	board->sq = dmam_alloc_coherent(dev, DEPTH * sizeof(*board->sq), &board->sq_dma, GFP_KERNEL);
	board->cq = dmam_alloc_coherent(dev, DEPTH * sizeof(*board->cq), &board->cq_dma, GFP_KERNEL);
	board->data = dmam_alloc_coherent(dev, PAGE_SIZE, &board->data_dma, GFP_KERNEL);
	if (!board->sq || !board->cq || !board->data)
		return -ENOMEM;
	board->phase = 1;
	writel((DEPTH - 1) << 16 | (DEPTH - 1), board->regs + REG_AQA);
	writeq(board->sq_dma, board->regs + REG_ASQ);
	writeq(board->cq_dma, board->regs + REG_ACQ);
	return board_enable(board, true);
}

static int board_run(struct board *board)
{
	int id, err = board_start(board);

	for (id = 1; id <= COMMANDS && !err; id++)
		err = board_identify(board, id);
	dev_info(board->dev, "%d commands, %d wrong answers\n", COMMANDS, board->wrong);
	board_enable(board, false);
	return err;
}

static int board_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct board *board = devm_kzalloc(&pdev->dev, sizeof(*board), GFP_KERNEL);
	int err;

	if (!board)
		return -ENOMEM;
	board->dev = &pdev->dev;
	err = pcim_enable_device(pdev);
	if (err)
		return err;
	err = pcim_iomap_regions(pdev, BIT(0), "doorbell");
	if (err)
		return err;
	board->regs = pcim_iomap_table(pdev)[0];
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (err)
		return err;
	pci_set_master(pdev);
	return board_run(board);
}

static const struct pci_device_id board_ids[] = {
	{ PCI_DEVICE_CLASS(PCI_CLASS_STORAGE_EXPRESS, 0xffffff) },
	{ }
};
MODULE_DEVICE_TABLE(pci, board_ids);

static struct pci_driver board_driver = {
	.name		= "doorbell",
	.id_table	= board_ids,
	.probe		= board_probe,
};
module_pci_driver(board_driver);

MODULE_LICENSE("GPL");
