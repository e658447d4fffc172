// SPDX-License-Identifier: MIT
/*
 * A small NVMe driver: one I/O queue pair, one command at a time. A program hands its own memory to ioctl(), the
 * controller reads and writes the pages themselves.
 */
#include <linux/completion.h>
#include <linux/dma-mapping.h>
#include <linux/dmapool.h>
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

#define DEPTH		16
#define BLOCK_SHIFT	9
#define MAX_PAGES	1025			/* 4 MiB that begin inside of a page */
#define SMALL_LIST	256
#define PRPS_PER_PAGE	(PAGE_SIZE / sizeof(__le64))
#define MAX_LISTS	3

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

struct mini {
	struct pci_dev *pdev;
	void __iomem *regs;
	struct nvme_queue queues[2];		/* admin, I/O */
	struct dma_pool *small_pool, *page_pool;
	struct mutex lock;
	struct miscdevice misc;
};

/* What the program asks for, and is told. */
struct mini_io {
	__u64 address;
	__u64 bytes;
	__u64 block;
	__u32 write;
	__u32 status;
	__u32 entries;				/* of the PRP list */
	__u32 lists;				/* pages or small blocks that it took */
};
#define MINI_IO		_IOWR('n', 1, struct mini_io)

struct prp_lists {
	struct dma_pool *pool;
	__le64 *list[MAX_LISTS];
	dma_addr_t dma[MAX_LISTS];
	int count;
};

static irqreturn_t mini_interrupt(int irq, void *data)
{
	struct mini *mini = data;
	irqreturn_t result = IRQ_NONE;
	int i;

	for (i = 0; i < 2; i++) {
		struct nvme_queue *queue = &mini->queues[i];
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
static int mini_submit(struct nvme_queue *queue, struct nvme_command *command)
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

static __le64 *add_list(struct prp_lists *lists)
{
	int n = lists->count;

	if (n == MAX_LISTS)
		return NULL;
	lists->list[n] = dma_pool_alloc(lists->pool, GFP_KERNEL, &lists->dma[n]);
	if (lists->list[n])
		lists->count++;
	return lists->list[n];
}

static void free_lists(struct prp_lists *lists)
{
	while (lists->count--)
		dma_pool_free(lists->pool, lists->list[lists->count], lists->dma[lists->count]);
}

/* PRP1 is the first page of the data, PRP2 the second one or a list of all others. */
static int mini_setup_prps(struct mini *mini, struct sg_table *sgt, int pages, struct nvme_command *command,
			   struct prp_lists *lists)
{
	struct sg_dma_page_iter iter;
	__le64 *list = NULL;
	int page = 0, slot = 0;

	lists->count = 0;
	lists->pool = (pages - 1) * sizeof(__le64) <= SMALL_LIST ? mini->small_pool : mini->page_pool;
	command->prp1 = cpu_to_le64(sg_dma_address(sgt->sgl));
	if (pages > 2) {
		list = add_list(lists);
		if (!list)
			return -ENOMEM;
		command->prp2 = cpu_to_le64(lists->dma[0]);
	}
	for_each_sgtable_dma_page(sgt, &iter, 0) {
		__le64 prp = cpu_to_le64(sg_page_iter_dma_address(&iter) & PAGE_MASK);

		if (page++ == 0)
			continue;
		if (!list) {
			command->prp2 = prp;
			continue;
		}
		if (slot == PRPS_PER_PAGE) {
			__le64 *next = add_list(lists);

			if (!next)
				return -ENOMEM;
			/* the last slot leads on, what was in it moves */
			next[0] = list[slot - 1];
			list[slot - 1] = cpu_to_le64(lists->dma[lists->count - 1]);
			list = next;
			slot = 1;
		}
		list[slot++] = prp;
	}
	return 0;
}

static int mini_transfer(struct mini *mini, struct mini_io *io, struct sg_table *sgt, int pages)
{
	enum dma_data_direction direction = io->write ? DMA_TO_DEVICE : DMA_FROM_DEVICE;
	struct nvme_command command = {
		.opcode = io->write ? IO_WRITE : IO_READ,
		.nsid = cpu_to_le32(1),
		.cdw10 = {
			cpu_to_le32(lower_32_bits(io->block)),
			cpu_to_le32(upper_32_bits(io->block)),
			cpu_to_le32((io->bytes >> BLOCK_SHIFT) - 1),
		},
	};
	struct prp_lists lists;
	int err;

	err = dma_map_sgtable(&mini->pdev->dev, sgt, direction, 0);
	if (err)
		return err;
	err = mini_setup_prps(mini, sgt, pages, &command, &lists);
	if (!err)
		err = mini_submit(&mini->queues[1], &command);
	io->entries = pages > 2 ? pages - 1 : 0;
	io->lists = lists.count;
	free_lists(&lists);
	dma_unmap_sgtable(&mini->pdev->dev, sgt, direction, 0);
	if (err < 0)
		return err;
	io->status = err;
	return 0;
}

static int mini_io(struct mini *mini, struct mini_io *io)
{
	int offset = offset_in_page(io->address);
	int pages = DIV_ROUND_UP(offset + io->bytes, PAGE_SIZE), pinned, err;
	struct sg_table sgt;
	struct page **page;

	if (!io->bytes || io->bytes & ((1 << BLOCK_SHIFT) - 1) || io->address & 3 || pages > MAX_PAGES)
		return -EINVAL;
	page = kvmalloc_array(pages, sizeof(*page), GFP_KERNEL);
	if (!page)
		return -ENOMEM;
	/* a read of the disk is a write to memory */
	pinned = pin_user_pages_fast(io->address, pages, io->write ? 0 : FOLL_WRITE, page);
	err = pinned < 0 ? pinned : pinned < pages ? -EFAULT : 0;
	if (!err)
		err = sg_alloc_table_from_pages(&sgt, page, pages, offset, io->bytes, GFP_KERNEL);
	if (!err) {
		err = mini_transfer(mini, io, &sgt, pages);
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
	mini->small_pool = dmam_pool_create("prp list 256", &pdev->dev, SMALL_LIST, SMALL_LIST, 0);
	mini->page_pool = dmam_pool_create("prp list page", &pdev->dev, PAGE_SIZE, PAGE_SIZE, 0);
	if (!mini->small_pool || !mini->page_pool)
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
