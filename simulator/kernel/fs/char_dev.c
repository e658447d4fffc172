/* Character devices: numbers, their drivers, and the nodes in /dev that lead there. */
#include <linux/cdev.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/proc_entry.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uio_driver.h>

struct chrdev_region {
	struct list_head list;
	dev_t from;
	unsigned int count;
	char name[64];
	struct cdev *cdev; /* of register_chrdev() */
};

#define MAJOR_MAX 511

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

/* In the order of their numbers. */
static void insert_region(struct chrdev_region *region)
{
	struct chrdev_region *later;

	list_for_each_entry(later, &regions, list)
		if (later->from > region->from)
			break;
	list_add_tail(&region->list, &later->list);
}

/* Of one major. */
static struct chrdev_region *add_region(unsigned int major, unsigned int first, unsigned int count, const char *name)
{
	dev_t from = MKDEV(major, first);
	struct chrdev_region *region;

	if (major > MAJOR_MAX) {
		pr_err("CHRDEV \"%s\" major requested (%u) is greater than the maximum (%u)\n", name, major, MAJOR_MAX);
		return ERR_PTR(-EINVAL);
	}
	if (count > MINORMASK + 1 - first) {
		pr_err("CHRDEV \"%s\" minor range requested (%u-%u) is out of range of maximum range (%u-%u) for a single major\n", name,
		       first, first + count - 1, 0, MINORMASK);
		return ERR_PTR(-EINVAL);
	}
	if (overlaps(from, count))
		return ERR_PTR(-EBUSY);
	region = kzalloc(sizeof(*region), GFP_KERNEL);
	if (!region)
		return ERR_PTR(-ENOMEM);
	region->from = from;
	region->count = count;
	strscpy(region->name, name, sizeof(region->name));
	insert_region(region);
	return region;
}

/* Majors for drivers that have none: 254 down to 234, then 511 down to 384. */
static int find_major(const char *name)
{
	unsigned int major;

	for (major = 254; major >= 234; major--)
		if (!overlaps(MKDEV(major, 0), MINORMASK + 1))
			return major;
	for (major = MAJOR_MAX; major >= 384; major--)
		if (!overlaps(MKDEV(major, 0), MINORMASK + 1))
			return major;
	pr_err("CHRDEV \"%s\" dynamic allocation region is full\n", name);
	return -EBUSY;
}

/* How many of `count` numbers from `from` on belong to its major. */
static unsigned int count_in_major(dev_t from, unsigned int count)
{
	unsigned int rest = MINORMASK + 1 - MINOR(from);

	return count < rest ? count : rest;
}

int register_chrdev_region(dev_t from, unsigned int count, const char *name)
{
	unsigned int done, part;

	for (done = 0; done < count; done += part) {
		struct chrdev_region *region;

		part = count_in_major(from + done, count - done);
		region = add_region(MAJOR(from + done), MINOR(from + done), part, name);
		if (IS_ERR(region)) {
			unregister_chrdev_region(from, done);
			return PTR_ERR(region);
		}
	}
	return 0;
}

int alloc_chrdev_region(dev_t *dev, unsigned int first, unsigned int count, const char *name)
{
	struct chrdev_region *region;
	int major = find_major(name);

	if (major < 0)
		return major;
	region = add_region(major, first, count, name);
	if (IS_ERR(region))
		return PTR_ERR(region);
	*dev = region->from;
	return 0;
}

/* Only what was registered just so goes. */
static void remove_region(dev_t from, unsigned int count)
{
	struct chrdev_region *region;

	list_for_each_entry(region, &regions, list)
		if (region->from == from && region->count == count) {
			list_del(&region->list);
			kfree(region);
			return;
		}
}

void unregister_chrdev_region(dev_t from, unsigned int count)
{
	unsigned int done, part;

	for (done = 0; done < count; done += part) {
		part = count_in_major(from + done, count - done);
		remove_region(from + done, part);
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
	int dynamic = major ? 0 : find_major(name);
	struct chrdev_region *region;
	struct cdev *cdev;

	if (dynamic < 0)
		return dynamic;
	region = add_region(major ? major : (unsigned int)dynamic, first, count, name);
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
		if (region->from != MKDEV(major, first) || region->count != count || !region->cdev)
			continue;
		cdev_del(region->cdev);
		kfree(region->cdev);
		break;
	}
	remove_region(MKDEV(major, first), count);
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

/* drivers/char/misc.c */
void __misc_init(void);
/* drivers/char/mem.c */
void __memory_devices_init(void);

/* Of the reference's own drivers, that are not modelled: dynamic majors begin below theirs. */
static struct chrdev_region other_regions[] = {
	{ .from = MKDEV(4, 0), .count = 1, .name = "/dev/vc/0" },
	{ .from = MKDEV(4, 1), .count = 63, .name = "tty" },
	{ .from = MKDEV(4, 64), .count = 32, .name = "ttyS" },
	{ .from = MKDEV(5, 0), .count = 1, .name = "/dev/tty" },
	{ .from = MKDEV(5, 1), .count = 1, .name = "/dev/console" },
	{ .from = MKDEV(5, 2), .count = 1, .name = "/dev/ptmx" },
	{ .from = MKDEV(7, 0), .count = 256, .name = "vcs" },
	{ .from = MKDEV(13, 0), .count = 1024, .name = "input" },
	{ .from = MKDEV(128, 0), .count = MINORMASK + 1, .name = "ptm" },
	{ .from = MKDEV(136, 0), .count = MINORMASK + 1, .name = "pts" },
	{ .from = MKDEV(202, 0), .count = 8192, .name = "cpu/msr" },
	{ .from = MKDEV(203, 0), .count = 8192, .name = "cpu/cpuid" },
	{ .from = MKDEV(250, 0), .count = MINORMASK + 1, .name = "nvme-generic" },
	{ .from = MKDEV(251, 0), .count = MINORMASK + 1, .name = "nvme" },
	{ .from = MKDEV(252, 0), .count = MINORMASK + 1, .name = "ptp" },
	{ .from = MKDEV(253, 0), .count = 16, .name = "pps" },
	{ .from = MKDEV(254, 0), .count = 16, .name = "rtc" },
	{ .from = MKDEV(__UIO_MAJOR, 0), .count = __UIO_MINORS, .name = "uio" },
};

void __char_devices_init(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(other_regions); i++)
		insert_region(&other_regions[i]);
	__misc_init();
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
