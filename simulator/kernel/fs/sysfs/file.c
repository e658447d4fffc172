/* Files of /sys: text that an attribute shows, and that it is told; bytes of binary attributes. */
#include <linux/err.h>
#include <linux/eventpoll.h>
#include <linux/fs.h>
#include <linux/kernfs.h>
#include <linux/kobject.h>
#include <linux/minmax.h>
#include <linux/poll.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

static bool enter_node(struct kernfs_node *node)
{
	if (node->removed)
		return false;
	node->active++;
	return true;
}

static const struct sysfs_ops *ops_of(const struct kernfs_node *node)
{
	return node->kobj->ktype ? node->kobj->ktype->sysfs_ops : NULL;
}

static bool can_read(const struct kernfs_node *node)
{
	const struct bin_attribute *bin = (const struct bin_attribute *)node->attr;

	return node->binary ? bin->read || bin->mmap : ops_of(node) && ops_of(node)->show;
}

static bool can_write(const struct kernfs_node *node)
{
	const struct bin_attribute *bin = (const struct bin_attribute *)node->attr;

	return node->binary ? bin->write || bin->mmap : ops_of(node) && ops_of(node)->store;
}

static int sysfs_file_open(struct inode *inode, struct file *file)
{
	struct kernfs_node *node = inode->i_private;
	struct kernfs_open_file *open;

	if (node->removed)
		return -ENODEV;
	if ((file->f_mode & FMODE_WRITE) && (!(inode->i_mode & S_IWUGO) || !can_write(node)))
		return -EACCES;
	if ((file->f_mode & FMODE_READ) && (!(inode->i_mode & S_IRUGO) || !can_read(node)))
		return -EACCES;
	open = kzalloc(sizeof(*open), GFP_KERNEL);
	if (!open)
		return -ENOMEM;
	open->kn = node;
	open->file = file;
	node->references++;
	file->private_data = open;
	return 0;
}

static int sysfs_file_release(struct inode *inode, struct file *file)
{
	struct kernfs_open_file *open = file->private_data;

	sysfs_put(open->kn);
	kfree(open->text);
	kfree(open);
	return 0;
}

static int show_attribute(struct kernfs_open_file *open)
{
	struct kernfs_node *node = open->kn;
	const struct sysfs_ops *ops = ops_of(node);
	ssize_t length;

	if (!open->text)
		open->text = kmalloc(PAGE_SIZE, GFP_KERNEL);
	if (!open->text)
		return -ENOMEM;
	memset(open->text, 0, PAGE_SIZE);
	length = ops->show(node->kobj, (struct attribute *)node->attr, open->text);
	if (length < 0)
		return length;
	/* The driver wrote beyond its page, or says so. */
	if (length >= (ssize_t)PAGE_SIZE) {
		printk(KERN_ERR "fill_read_buffer: %pS returned bad count\n", ops->show);
		length = PAGE_SIZE - 1;
	}
	open->length = length;
	return 0;
}

/* The attribute is asked again whenever reading starts over. */
static ssize_t sysfs_file_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	struct kernfs_open_file *open = file->private_data;
	ssize_t result = 0;

	if (!enter_node(open->kn))
		return -ENODEV;
	if (*position == 0 || !open->text) {
		open->event = open->kn->event;
		result = show_attribute(open);
	}
	open->kn->active--;
	return result ? result : simple_read_from_buffer(buffer, count, position, open->text, open->length);
}

static ssize_t sysfs_file_write(struct file *file, const char __user *buffer, size_t count, loff_t *position)
{
	struct kernfs_open_file *open = file->private_data;
	struct kernfs_node *node = open->kn;
	size_t length = min_t(size_t, count, PAGE_SIZE);
	char *text = kmalloc(length + 1, GFP_KERNEL);
	ssize_t result = -EFAULT;

	if (!text)
		return -ENOMEM;
	if (!copy_from_user(text, buffer, length)) {
		text[length] = 0;
		result = -ENODEV;
		if (enter_node(node)) {
			result = length ? ops_of(node)->store(node->kobj, (struct attribute *)node->attr, text, length) : 0;
			node->active--;
		}
	}
	kfree(text);
	if (result > 0)
		*position += result;
	return result;
}

static __poll_t sysfs_file_poll(struct file *file, struct poll_table_struct *table)
{
	struct kernfs_open_file *open = file->private_data;

	poll_wait(file, &open->kn->poll, table);
	if (open->kn->removed || open->event != open->kn->event)
		return DEFAULT_POLLMASK | EPOLLERR | EPOLLPRI;
	return DEFAULT_POLLMASK;
}

static loff_t sysfs_file_llseek(struct file *file, loff_t offset, int whence)
{
	return default_llseek(file, offset, whence);
}

const struct file_operations __sysfs_file_operations = {
	.open = sysfs_file_open,
	.release = sysfs_file_release,
	.read = sysfs_file_read,
	.write = sysfs_file_write,
	.poll = sysfs_file_poll,
	.llseek = sysfs_file_llseek,
};

