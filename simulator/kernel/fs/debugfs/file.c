/* Ready-made debugfs files: numbers, switches, text and blobs. */
#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/io.h>
#include <linux/kstrtox.h>
#include <linux/minmax.h>
#include <linux/pm_runtime.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/string.h>
#include <linux/uaccess.h>

/* One open attribute. */
struct simple_attr {
	int (*get)(void *data, u64 *value);
	int (*set)(void *data, u64 value);
	void *data;
	const char *fmt;
	char text[24];
	size_t length;
};

int simple_attr_open(struct inode *inode, struct file *file, int (*get)(void *, u64 *), int (*set)(void *, u64),
		     const char *fmt)
{
	struct simple_attr *attr = kzalloc(sizeof(*attr), GFP_KERNEL);

	if (!attr)
		return -ENOMEM;
	attr->get = get;
	attr->set = set;
	attr->data = inode->i_private;
	attr->fmt = fmt;
	file->private_data = attr;
	return nonseekable_open(inode, file);
}

int simple_attr_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return 0;
}

/* The value is asked for once, when reading starts. */
ssize_t simple_attr_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	struct simple_attr *attr = file->private_data;
	u64 value;
	int error;

	if (!attr->get)
		return -EACCES;
	if (*position == 0 || !attr->length) {
		error = attr->get(attr->data, &value);
		if (error)
			return error;
		attr->length = scnprintf(attr->text, sizeof(attr->text), attr->fmt, value);
	}
	return simple_read_from_buffer(buffer, count, position, attr->text, attr->length);
}

static ssize_t __write_attribute(struct file *file, const char __user *buffer, size_t count, bool is_signed)
{
	struct simple_attr *attr = file->private_data;
	char text[24];
	size_t length = min_t(size_t, sizeof(text) - 1, count);
	unsigned long long value;
	int error;

	if (!attr->set)
		return -EACCES;
	if (copy_from_user(text, buffer, length))
		return -EFAULT;
	text[length] = 0;
	error = is_signed ? kstrtoll(text, 0, (long long *)&value) : kstrtoull(text, 0, &value);
	if (!error)
		error = attr->set(attr->data, value);
	return error ? error : (ssize_t)count;
}

ssize_t simple_attr_write(struct file *file, const char __user *buffer, size_t count, loff_t *position)
{
	return __write_attribute(file, buffer, count, false);
}

ssize_t simple_attr_write_signed(struct file *file, const char __user *buffer, size_t count, loff_t *position)
{
	return __write_attribute(file, buffer, count, true);
}

/* A variable of one type, shown by one format. Its mode decides which operations the file has. */
#define NUMBER_FILE(name, type, fmt)                                                                    \
static int name##_get(void *data, u64 *value)                                                           \
{                                                                                                       \
	*value = *(type *)data;                                                                         \
	return 0;                                                                                       \
}                                                                                                       \
static int name##_set(void *data, u64 value)                                                            \
{                                                                                                       \
	*(type *)data = value;                                                                          \
	return 0;                                                                                       \
}                                                                                                       \
DEFINE_DEBUGFS_ATTRIBUTE(name##_fops, name##_get, name##_set, fmt);                                     \
DEFINE_DEBUGFS_ATTRIBUTE(name##_fops_ro, name##_get, NULL, fmt);                                        \
DEFINE_DEBUGFS_ATTRIBUTE(name##_fops_wo, NULL, name##_set, fmt);                                        \
void debugfs_create_##name(const char *file, umode_t mode, struct dentry *parent, type *value)          \
{                                                                                                       \
	const struct file_operations *operations = !(mode & 0222) ? &name##_fops_ro :                   \
						   !(mode & 0444) ? &name##_fops_wo : &name##_fops;     \
	debugfs_create_file_unsafe(file, mode, parent, value, operations);                              \
}

NUMBER_FILE(u8, u8, "%llu\n")
NUMBER_FILE(u16, u16, "%llu\n")
NUMBER_FILE(u32, u32, "%llu\n")
NUMBER_FILE(u64, u64, "%llu\n")
NUMBER_FILE(ulong, unsigned long, "%llu\n")
NUMBER_FILE(size_t, size_t, "%llu\n")
NUMBER_FILE(x8, u8, "0x%02llx\n")
NUMBER_FILE(x16, u16, "0x%04llx\n")
NUMBER_FILE(x32, u32, "0x%08llx\n")
NUMBER_FILE(x64, u64, "0x%016llx\n")

static int atomic_t_get(void *data, u64 *value)
{
	*value = atomic_read((atomic_t *)data);
	return 0;
}

static int atomic_t_set(void *data, u64 value)
{
	atomic_set((atomic_t *)data, value);
	return 0;
}

DEFINE_DEBUGFS_ATTRIBUTE_SIGNED(atomic_t_fops, atomic_t_get, atomic_t_set, "%lld\n");

void debugfs_create_atomic_t(const char *name, umode_t mode, struct dentry *parent, atomic_t *value)
{
	debugfs_create_file_unsafe(name, mode, parent, value, &atomic_t_fops);
}

static ssize_t bool_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	char text[2] = { *(bool *)file->private_data ? 'Y' : 'N', '\n' };

	return simple_read_from_buffer(buffer, count, position, text, sizeof(text));
}

static ssize_t bool_write(struct file *file, const char __user *buffer, size_t count, loff_t *position)
{
	bool value;
	int error = kstrtobool_from_user(buffer, count, &value);

	if (!error)
		*(bool *)file->private_data = value;
	return error == -EINVAL || !error ? (ssize_t)count : error;
}

static const struct file_operations bool_fops = {
	.open = simple_open, .read = bool_read, .write = bool_write, .llseek = default_llseek,
};

void debugfs_create_bool(const char *name, umode_t mode, struct dentry *parent, bool *value)
{
	debugfs_create_file(name, mode, parent, value, &bool_fops);
}

static ssize_t str_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	const char *text = *(char **)file->private_data;
	char *line = kasprintf(GFP_KERNEL, "%s\n", text ? text : "");
	ssize_t result;

	if (!line)
		return -ENOMEM;
	result = simple_read_from_buffer(buffer, count, position, line, strlen(line));
	kfree(line);
	return result;
}

static const struct file_operations str_fops = { .open = simple_open, .read = str_read, .llseek = default_llseek };

void debugfs_create_str(const char *name, umode_t mode, struct dentry *parent, char **value)
{
	debugfs_create_file(name, mode, parent, value, &str_fops);
}

static ssize_t blob_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	struct debugfs_blob_wrapper *blob = file->private_data;

	return simple_read_from_buffer(buffer, count, position, blob->data, blob->size);
}

