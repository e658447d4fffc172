/* Events of edu gathered by a work item into a kfifo; a misc device with read, poll and asynchronous notification. */
#include <linux/interrupt.h>
#include <linux/kfifo.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/poll.h>
#include <linux/uaccess.h>
#include <linux/workqueue.h>

struct event {
	u32 status;
	u32 number;
};

static DEFINE_KFIFO(events, struct event, 4);
static DEFINE_SPINLOCK(lock);
static DECLARE_WAIT_QUEUE_HEAD(readers);
static struct fasync_struct *listeners;
static struct workqueue_struct *queue;
static void __iomem *regs;
static u32 pending, counted, dropped;

static void gather(struct work_struct *work)
{
	struct event event;

	spin_lock_irq(&lock);
	event.status = pending;
	pending = 0;
	event.number = ++counted;
	if (!kfifo_put(&events, event))
		dropped++;
	spin_unlock_irq(&lock);
	wake_up_interruptible(&readers);
	kill_fasync(&listeners, SIGIO, POLL_IN);
}
static DECLARE_WORK(gathering, gather);

static irqreturn_t events_irq(int irq, void *data)
{
	u32 status = readl(regs + 0x24);

	if (!status)
		return IRQ_NONE;
	writel(status, regs + 0x64);
	spin_lock(&lock);
	pending |= status;
	spin_unlock(&lock);
	queue_work(queue, &gathering);
	return IRQ_HANDLED;
}

static ssize_t events_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	unsigned int copied;
	int error;

	if (kfifo_is_empty(&events)) {
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		error = wait_event_interruptible(readers, !kfifo_is_empty(&events));
		if (error)
			return error;
	}
	error = kfifo_to_user(&events, buffer, count, &copied);
	return error ? error : copied;
}

/* Each four bytes raise an interrupt. */
static ssize_t events_write(struct file *file, const char __user *buffer, size_t count, loff_t *position)
{
	u32 value, before;
	size_t done;

	for (done = 0; done + 4 <= count; done += 4) {
		if (copy_from_user(&value, buffer + done, 4))
			return done ? done : -EFAULT;
		before = READ_ONCE(counted);
		writel(value, regs + 0x60);
		wait_event_timeout(readers, READ_ONCE(counted) != before, HZ);
		flush_workqueue(queue);
	}
	return done;
}

static __poll_t events_poll(struct file *file, poll_table *table)
{
	poll_wait(file, &readers, table);
	return kfifo_is_empty(&events) ? EPOLLOUT | EPOLLWRNORM : EPOLLIN | EPOLLRDNORM | EPOLLOUT | EPOLLWRNORM;
}

static int events_fasync(int fd, struct file *file, int on)
{
	return fasync_helper(fd, file, on, &listeners);
}

static const struct file_operations events_fops = {
	.owner = THIS_MODULE, .read = events_read, .write = events_write, .poll = events_poll, .fasync = events_fasync,
	.llseek = noop_llseek,
};
static struct miscdevice events_misc = { .minor = MISC_DYNAMIC_MINOR, .name = "edu-events", .fops = &events_fops, .mode = 0644 };

static int events_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	int error = pci_enable_device(pdev);

	if (error)
		return error;
	error = pci_request_regions(pdev, "edu-events");
	if (error)
		goto disable;
	regs = pci_ioremap_bar(pdev, 0);
	queue = alloc_ordered_workqueue("edu-events", 0);
	error = request_irq(pdev->irq, events_irq, IRQF_SHARED, "edu-events", pdev);
	if (!error)
		error = misc_register(&events_misc);
	return error;
disable:
	pci_disable_device(pdev);
	return error;
}

static void events_remove(struct pci_dev *pdev)
{
	misc_deregister(&events_misc);
	free_irq(pdev->irq, pdev);
	destroy_workqueue(queue);
	iounmap(regs);
	pci_release_regions(pdev);
	pci_disable_device(pdev);
	pr_info("counted %u, dropped %u, left %u\n", counted, dropped, kfifo_len(&events));
}

static const struct pci_device_id events_ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, {} };
static struct pci_driver events_driver = {
	.name = "edu-events", .id_table = events_ids, .probe = events_probe, .remove = events_remove,
};
module_pci_driver(events_driver);
MODULE_LICENSE("GPL");
