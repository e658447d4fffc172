// SPDX-License-Identifier: MIT
/*
 * A small NVMe driver that reads 128 KiB with each command and has up to 32 of them under way. A program hands its
 * own memory to ioctl(), the controller writes to the pages themselves.
 */
#include <linux/completion.h>
#include <linux/dma-mapping.h>
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/iopoll.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

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
#define IO_WRITE	0x01
#define IO_READ		0x02

#define DEPTH		64
#define BLOCK_SHIFT	9
#define MAX_CHUNKS	32
#define CHUNK_BYTES	(128 * 1024)
#define CHUNK_PAGES	(CHUNK_BYTES / PAGE_SIZE)
#define LIST_BYTES	((CHUNK_PAGES - 1) * sizeof(__le64))

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
	atomic_t waiting;			/* commands under way */
	struct completion done;
};

struct mini {
	struct pci_dev *pdev;
	void __iomem *regs;
	struct nvme_queue queues[2];		/* admin, I/O */
	void *lists;				/* a list for each command, one behind the other */
	dma_addr_t lists_dma;
	struct mutex lock;
	struct miscdevice misc;
};

/* What the program asks for, and is told. */
struct mini_io {
	__u64 address;				/* of a page */
	__u32 first;				/* chunk of 128 KiB on the disk */
	__u32 chunks;
	__u32 write;
	__u32 status;				/* of a command that failed */
};
#define MINI_IO		_IOWR('n', 1, struct mini_io)

static void mini_reap(struct nvme_queue *queue)
{
	u16 status;

	while (((status = le16_to_cpu(READ_ONCE(queue->cq[queue->head].status))) & 1) == queue->phase) {
		if (status >> 1)
			queue->status = status >> 1;
		if (++queue->head == DEPTH) {
			queue->head = 0;
			queue->phase ^= 1;
		}
		writel(queue->head, queue->cq_head);
		if (atomic_dec_and_test(&queue->waiting))
			complete(&queue->done);
	}
}

static irqreturn_t mini_interrupt(int irq, void *data)
{
	struct mini *mini = data;

	mini_reap(&mini->queues[0]);
	mini_reap(&mini->queues[1]);
	return IRQ_HANDLED;
}

static void mini_queue(struct nvme_queue *queue, const struct nvme_command *command)
{
	queue->sq[queue->tail] = *command;
	queue->sq[queue->tail].command_id = cpu_to_le16(queue->tail);
	queue->tail = (queue->tail + 1) % DEPTH;
}

/* Rings for `count` queued commands. A controller's status, 0 when all went well; negative when it does not answer. */
static int mini_run(struct nvme_queue *queue, int count)
{
	queue->status = 0;
	atomic_set(&queue->waiting, count);
	reinit_completion(&queue->done);
	writel(queue->tail, queue->sq_tail);
	if (!wait_for_completion_timeout(&queue->done, 5 * HZ))
		return -ETIMEDOUT;
	return queue->status;
}

static int mini_submit(struct nvme_queue *queue, const struct nvme_command *command)
{
	mini_queue(queue, command);
	return mini_run(queue, 1);
}

/* PRP1 of each command is its first page, all others are in its list. */
static void mini_queue_chunks(struct mini *mini, struct mini_io *io, struct sg_table *sgt)
{
	struct nvme_command command = {
		.opcode = io->write ? IO_WRITE : IO_READ,
		.nsid = cpu_to_le32(1),
		.cdw10 = { 0, 0, cpu_to_le32((CHUNK_BYTES >> BLOCK_SHIFT) - 1) },
	};
	struct sg_dma_page_iter iter;
	int page = 0;

	for_each_sgtable_dma_page(sgt, &iter, 0) {
		__le64 prp = cpu_to_le64(sg_page_iter_dma_address(&iter));
		int n = page / CHUNK_PAGES, slot = page % CHUNK_PAGES;
		__le64 *list = mini->lists + n * LIST_BYTES;

		page++;
		if (slot > 0)
			list[slot - 1] = prp;
		else
			command.prp1 = prp;
		if (slot < CHUNK_PAGES - 1)
			continue;
		command.prp2 = cpu_to_le64(mini->lists_dma + n * LIST_BYTES);
		command.cdw10[0] = cpu_to_le32((io->first + n) * (CHUNK_BYTES >> BLOCK_SHIFT));
		mini_queue(&mini->queues[1], &command);
	}
}

