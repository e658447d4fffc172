// SPDX-License-Identifier: MIT
/* What do interruptible, killable and uninterruptible reads of a program come to when a signal arrives? */
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/sched/signal.h>
#include <linux/wait.h>

static DECLARE_WAIT_QUEUE_HEAD(queue);

static ssize_t sleepy_read(struct file *file, char __user *buffer, size_t size, loff_t *offset)
{
	long result;

	switch (size) {
	case 1:
		result = wait_event_interruptible(queue, 0);
		break;
	case 2:
		result = wait_event_interruptible_timeout(queue, 0, HZ / 10);
		break;
	case 3:
		result = wait_event_killable_timeout(queue, 0, HZ / 10);
		break;
	default:
		result = msleep_interruptible(1000) ? -EINTR : 0;
	}
	pr_info("read of %zu: %ld, pending %d\n", size, result, signal_pending(current) != 0);
	return result;
}

static const struct file_operations operations = { .owner = THIS_MODULE, .read = sleepy_read };
static struct miscdevice device = { .minor = MISC_DYNAMIC_MINOR, .name = "sleepy", .fops = &operations };

static int __init signal_app_init(void)
{
	return misc_register(&device);
}

static void __exit signal_app_exit(void)
{
	misc_deregister(&device);
	pr_info("gone\n");
}

module_init(signal_app_init);
module_exit(signal_app_exit);
MODULE_LICENSE("GPL");
