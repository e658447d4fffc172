// SPDX-License-Identifier: MIT
/* An oops in a read(2): the program is killed, its file is released, and the module can be removed. */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>

static int *nowhere;

static int victim_open(struct inode *inode, struct file *file)
{
	pr_info("open\n");
	return 0;
}

static noinline ssize_t victim_read(struct file *file, char __user *buffer, size_t size, loff_t *offset)
{
	int value = READ_ONCE(nowhere[6]);

	pr_info("not reached\n");
	return value;
}

static int victim_release(struct inode *inode, struct file *file)
{
	pr_info("release\n");
	return 0;
}

static const struct file_operations operations = {
	.owner = THIS_MODULE,
	.open = victim_open,
	.read = victim_read,
	.release = victim_release,
};
static struct miscdevice device = { .minor = MISC_DYNAMIC_MINOR, .name = "victim", .fops = &operations };

static int __init oops_read_init(void)
{
	return misc_register(&device);
}

static void __exit oops_read_exit(void)
{
	misc_deregister(&device);
	pr_info("gone\n");
}

module_init(oops_read_init);
module_exit(oops_read_exit);
MODULE_LICENSE("GPL");