static int mini_transfer(struct mini *mini, struct mini_io *io, struct sg_table *sgt)
{
	enum dma_data_direction direction = io->write ? DMA_TO_DEVICE : DMA_FROM_DEVICE;
	int err = dma_map_sgtable(&mini->pdev->dev, sgt, direction, 0);

	if (err)
		return err;
	mini_queue_chunks(mini, io, sgt);
	err = mini_run(&mini->queues[1], io->chunks);
	dma_unmap_sgtable(&mini->pdev->dev, sgt, direction, 0);
	if (err < 0)
		return err;
	io->status = err;
	return 0;
}

static int mini_io(struct mini *mini, struct mini_io *io)
{
	int pages = io->chunks * CHUNK_PAGES, pinned, err;
	struct sg_table sgt;
	struct page **page;

	if (!io->chunks || io->chunks > MAX_CHUNKS || offset_in_page(io->address))
		return -EINVAL;
	page = kvmalloc_array(pages, sizeof(*page), GFP_KERNEL);
	if (!page)
		return -ENOMEM;
	/* a read of the disk is a write to memory */
	pinned = pin_user_pages_fast(io->address, pages, io->write ? 0 : FOLL_WRITE, page);
	err = pinned < 0 ? pinned : pinned < pages ? -EFAULT : 0;
	if (!err)
		err = sg_alloc_table_from_pages(&sgt, page, pages, 0, pages * PAGE_SIZE, GFP_KERNEL);
	if (!err) {
		err = mini_transfer(mini, io, &sgt);
		sg_free_table(&sgt);
	}
	if (pinned > 0)
		unpin_user_pages_dirty_lock(page, pinned, !io->write);
	kvfree(page);
	return err;
}

static long mini_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct mini *mini = container_of(file->private_data, struct mini, misc);
	struct mini_io io;
	int err;

	if (cmd != MINI_IO)
		return -ENOTTY;
	if (copy_from_user(&io, (void __user *)arg, sizeof(io)))
		return -EFAULT;
	mutex_lock(&mini->lock);
	err = mini_io(mini, &io);
	mutex_unlock(&mini->lock);
	if (!err && copy_to_user((void __user *)arg, &io, sizeof(io)))
		err = -EFAULT;
	return err;
}

static const struct file_operations mini_fops = {
	.owner		= THIS_MODULE,
	.unlocked_ioctl	= mini_ioctl,
};

static int mini_alloc_queue(struct mini *mini, int id)
{
	struct nvme_queue *queue = &mini->queues[id];
	struct device *dev = &mini->pdev->dev;
	int stride = 4 << (readq(mini->regs + REG_CAP) >> 32 & 0xf);

	queue->sq = dmam_alloc_coherent(dev, DEPTH * sizeof(*queue->sq), &queue->sq_dma, GFP_KERNEL);
	queue->cq = dmam_alloc_coherent(dev, DEPTH * sizeof(*queue->cq), &queue->cq_dma, GFP_KERNEL);
	if (!queue->sq || !queue->cq)
		return -ENOMEM;
	queue->sq_tail = mini->regs + REG_DOORBELLS + 2 * id * stride;
	queue->cq_head = queue->sq_tail + stride;
	queue->phase = 1;
	init_completion(&queue->done);
	return 0;
}

