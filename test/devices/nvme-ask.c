// SPDX-License-Identifier: MIT
/*
 * Asks an NVMe controller what it makes of commands: each line of the log is a question and the status of its answer, with Do Not
 * Retry in bit 14. Run on a real Linux 6.1 with QEMU 7.2's controller (64 MiB, 512-byte blocks, mdts=3).
 */
#include <linux/completion.h>
#include <linux/dma-mapping.h>
#include <linux/interrupt.h>
#include <linux/iopoll.h>
#include <linux/module.h>
#include <linux/pci.h>

/* Registers, BAR 0 (NVM Express 1.4, chapter 3.1) */
#define REG_CAP		0x00
#define REG_CC		0x14
#define REG_CSTS	0x1c
#define REG_AQA		0x24
#define REG_ASQ		0x28
#define REG_ACQ		0x30
#define REG_DOORBELLS	0x1000

#define CC_ENABLE	(BIT(0) | 6 << 16 | 4 << 20)	/* entries of 64 and 16 bytes */
#define CSTS_RDY	BIT(0)

#define ADMIN_CREATE_SQ	0x01
#define ADMIN_CREATE_CQ	0x05

#define DEPTH		16

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

struct nvme_queue {
	struct nvme_command *sq;
	struct nvme_completion *cq;
	dma_addr_t sq_dma, cq_dma;
	void __iomem *sq_tail, *cq_head;	/* doorbells */
	u16 tail, head, phase, status;
	struct completion done;
};

struct ask {
	struct pci_dev *pdev;
	void __iomem *regs;
	struct nvme_queue queues[2];		/* admin, I/O */
	u8 *pages;				/* sixteen, for data and lists */
	dma_addr_t pages_dma;
};

static irqreturn_t ask_interrupt(int irq, void *data)
{
	struct ask *ask = data;
	irqreturn_t result = IRQ_NONE;
	int i;

	for (i = 0; i < 2; i++) {
		struct nvme_queue *queue = &ask->queues[i];
		u16 status = le16_to_cpu(READ_ONCE(queue->cq[queue->head].status));

		if ((status & 1) != queue->phase)
			continue;
		queue->status = status >> 1;
		if (++queue->head == DEPTH) {
			queue->head = 0;
			queue->phase ^= 1;
		}
		writel(queue->head, queue->cq_head);
		complete(&queue->done);
		result = IRQ_HANDLED;
	}
	return result;
}

/* The controller's status, 0 when all went well; negative when it does not answer. */
static int ask_submit(struct nvme_queue *queue, struct nvme_command *command)
{
	command->command_id = cpu_to_le16(queue->tail);
	queue->sq[queue->tail] = *command;
	queue->tail = (queue->tail + 1) % DEPTH;
	reinit_completion(&queue->done);
	writel(queue->tail, queue->sq_tail);
	if (!wait_for_completion_timeout(&queue->done, 5 * HZ))
		return -ETIMEDOUT;
	return queue->status;
}

static int ask_alloc_queue(struct ask *ask, int id)
{
	struct nvme_queue *queue = &ask->queues[id];
	struct device *dev = &ask->pdev->dev;
	int stride = 4 << (readq(ask->regs + REG_CAP) >> 32 & 0xf);

	queue->sq = dmam_alloc_coherent(dev, DEPTH * sizeof(*queue->sq), &queue->sq_dma, GFP_KERNEL);
	queue->cq = dmam_alloc_coherent(dev, DEPTH * sizeof(*queue->cq), &queue->cq_dma, GFP_KERNEL);
	if (!queue->sq || !queue->cq)
		return -ENOMEM;
	queue->sq_tail = ask->regs + REG_DOORBELLS + 2 * id * stride;
	queue->cq_head = queue->sq_tail + stride;
	queue->phase = 1;
	init_completion(&queue->done);
	return 0;
}

static int ask_set_enable(struct ask *ask, bool enable)
{
	u32 status;

	writel(enable ? CC_ENABLE : 0, ask->regs + REG_CC);
	return readl_poll_timeout(ask->regs + REG_CSTS, status, (status & CSTS_RDY) == enable, 100, USEC_PER_SEC);
}

