/* A character device over edu that exports its coherent buffer by mmap: MSI, a completion for each transfer, a class in both forms' older one. */
#include <linux/cdev.h>
#include <linux/completion.h>
#include <linux/dma-mapping.h>
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#define TO_DEVICE _IOW('d', 1, int)
#define FROM_DEVICE _IOW('d', 2, int)

struct board {
	struct pci_dev *pdev;
	void __iomem *regs;
	void *buffer;
	dma_addr_t handle;
	struct cdev cdev;
	dev_t number;
	struct device *node;
	struct completion done;
	struct mutex lock;
};

static struct class *board_class;

static irqreturn_t board_irq(int irq, void *data)
{
	struct board *board = data;
	u32 status = ioread32(board->regs + 0x24);

	if (!status)
		return IRQ_NONE;
	iowrite32(status, board->regs + 0x64);
	if (status & 0x100)
		complete(&board->done);
	return IRQ_HANDLED;
}

static int board_open(struct inode *inode, struct file *file)
{
	file->private_data = container_of(inode->i_cdev, struct board, cdev);
	return 0;
}

static long board_ioctl(struct file *file, unsigned int command, unsigned long argument)
{
	struct board *board = file->private_data;
	bool to_device = command == TO_DEVICE;
	int length;

	if (command != TO_DEVICE && command != FROM_DEVICE)
		return -ENOTTY;
	if (get_user(length, (int __user *)argument))
		return -EFAULT;
	if (length <= 0 || length >= 4096)
		return -EINVAL;
	if (mutex_lock_interruptible(&board->lock))
		return -ERESTARTSYS;
	reinit_completion(&board->done);
	writeq(to_device ? board->handle : 0x40000, board->regs + 0x80);
	writeq(to_device ? 0x40000 : board->handle, board->regs + 0x88);
	writeq(length, board->regs + 0x90);
	writeq(to_device ? 5 : 7, board->regs + 0x98);
	length = wait_for_completion_timeout(&board->done, HZ) ? 0 : -ETIMEDOUT;
	mutex_unlock(&board->lock);
	return length;
}

static int board_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct board *board = file->private_data;

	return dma_mmap_coherent(&board->pdev->dev, vma, board->buffer, board->handle, 2 * PAGE_SIZE);
}

static const struct file_operations board_fops = {
	.owner = THIS_MODULE, .open = board_open, .unlocked_ioctl = board_ioctl, .mmap = board_mmap, .llseek = no_llseek,
};

static int board_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct board *board = devm_kzalloc(&pdev->dev, sizeof(*board), GFP_KERNEL);
	int error;

	if (!board)
		return -ENOMEM;
	board->pdev = pdev;
	init_completion(&board->done);
	mutex_init(&board->lock);
	pci_set_drvdata(pdev, board);
	error = pcim_enable_device(pdev);
	if (!error)
		error = pcim_iomap_regions(pdev, BIT(0), "board");
	if (error)
		return error;
	board->regs = pcim_iomap_table(pdev)[0];
	pci_set_master(pdev);
	error = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(28));
	if (error)
		return error;
	board->buffer = dmam_alloc_coherent(&pdev->dev, 2 * PAGE_SIZE, &board->handle, GFP_KERNEL);
	if (!board->buffer)
		return -ENOMEM;
	error = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI);
	if (error < 0)
		return error;
	error = devm_request_irq(&pdev->dev, pci_irq_vector(pdev, 0), board_irq, 0, "board", board);
	if (error)
		return error;
	error = alloc_chrdev_region(&board->number, 0, 1, "board");
	if (error)
		return error;
	cdev_init(&board->cdev, &board_fops);
	error = cdev_add(&board->cdev, board->number, 1);
	if (error)
		return error;
	board->node = device_create(board_class, &pdev->dev, board->number, board, "board%d", MINOR(board->number));
	dev_info(&pdev->dev, "driver data %lu, buffer below 256M: %d\n", id->driver_data, board->handle < BIT(28));
	return PTR_ERR_OR_ZERO(board->node);
}

static void board_remove(struct pci_dev *pdev)
{
	struct board *board = pci_get_drvdata(pdev);

	device_destroy(board_class, board->number);
	cdev_del(&board->cdev);
	unregister_chrdev_region(board->number, 1);
	dev_info(&pdev->dev, "gone\n");
}

static const struct pci_device_id board_ids[] = { { PCI_DEVICE(0x1234, 0x11e8), .driver_data = 42 }, {} };
MODULE_DEVICE_TABLE(pci, board_ids);
static struct pci_driver board_driver = { .name = "board", .id_table = board_ids, .probe = board_probe, .remove = board_remove };

static int __init board_init(void)
{
	int error;

	board_class = class_create(THIS_MODULE, "boards");
	if (IS_ERR(board_class))
		return PTR_ERR(board_class);
	error = pci_register_driver(&board_driver);
	if (error)
		class_destroy(board_class);
	return error;
}

static void __exit board_exit(void)
{
	pci_unregister_driver(&board_driver);
	class_destroy(board_class);
}

module_init(board_init);
module_exit(board_exit);
MODULE_LICENSE("GPL");