/* At most a page at a time; with a size, not beyond it. */
static ssize_t bin_transfer(struct file *file, char __user *user, size_t count, loff_t *position, bool writing)
{
	struct kernfs_open_file *open = file->private_data;
	struct bin_attribute *bin = (struct bin_attribute *)open->kn->attr;
	size_t length = min_t(size_t, count, PAGE_SIZE);
	ssize_t result = -EIO;
	char *bytes;

	if (bin->size && *position >= (loff_t)bin->size)
		return writing ? -EFBIG : 0;
	if (bin->size)
		length = min_t(size_t, length, bin->size - *position);
	bytes = kmalloc(length ? length : 1, GFP_KERNEL);
	if (!bytes)
		return -ENOMEM;
	if (writing && copy_from_user(bytes, user, length)) {
		kfree(bytes);
		return -EFAULT;
	}
	if (!enter_node(open->kn)) {
		kfree(bytes);
		return -ENODEV;
	}
	if (writing && bin->write)
		result = bin->write(file, open->kn->kobj, bin, bytes, *position, length);
	else if (!writing && bin->read)
		result = bin->read(file, open->kn->kobj, bin, bytes, *position, length);
	open->kn->active--;
	if (result > 0 && !writing && copy_to_user(user, bytes, result))
		result = -EFAULT;
	if (result > 0)
		*position += result;
	kfree(bytes);
	return result;
}

static ssize_t sysfs_bin_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	return bin_transfer(file, buffer, count, position, false);
}

static ssize_t sysfs_bin_write(struct file *file, const char __user *buffer, size_t count, loff_t *position)
{
	return bin_transfer(file, (char __user *)buffer, count, position, true);
}

static int sysfs_bin_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct kernfs_open_file *open = file->private_data;
	struct bin_attribute *bin = (struct bin_attribute *)open->kn->attr;
	int result;

	if (!bin->mmap || !enter_node(open->kn))
		return -ENODEV;
	result = bin->mmap(file, open->kn->kobj, bin, vma);
	open->kn->active--;
	return result;
}

const struct file_operations __sysfs_bin_operations = {
	.open = sysfs_file_open,
	.release = sysfs_file_release,
	.read = sysfs_bin_read,
	.write = sysfs_bin_write,
	.mmap = sysfs_bin_mmap,
	.llseek = sysfs_file_llseek,
};

int sysfs_create_file(struct kobject *kobj, const struct attribute *attribute)
{
	if (WARN_ON(!kobj || !kobj->sd || !attribute))
		return -EINVAL;
	return __sysfs_add_file(kobj, kobj->sd, attribute, attribute->mode, false);
}

int sysfs_create_files(struct kobject *kobj, const struct attribute *const *attributes)
{
	int error = 0, i;

	for (i = 0; attributes[i] && !error; i++)
		error = sysfs_create_file(kobj, attributes[i]);
	if (error)
		while (--i > 0)
			sysfs_remove_file(kobj, attributes[i - 1]);
	return error;
}

void sysfs_remove_file(struct kobject *kobj, const struct attribute *attribute)
{
	if (kobj->sd)
		__sysfs_remove_child(kobj->sd, attribute->name);
}

void sysfs_remove_files(struct kobject *kobj, const struct attribute *const *attributes)
{
	for (; *attributes; attributes++)
		sysfs_remove_file(kobj, *attributes);
}

/* From within the attribute's own call, which does not wait for itself. */
bool sysfs_remove_file_self(struct kobject *kobj, const struct attribute *attribute)
{
	struct kernfs_node *node = sysfs_get_dirent(kobj->sd, attribute->name);

	if (!node)
		return false;
	node->active--;
	__sysfs_remove_child(kobj->sd, attribute->name);
	node->active++;
	sysfs_put(node);
	return true;
}

int sysfs_chmod_file(struct kobject *kobj, const struct attribute *attribute, umode_t mode)
{
	struct dentry *dentry = kobj->sd ? __d_child(kobj->sd->dentry, attribute->name, strlen(attribute->name)) : NULL;

	if (!dentry)
		return -ENOENT;
	dentry->d_inode->i_mode = (dentry->d_inode->i_mode & ~S_IALLUGO) | (mode & S_IALLUGO);
	return 0;
}

int sysfs_create_bin_file(struct kobject *kobj, const struct bin_attribute *attribute)
{
	if (WARN_ON(!kobj || !kobj->sd || !attribute))
		return -EINVAL;
	return __sysfs_add_file(kobj, kobj->sd, &attribute->attr, attribute->attr.mode, true);
}

void sysfs_remove_bin_file(struct kobject *kobj, const struct bin_attribute *attribute)
{
	sysfs_remove_file(kobj, &attribute->attr);
}

void sysfs_notify_dirent(struct kernfs_node *node)
{
	node->event++;
	wake_up_interruptible(&node->poll);
}

void sysfs_notify(struct kobject *kobj, const char *directory, const char *attribute)
{
	struct kernfs_node *node = sysfs_get_dirent(__sysfs_directory(kobj, directory), attribute);

	if (!node)
		return;
	sysfs_notify_dirent(node);
	sysfs_put(node);
}