static int ask_create_io_queues(struct ask *ask)
{
	struct nvme_queue *io = &ask->queues[1];
	struct nvme_command create_cq = {
		.opcode = ADMIN_CREATE_CQ,
		.prp1 = cpu_to_le64(io->cq_dma),
		.cdw10 = { cpu_to_le32((DEPTH - 1) << 16 | 1), cpu_to_le32(3) },	/* interrupts, contiguous */
	};
	struct nvme_command create_sq = {
		.opcode = ADMIN_CREATE_SQ,
		.prp1 = cpu_to_le64(io->sq_dma),
		.cdw10 = { cpu_to_le32((DEPTH - 1) << 16 | 1), cpu_to_le32(1 << 16 | 1) },
	};
	int status = ask_submit(&ask->queues[0], &create_cq);

	if (!status)
		status = ask_submit(&ask->queues[0], &create_sq);
	return status > 0 ? -EIO : status;
}

static int ask_start(struct ask *ask)
{
	struct nvme_queue *admin = &ask->queues[0];
	int err = ask_set_enable(ask, false);

	if (err)
		return err;
	writel((DEPTH - 1) << 16 | (DEPTH - 1), ask->regs + REG_AQA);
	writeq(admin->sq_dma, ask->regs + REG_ASQ);
	writeq(admin->cq_dma, ask->regs + REG_ACQ);
	err = ask_set_enable(ask, true);
	return err ? err : ask_create_io_queues(ask);
}

static int ask_setup(struct ask *ask)
{
	struct pci_dev *pdev = ask->pdev;
	int err;

	err = pcim_enable_device(pdev);
	if (err)
		return err;
	err = pcim_iomap_regions(pdev, BIT(0), "ask_nvme");
	if (err)
		return err;
	ask->regs = pcim_iomap_table(pdev)[0];
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (err)
		return err;
	pci_set_master(pdev);
	ask->pages = dmam_alloc_coherent(&pdev->dev, 16 * PAGE_SIZE, &ask->pages_dma, GFP_KERNEL);
	if (!ask->pages)
		return -ENOMEM;
	err = ask_alloc_queue(ask, 0);
	return err ? err : ask_alloc_queue(ask, 1);
}

#define ADMIN		0
#define IO		1
/* PRPs: a number of one of sixteen pages in bits 31:16 and an offset below; 0xffffffff: far behind all memory */
#define PAGE(n, offset)	((n) << 16 | (offset))
#define NOWHERE		0xffffffff

struct question {
	const char *text;
	u8 queue, opcode, flags;
	u32 nsid, prp1, prp2;
	u32 cdw[3];
};

