// SPDX-License-Identifier: MIT
/* A thread that ends, and a read that returns, with a spinlock held. */
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/spinlock.h>

static DEFINE_SPINLOCK(one);
static DEFINE_SPINLOCK(two);

static int thread(void *data)
{
	spin_lock(&one);
	pr_info("thread ends\n");
	return 0;
}

static ssize_t leaky_read(struct file *file, char __user *buffer, size_t size, loff_t *offset)
{
	spin_lock(&two);
	pr_info("read ends\n");
	return 0;
}

static const struct file_operations operations = { .owner = THIS_MODULE, .read = leaky_read };
static struct miscdevice device = { .minor = MISC_DYNAMIC_MINOR, .name = "leaky", .fops = &operations };

static int __init leaky_exit_init(void)
{
	kthread_run(thread, NULL, "forgetful");
	msleep(20);
	return misc_register(&device);
}

static void __exit leaky_exit_exit(void)
{
	misc_deregister(&device);
	pr_info("gone\n");
}

module_init(leaky_exit_init);
module_exit(leaky_exit_exit);
MODULE_LICENSE("GPL");