static int mini_set_enable(struct mini *mini, bool enable)
{
	u32 status;

	writel(enable ? CC_ENABLE : 0, mini->regs + REG_CC);
	return readl_poll_timeout(mini->regs + REG_CSTS, status, (status & CSTS_RDY) == enable, 100, USEC_PER_SEC);
}

static int mini_create_io_queues(struct mini *mini)
{
	struct nvme_queue *io = &mini->queues[1];
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
	int status = mini_submit(&mini->queues[0], &create_cq);

	if (!status)
		status = mini_submit(&mini->queues[0], &create_sq);
	return status > 0 ? -EIO : status;
}

static int mini_start(struct mini *mini)
{
	struct nvme_queue *admin = &mini->queues[0];
	int err = mini_set_enable(mini, false);

	if (err)
		return err;
	writel((DEPTH - 1) << 16 | (DEPTH - 1), mini->regs + REG_AQA);
	writeq(admin->sq_dma, mini->regs + REG_ASQ);
	writeq(admin->cq_dma, mini->regs + REG_ACQ);
	err = mini_set_enable(mini, true);
	return err ? err : mini_create_io_queues(mini);
}

static int mini_setup(struct mini *mini)
{
	struct pci_dev *pdev = mini->pdev;
	int err;

	err = pcim_enable_device(pdev);
	if (err)
		return err;
	err = pcim_iomap_regions(pdev, BIT(0), "mini_nvme");
	if (err)
		return err;
	mini->regs = pcim_iomap_table(pdev)[0];
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (err)
		return err;
	dma_set_max_seg_size(&pdev->dev, UINT_MAX);
	pci_set_master(pdev);
	mini->lists = dmam_alloc_coherent(&pdev->dev, MAX_CHUNKS * LIST_BYTES, &mini->lists_dma, GFP_KERNEL);
	if (!mini->lists)
		return -ENOMEM;
	err = mini_alloc_queue(mini, 0);
	return err ? err : mini_alloc_queue(mini, 1);
}

static int mini_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct mini *mini = devm_kzalloc(&pdev->dev, sizeof(*mini), GFP_KERNEL);
	int err;

	if (!mini)
		return -ENOMEM;
	mini->pdev = pdev;
	mutex_init(&mini->lock);
	pci_set_drvdata(pdev, mini);
	err = mini_setup(mini);
	if (err)
		return err;
	err = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_ALL_TYPES);
	if (err < 0)
		return err;
	err = request_irq(pci_irq_vector(pdev, 0), mini_interrupt, 0, "mini_nvme", mini);
	if (err)
		goto free_vectors;
	err = mini_start(mini);
	if (err)
		goto stop;
	mini->misc.minor = MISC_DYNAMIC_MINOR;
	mini->misc.name = "mini_nvme";
	mini->misc.fops = &mini_fops;
	err = misc_register(&mini->misc);
	if (err)
		goto stop;
	return 0;

stop:
	mini_set_enable(mini, false);
	free_irq(pci_irq_vector(pdev, 0), mini);
free_vectors:
	pci_free_irq_vectors(pdev);
	return err;
}

static void mini_remove(struct pci_dev *pdev)
{
	struct mini *mini = pci_get_drvdata(pdev);

	misc_deregister(&mini->misc);
	mini_set_enable(mini, false);
	free_irq(pci_irq_vector(pdev, 0), mini);
	pci_free_irq_vectors(pdev);
}

static const struct pci_device_id mini_ids[] = {
	{ PCI_DEVICE_CLASS(PCI_CLASS_STORAGE_EXPRESS, 0xffffff) },
	{ }
};
MODULE_DEVICE_TABLE(pci, mini_ids);

static struct pci_driver mini_driver = {
	.name		= "mini_nvme",
	.id_table	= mini_ids,
	.probe		= mini_probe,
	.remove		= mini_remove,
};
module_pci_driver(mini_driver);

MODULE_DESCRIPTION("A small NVMe driver");
MODULE_LICENSE("GPL");