static const struct question questions[] = {
	{ "identify controller", ADMIN, 0x06, 0, 0, PAGE(1, 0), 0, { 1 } },
	{ "identify controller, fused", ADMIN, 0x06, 1, 0, PAGE(1, 0), 0, { 1 } },
	{ "identify controller by SGL", ADMIN, 0x06, 0x40, 0, PAGE(1, 0), 0, { 1 } },
	{ "identify namespace 1", ADMIN, 0x06, 0, 1, PAGE(1, 0), 0, { 0 } },
	{ "identify namespace 2", ADMIN, 0x06, 0, 2, PAGE(1, 0), 0, { 0 } },
	{ "identify, CNS 7fh", ADMIN, 0x06, 0, 0, PAGE(1, 0), 0, { 0x7f } },
	{ "identify across pages", ADMIN, 0x06, 0, 0, PAGE(1, 0x800), PAGE(3, 0), { 1 } },
	{ "identify across pages, PRP2 with an offset", ADMIN, 0x06, 0, 0, PAGE(1, 0x800), PAGE(3, 8), { 1 } },
	{ "create CQ 1 again", ADMIN, 0x05, 0, 0, PAGE(1, 0), 0, { 15 << 16 | 1, 1 } },
	{ "create CQ 0", ADMIN, 0x05, 0, 0, PAGE(1, 0), 0, { 15 << 16, 1 } },
	{ "create CQ 2 of one entry", ADMIN, 0x05, 0, 0, PAGE(1, 0), 0, { 2, 1 } },
	{ "create CQ 2 larger than MQES", ADMIN, 0x05, 0, 0, PAGE(1, 0), 0, { 0xffff << 16 | 2, 1 } },
	{ "create CQ 2 inside of a page", ADMIN, 0x05, 0, 0, PAGE(1, 0x40), 0, { 15 << 16 | 2, 1 } },
	{ "create CQ 2, vector 3000", ADMIN, 0x05, 0, 0, PAGE(1, 0), 0, { 15 << 16 | 2, 3000 << 16 | 3 } },
	{ "create CQ 2 in pieces", ADMIN, 0x05, 0, 0, PAGE(1, 0), 0, { 15 << 16 | 2, 0 } },
	{ "create SQ 1 again", ADMIN, 0x01, 0, 0, PAGE(1, 0), 0, { 15 << 16 | 1, 1 << 16 | 1 } },
	{ "create SQ 2 without its CQ", ADMIN, 0x01, 0, 0, PAGE(1, 0), 0, { 15 << 16 | 2, 40 << 16 | 1 } },
	{ "create SQ 2 on CQ 0", ADMIN, 0x01, 0, 0, PAGE(1, 0), 0, { 15 << 16 | 2, 1 } },
	{ "create SQ 2 of one entry", ADMIN, 0x01, 0, 0, PAGE(1, 0), 0, { 2, 1 << 16 | 1 } },
	{ "create SQ 2 inside of a page", ADMIN, 0x01, 0, 0, PAGE(1, 0x40), 0, { 15 << 16 | 2, 1 << 16 | 1 } },
	{ "create SQ 2 in pieces", ADMIN, 0x01, 0, 0, PAGE(1, 0), 0, { 15 << 16 | 2, 1 << 16 } },
	{ "delete SQ 0", ADMIN, 0x00, 0, 0, 0, 0, { 0 } },
	{ "delete SQ 2, not there", ADMIN, 0x00, 0, 0, 0, 0, { 2 } },
	{ "delete CQ 0", ADMIN, 0x04, 0, 0, 0, 0, { 0 } },
	{ "delete CQ 2, not there", ADMIN, 0x04, 0, 0, 0, 0, { 2 } },
	{ "delete CQ 1 before its SQ", ADMIN, 0x04, 0, 0, 0, 0, { 1 } },
	{ "set features, number of queues, 65536", ADMIN, 0x09, 0, 0, 0, 0, { 7, 0xffffffff } },
	{ "set features, FID 7fh", ADMIN, 0x09, 0, 0, 0, 0, { 0x7f } },
	{ "get features, FID 7fh", ADMIN, 0x0a, 0, 0, 0, 0, { 0x7f } },
	{ "abort", ADMIN, 0x08, 0, 0, 0, 0, { 0x00010001 } },
	{ "admin opcode 7fh", ADMIN, 0x7f, 0, 0, 0, 0, { 0 } },
	{ "flush", IO, 0x00, 0, 1, 0, 0, { 0 } },
	{ "flush all", IO, 0x00, 0, 0xffffffff, 0, 0, { 0 } },
	{ "flush namespace 0", IO, 0x00, 0, 0, 0, 0, { 0 } },
	{ "I/O opcode 7fh", IO, 0x7f, 0, 1, 0, 0, { 0 } },
	{ "read namespace 2", IO, 0x02, 0, 2, PAGE(1, 0), 0, { 0 } },
	{ "read the last block", IO, 0x02, 0, 1, PAGE(1, 0), 0, { 131071 } },
	{ "read behind the last block", IO, 0x02, 0, 1, PAGE(1, 0), 0, { 131072 } },
	{ "read across the last block", IO, 0x02, 0, 1, PAGE(1, 0), 0, { 131071, 0, 1 } },
	{ "read, an LBA of 64 bits", IO, 0x02, 0, 1, PAGE(1, 0), 0, { 0, 1, 0 } },
	{ "write, an LBA that wraps", IO, 0x01, 0, 1, PAGE(1, 0), 0, { 0xffffffff, 0xffffffff, 0 } },
	{ "read MDTS, 32 KiB", IO, 0x02, 0, 1, PAGE(1, 0), PAGE(0, 0), { 0, 0, 63 } },
	{ "read more than MDTS", IO, 0x02, 0, 1, PAGE(1, 0), PAGE(0, 0), { 0, 0, 64 } },
	{ "PRP1 at an odd address", IO, 0x02, 0, 1, PAGE(1, 1), 0, { 0 } },
	{ "PRP1 at 4", IO, 0x02, 0, 1, PAGE(1, 4), 0, { 0 } },
	{ "PRP2, a page, with an offset", IO, 0x02, 0, 1, PAGE(1, 0), PAGE(2, 0x200), { 0, 0, 15 } },
	{ "PRP2, not needed, odd", IO, 0x02, 0, 1, PAGE(1, 0), PAGE(2, 0x201), { 0, 0, 7 } },
	{ "list at 4", IO, 0x02, 0, 1, PAGE(1, 0), PAGE(0, 4), { 0, 0, 63 } },
	{ "list whose third entry has an offset", IO, 0x02, 0, 1, PAGE(1, 0), PAGE(0, 0x400), { 0, 0, 63 } },
	{ "list whose last slots before its page ends chain", IO, 0x02, 0, 1, PAGE(1, 0), PAGE(0, 0xff0), { 0, 0, 63 } },
	{ "list whose chain has an offset", IO, 0x02, 0, 1, PAGE(1, 0), PAGE(15, 0xff8), { 0, 0, 63 } },
	{ "list nowhere", IO, 0x02, 0, 1, PAGE(1, 0), NOWHERE, { 0, 0, 63 } },
	{ "write from nowhere", IO, 0x01, 0, 1, NOWHERE, 0, { 0, 0, 7 } },
	{ "read to nowhere", IO, 0x02, 0, 1, NOWHERE, 0, { 0, 0, 7 } },
};

