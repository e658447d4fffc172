/* /dev/null, /dev/zero, /dev/full, /dev/random and /dev/urandom. */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/poll.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#define MEM_MAJOR 1
#define ZERO_MINOR 5

/* fs/devtmpfs.c */
int __make_node(const char *path, dev_t dev, umode_t mode);

static ssize_t null_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	return 0;
}

static ssize_t null_write(struct file *file, const char __user *buffer, size_t count, loff_t *position)
{
	*position += count;
	return count;
}

static ssize_t full_write(struct file *file, const char __user *buffer, size_t count, loff_t *position)
{
	return -ENOSPC;
}

static ssize_t zero_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	size_t left = clear_user(buffer, count);

	return left == count && count ? -EFAULT : (ssize_t)(count - left);
}

static ssize_t random_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	return get_random_bytes_user(buffer, count);
}

/* It stands where it is told to: at the beginning. */
static loff_t null_llseek(struct file *file, loff_t offset, int whence)
{
	return file->f_pos = 0;
}

static const struct file_operations null_operations = { .llseek = null_llseek, .read = null_read, .write = null_write };
static const struct file_operations zero_operations = { .llseek = null_llseek, .read = zero_read, .write = null_write };
static const struct file_operations full_operations = { .llseek = null_llseek, .read = zero_read, .write = full_write };
static const struct file_operations random_operations = { .llseek = noop_llseek, .read = random_read, .write = null_write };

static const struct { const char *path; int minor; const struct file_operations *operations; } memory_devices[] = {
	{ "/dev/null", 3, &null_operations },   { "/dev/zero", ZERO_MINOR, &zero_operations },
	{ "/dev/full", 7, &full_operations },   { "/dev/random", 8, &random_operations },
	{ "/dev/urandom", 9, &random_operations },
};

static int memory_open(struct inode *inode, struct file *file)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(memory_devices); i++) {
		if (memory_devices[i].minor != (int)iminor(inode))
			continue;
		file->f_op = memory_devices[i].operations;
		return 0;
	}
	return -ENXIO;
}

static const struct file_operations memory_operations = { .llseek = noop_llseek, .open = memory_open };

/* Mapped, it is anonymous memory. */
bool __is_zero_device(const struct file *file)
{
	return file->f_op == &zero_operations;
}

void __memory_devices_init(void)
{
	unsigned int i;

	__register_chrdev(MEM_MAJOR, 0, 256, "mem", &memory_operations);
	for (i = 0; i < ARRAY_SIZE(memory_devices); i++)
		__make_node(memory_devices[i].path, MKDEV(MEM_MAJOR, memory_devices[i].minor), S_IFCHR | 0666);
}
