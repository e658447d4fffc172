/* Character devices: numbers, their drivers, and the nodes in /dev that lead there. */
#include <linux/cdev.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/proc_entry.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

struct chrdev_region {
	struct list_head list;
	dev_t from;
	unsigned int count;
	char name[64];
	struct cdev *cdev; /* of register_chrdev() */
};

static LIST_HEAD(regions);
static LIST_HEAD(cdevs);

static bool overlaps(dev_t from, unsigned int count)
{
	struct chrdev_region *region;

	list_for_each_entry(region, &regions, list)
		if (from < region->from + region->count && region->from < from + count)
			return true;
	return false;
}

static struct chrdev_region *add_region(dev_t from, unsigned int count, const char *name)
{
	struct chrdev_region *region;

	if (overlaps(from, count))
		return ERR_PTR(-EBUSY);
	region = kzalloc(sizeof(*region), GFP_KERNEL);
	if (!region)
		return ERR_PTR(-ENOMEM);
	region->from = from;
	region->count = count;
	strscpy(region->name, name, sizeof(region->name));
	list_add_tail(&region->list, &regions);
	return region;
}

/* Majors for drivers that have none: 254 down to 234, then 511 down to 384. */
static int find_major(void)
{
	unsigned int major;

	for (major = 254; major >= 234; major--)
		if (!overlaps(MKDEV(major, 0), MINORMASK + 1))
			return major;
	for (major = 511; major >= 384; major--)
		if (!overlaps(MKDEV(major, 0), MINORMASK + 1))
			return major;
	return -EBUSY;
}

int register_chrdev_region(dev_t from, unsigned int count, const char *name)
{
	return PTR_ERR_OR_ZERO(add_region(from, count, name));
}

int alloc_chrdev_region(dev_t *dev, unsigned int first, unsigned int count, const char *name)
{
	int major = find_major();

	if (major < 0)
		return major;
	*dev = MKDEV(major, first);
	return register_chrdev_region(*dev, count, name);
}

void unregister_chrdev_region(dev_t from, unsigned int count)
{
	struct chrdev_region *region, *following;

	list_for_each_entry_safe(region, following, &regions, list)
		if (region->from >= from && region->from < from + count) {
			list_del(&region->list);
			kfree(region);
		}
}

void cdev_init(struct cdev *cdev, const struct file_operations *operations)
{
	memset(cdev, 0, sizeof(*cdev));
	INIT_LIST_HEAD(&cdev->list);
	cdev->ops = operations;
}

struct cdev *cdev_alloc(void)
{
	struct cdev *cdev = kzalloc(sizeof(*cdev), GFP_KERNEL);

	if (cdev)
		INIT_LIST_HEAD(&cdev->list);
	return cdev;
}

int cdev_add(struct cdev *cdev, dev_t dev, unsigned int count)
{
	cdev->dev = dev;
	cdev->count = count;
	list_add_tail(&cdev->list, &cdevs);
	return 0;
}

void cdev_del(struct cdev *cdev)
{
	list_del_init(&cdev->list);
}

void cdev_set_parent(struct cdev *cdev, struct kobject *kobj)
{
	WARN_ON(!kobj->state_initialized);
	cdev->kobj.parent = kobj;
}

int cdev_device_add(struct cdev *cdev, struct device *dev)
{
	int error = 0;

	if (dev->devt) {
		cdev_set_parent(cdev, &dev->kobj);
		error = cdev_add(cdev, dev->devt, 1);
	}
	if (error)
		return error;
	error = device_add(dev);
	if (error && dev->devt)
		cdev_del(cdev);
	return error;
}

void cdev_device_del(struct cdev *cdev, struct device *dev)
{
	device_del(dev);
	if (dev->devt)
		cdev_del(cdev);
}

int __register_chrdev(unsigned int major, unsigned int first, unsigned int count, const char *name,
		      const struct file_operations *operations)
{
	int dynamic = major ? 0 : find_major();
	struct chrdev_region *region;
	struct cdev *cdev;

	if (dynamic < 0)
		return dynamic;
	region = add_region(MKDEV(major ? major : (unsigned int)dynamic, first), count, name);
	if (IS_ERR(region))
		return PTR_ERR(region);
	cdev = cdev_alloc();
	if (!cdev)
		return -ENOMEM;
	cdev->owner = operations->owner;
	cdev->ops = operations;
	region->cdev = cdev;
	cdev_add(cdev, region->from, count);
	return dynamic;
}