static u64 ask_prp(struct ask *ask, u32 place)
{
	if (place == NOWHERE)
		return 0x7ffffff000000ull;
	return place ? ask->pages_dma + (place >> 16) * PAGE_SIZE + (place & 0xffff) : ask->pages_dma;
}

/* Page 0 has lists of pages 2 to 9 at 0, of such with an offset in the third entry at 0x400, and ends with page 2 and a chain to page 14. */
static void ask_lists(struct ask *ask)
{
	__le64 *lists = (__le64 *)ask->pages;
	int i;

	for (i = 0; i < 8; i++) {
		__le64 page = cpu_to_le64(ask->pages_dma + (2 + i) * PAGE_SIZE);

		lists[i] = page;
		lists[0x400 / 8 + i] = i == 2 ? cpu_to_le64(le64_to_cpu(page) + 0x200) : page;
		lists[14 * 512 + i] = page;
	}
	lists[510] = lists[0];
	lists[511] = cpu_to_le64(ask->pages_dma + 14 * PAGE_SIZE);
	lists[16 * 512 - 1] = cpu_to_le64(ask->pages_dma + 14 * PAGE_SIZE + 8);
}

static void ask_all(struct ask *ask)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(questions); i++) {
		const struct question *each = &questions[i];
		struct nvme_command command = {
			.opcode = each->opcode,
			.flags = each->flags,
			.nsid = cpu_to_le32(each->nsid),
			.prp1 = cpu_to_le64(ask_prp(ask, each->prp1)),
			.prp2 = cpu_to_le64(ask_prp(ask, each->prp2)),
			.cdw10 = { cpu_to_le32(each->cdw[0]), cpu_to_le32(each->cdw[1]), cpu_to_le32(each->cdw[2]) },
		};

		ask_lists(ask);
		pr_info("nvme: %s: %#x\n", each->text, ask_submit(&ask->queues[each->queue], &command));
	}
}

static int ask_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct ask *ask = devm_kzalloc(&pdev->dev, sizeof(*ask), GFP_KERNEL);
	int err;

	if (!ask)
		return -ENOMEM;
	ask->pdev = pdev;
	pci_set_drvdata(pdev, ask);
	err = ask_setup(ask);
	if (err)
		return err;
	err = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_ALL_TYPES);
	if (err < 0)
		return err;
	err = request_irq(pci_irq_vector(pdev, 0), ask_interrupt, 0, "ask_nvme", ask);
	if (err)
		goto free_vectors;
	err = ask_start(ask);
	if (err)
		goto stop;
	ask_all(ask);
	return 0;

stop:
	ask_set_enable(ask, false);
	free_irq(pci_irq_vector(pdev, 0), ask);
free_vectors:
	pci_free_irq_vectors(pdev);
	return err;
}

static void ask_remove(struct pci_dev *pdev)
{
	struct ask *ask = pci_get_drvdata(pdev);

	ask_set_enable(ask, false);
	free_irq(pci_irq_vector(pdev, 0), ask);
	pci_free_irq_vectors(pdev);
}

static const struct pci_device_id ask_ids[] = {
	{ PCI_DEVICE_CLASS(PCI_CLASS_STORAGE_EXPRESS, 0xffffff) },
	{ }
};
MODULE_DEVICE_TABLE(pci, ask_ids);

static struct pci_driver ask_driver = {
	.name		= "ask_nvme",
	.id_table	= ask_ids,
	.probe		= ask_probe,
	.remove		= ask_remove,
};
module_pci_driver(ask_driver);

MODULE_DESCRIPTION("A small NVMe driver");
MODULE_LICENSE("GPL");
