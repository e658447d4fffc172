// SPDX-License-Identifier: MIT
/* Character, misc and debugfs files with every operation that files-app.c uses; files.txt is what the program printed on a real 6.1. */
#include <linux/cdev.h>
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/ioctl.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/version.h>

#define STORE_SIZE 64
#define STORE_CLEAR _IO('s', 1)
#define STORE_LENGTH _IOR('s', 2, int)
#define STORE_FILL _IOW('s', 3, int)

struct store {
	struct cdev cdev;
	struct mutex mutex;
	wait_queue_head_t readers;
	char data[STORE_SIZE];
	size_t length;
};

static struct store *store;
static dev_t number;
static struct class *class;
static struct dentry *directory;
static u32 value = 7;
static bool flag = true;
static u64 wide = 0x123456789aull;
static struct debugfs_blob_wrapper blob = { "a blob", 6 };

static int store_open(struct inode *inode, struct file *file)
{
	file->private_data = container_of(inode->i_cdev, struct store, cdev);
	return 0;
}

static ssize_t store_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	struct store *store = file->private_data;

	return simple_read_from_buffer(buffer, count, position, store->data, store->length);
}

static ssize_t store_write(struct file *file, const char __user *buffer, size_t count, loff_t *position)
{
	struct store *store = file->private_data;

	if (*position >= STORE_SIZE)
		return -ENOSPC;
	count = min_t(size_t, count, STORE_SIZE - *position);
	mutex_lock(&store->mutex);
	if (copy_from_user(store->data + *position, buffer, count)) {
		mutex_unlock(&store->mutex);
		return -EFAULT;
	}
	*position += count;
	store->length = max_t(size_t, store->length, *position);
	mutex_unlock(&store->mutex);
	wake_up_interruptible(&store->readers);
	return count;
}

static __poll_t store_poll(struct file *file, poll_table *table)
{
	struct store *store = file->private_data;

	poll_wait(file, &store->readers, table);
	return EPOLLOUT | EPOLLWRNORM | (store->length ? EPOLLIN | EPOLLRDNORM : 0);
}

static long store_ioctl(struct file *file, unsigned int command, unsigned long argument)
{
	struct store *store = file->private_data;
	int length;

	switch (command) {
	case STORE_CLEAR:
		store->length = 0;
		return 0;
	case STORE_LENGTH:
		length = store->length;
		return put_user(length, (int __user *)argument);
	case STORE_FILL:
		if (get_user(length, (int __user *)argument))
			return -EFAULT;
		if (length < 0 || length > STORE_SIZE)
			return -EINVAL;
		memset(store->data, '#', length);
		store->length = length;
		return length;
	default:
		return -ENOTTY;
	}
}

static const struct file_operations store_operations = {
	.owner = THIS_MODULE,
	.open = store_open,
	.read = store_read,
	.write = store_write,
	.poll = store_poll,
	.unlocked_ioctl = store_ioctl,
	.llseek = default_llseek,
};

static ssize_t echo_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	return simple_read_from_buffer(buffer, count, position, "misc\n", 5);
}

static const struct file_operations echo_operations = { .owner = THIS_MODULE, .read = echo_read };
static struct miscdevice echo = { .minor = MISC_DYNAMIC_MINOR, .name = "echo", .fops = &echo_operations };

static int table_show(struct seq_file *m, void *unused)
{
	int i;

	for (i = 0; i < 3; i++)
		seq_printf(m, "%d squared is %d\n", i, i * i);
	seq_puts(m, "end");
	seq_putc(m, '\n');
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(table);

static int half_get(void *data, u64 *result)
{
	*result = *(u32 *)data / 2;
	return 0;
}

static int half_set(void *data, u64 given)
{
	if (given > 100)
		return -ERANGE;
	*(u32 *)data = given * 2;
	return 0;
}
DEFINE_DEBUGFS_ATTRIBUTE(half, half_get, half_set, "%llu\n");

static int no_mmap(struct file *file, struct vm_area_struct *vma)
{
	return -EPERM;
}
static const struct file_operations mapped_operations = { .owner = THIS_MODULE, .mmap = no_mmap };

static int __init store_init(void)
{
	int error;

	store = kzalloc(sizeof(*store), GFP_KERNEL);
	if (!store)
		return -ENOMEM;
	mutex_init(&store->mutex);
	init_waitqueue_head(&store->readers);
	error = alloc_chrdev_region(&number, 0, 1, "store");
	if (error)
		return error;
	cdev_init(&store->cdev, &store_operations);
	store->cdev.owner = THIS_MODULE;
	error = cdev_add(&store->cdev, number, 1);
	if (error)
		return error;
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
	class = class_create("store");
#else
	class = class_create(THIS_MODULE, "store");
#endif
	device_create(class, NULL, number, NULL, "store%d", 0);
	error = misc_register(&echo);
	if (error)
		return error;
	directory = debugfs_create_dir("files", NULL);
	debugfs_create_u32("value", 0600, directory, &value);
	debugfs_create_x64("wide", 0400, directory, &wide);
	debugfs_create_bool("flag", 0600, directory, &flag);
	debugfs_create_blob("blob", 0400, directory, &blob);
	debugfs_create_file("table", 0400, directory, NULL, &table_fops);
	debugfs_create_file("half", 0600, directory, &value, &half);
	debugfs_create_file("proxied", 0600, directory, NULL, &mapped_operations);
	debugfs_create_file_unsafe("unsafe", 0600, directory, NULL, &mapped_operations);
	pr_info("again %ld\n", PTR_ERR(debugfs_create_file("table", 0400, directory, NULL, &table_fops)));
	return 0;
}

static void __exit store_exit(void)
{
	debugfs_remove_recursive(directory);
	misc_deregister(&echo);
	device_destroy(class, number);
	class_destroy(class);
	cdev_del(&store->cdev);
	unregister_chrdev_region(number, 1);
	kfree(store);
}

module_init(store_init);
module_exit(store_exit);
MODULE_LICENSE("Dual MIT/GPL");