void __unregister_chrdev(unsigned int major, unsigned int first, unsigned int count, const char *name)
{
	struct chrdev_region *region;

	list_for_each_entry(region, &regions, list) {
		if (region->from != MKDEV(major, first) || !region->cdev)
			continue;
		cdev_del(region->cdev);
		kfree(region->cdev);
		break;
	}
	unregister_chrdev_region(MKDEV(major, first), count);
}

/* Gives the file the operations of the device's driver, then calls its open(). */
int __chrdev_open(struct inode *inode, struct file *file)
{
	struct cdev *cdev;
	int error = 0;

	list_for_each_entry(cdev, &cdevs, list)
		if (inode->i_rdev >= cdev->dev && inode->i_rdev < cdev->dev + cdev->count)
			break;
	if (list_entry_is_head(cdev, &cdevs, list))
		return -ENXIO;
	if (!try_module_get(cdev->ops->owner))
		return -ENXIO;
	inode->i_cdev = cdev;
	file->f_op = cdev->ops;
	if (cdev->ops->open)
		error = cdev->ops->open(inode, file);
	if (error)
		module_put(cdev->ops->owner);
	return error;
}

static LIST_HEAD(misc_devices);

static struct miscdevice *misc_numbered(int minor)
{
	struct miscdevice *misc;

	list_for_each_entry(misc, &misc_devices, list)
		if (misc->minor == minor)
			return misc;
	return NULL;
}

static int misc_open(struct inode *inode, struct file *file)
{
	struct miscdevice *misc = misc_numbered(iminor(inode));
	int error = 0;

	if (!misc || !misc->fops || !try_module_get(misc->fops->owner))
		return -ENODEV;
	file->private_data = misc;
	file->f_op = misc->fops;
	if (misc->fops->open)
		error = misc->fops->open(inode, file);
	if (error)
		module_put(misc->fops->owner);
	return error;
}

static const struct file_operations misc_operations = { .open = misc_open, .llseek = noop_llseek };
static char *misc_devnode(struct device *dev, umode_t *mode)
{
	const struct miscdevice *misc = dev_get_drvdata(dev);

	if (mode && misc->mode)
		*mode = misc->mode;
	return misc->nodename ? kstrdup(misc->nodename, GFP_KERNEL) : NULL;
}

static struct class misc_class = { .name = "misc", .devnode = misc_devnode };

/* Those without a number count down from 127. */
static int choose_minor(void)
{
	int minor;

	for (minor = 127; minor >= 0; minor--)
		if (!misc_numbered(minor))
			return minor;
	return -EBUSY;
}

int misc_register(struct miscdevice *misc)
{
	int minor = misc->minor == MISC_DYNAMIC_MINOR ? choose_minor() : misc->minor;

	if (minor < 0 || misc_numbered(minor))
		return -EBUSY;
	misc->minor = minor;
	INIT_LIST_HEAD(&misc->list);
	misc->this_device = device_create_with_groups(&misc_class, misc->parent, MKDEV(MISC_MAJOR, minor), misc, misc->groups,
						      "%s", misc->name);
	if (IS_ERR(misc->this_device))
		return PTR_ERR(misc->this_device);
	list_add(&misc->list, &misc_devices);
	return 0;
}

void misc_deregister(struct miscdevice *misc)
{
	if (WARN_ON(list_empty(&misc->list)))
		return;
	list_del(&misc->list);
	device_destroy(&misc_class, MKDEV(MISC_MAJOR, misc->minor));
}

/* drivers/char/mem.c */
void __memory_devices_init(void);

void __char_devices_init(void)
{
	(void)class_register(&misc_class);
	__register_chrdev(MISC_MAJOR, 0, 256, "misc", &misc_operations);
	__memory_devices_init();
}

/* Regions by major number, as /proc/devices lists them: hashed by 255, so that 256 and above stand between the small ones. */
int __chrdev_show(struct seq_file *m, void *element)
{
	unsigned int hash;
	struct chrdev_region *region;

	seq_puts(m, "Character devices:\n");
	for (hash = 0; hash < 255; hash++)
		list_for_each_entry(region, &regions, list)
			if (MAJOR(region->from) % 255 == hash)
				seq_printf(m, "%3d %s\n", MAJOR(region->from), region->name);
	seq_puts(m, "\nBlock devices:\n");
	return 0;
}

int __misc_show(struct seq_file *m, void *element)
{
	struct miscdevice *misc;

	list_for_each_entry(misc, &misc_devices, list)
		seq_printf(m, "%3i %s\n", misc->minor, misc->name ? misc->name : "");
	return 0;
}