static const struct file_operations blob_fops = { .open = simple_open, .read = blob_read, .llseek = default_llseek };

struct dentry *debugfs_create_blob(const char *name, umode_t mode, struct dentry *parent,
				   struct debugfs_blob_wrapper *blob)
{
	return debugfs_create_file_unsafe(name, mode & 0444, parent, blob, &blob_fops);
}

void debugfs_print_regs32(struct seq_file *m, const struct debugfs_reg32 *registers, int count, void __iomem *base, char *prefix)
{
	for (; count > 0 && !seq_has_overflowed(m); registers++, count--)
		seq_printf(m, "%s%s = 0x%08x\n", prefix ? prefix : "", registers->name, readl(base + registers->offset));
}

static int regset32_show(struct seq_file *m, void *element)
{
	struct debugfs_regset32 *set = m->private;

	if (set->dev)
		pm_runtime_get_sync(set->dev);
	debugfs_print_regs32(m, set->regs, set->nregs, set->base, "");
	if (set->dev)
		pm_runtime_put(set->dev);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(regset32);

void debugfs_create_regset32(const char *name, umode_t mode, struct dentry *parent, struct debugfs_regset32 *registers)
{
	debugfs_create_file(name, mode, parent, registers, &regset32_fops);
}

static int u32_array_open(struct inode *inode, struct file *file)
{
	const struct debugfs_u32_array *array = inode->i_private;
	char *text = kmalloc(array->n_elements * 11 + 1, GFP_KERNEL), *at = text;
	u32 i;

	if (!text)
		return -ENOMEM;
	*text = 0;
	for (i = 0; i < array->n_elements; i++)
		at += sprintf(at, "%u%c", array->array[i], i + 1 < array->n_elements ? ' ' : '\n');
	file->private_data = text;
	return nonseekable_open(inode, file);
}

static ssize_t u32_array_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	return simple_read_from_buffer(buffer, count, position, file->private_data, strlen(file->private_data));
}

static int u32_array_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return 0;
}

static const struct file_operations u32_array_fops = {
	.open = u32_array_open, .release = u32_array_release, .read = u32_array_read, .llseek = no_llseek,
};

/* As it is when the file is opened. */
void debugfs_create_u32_array(const char *name, umode_t mode, struct dentry *parent, struct debugfs_u32_array *array)
{
	debugfs_create_file_unsafe(name, mode, parent, array, &u32_array_fops);
}

struct devm_seqfile {
	int (*read)(struct seq_file *m, void *data);
	struct device *dev;
};

static int devm_seqfile_open(struct inode *inode, struct file *file)
{
	struct devm_seqfile *entry = inode->i_private;

	return single_open(file, entry->read, entry->dev);
}

static const struct file_operations devm_seqfile_fops = {
	.open = devm_seqfile_open, .release = single_release, .read = seq_read, .llseek = seq_lseek,
};

void debugfs_create_devm_seqfile(struct device *dev, const char *name, struct dentry *parent,
				 int (*read)(struct seq_file *m, void *data))
{
	struct devm_seqfile *entry = IS_ERR(parent) ? NULL : devm_kzalloc(dev, sizeof(*entry), GFP_KERNEL);

	if (!entry)
		return;
	entry->read = read;
	entry->dev = dev;
	debugfs_create_file(name, 0444, parent, entry, &devm_seqfile_fops);
}
