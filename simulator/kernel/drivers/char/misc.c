/* Character devices that share the major number 10 and bring a minor number each. */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/proc_entry.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

static LIST_HEAD(misc_devices);

/* Of the reference's own drivers, that are not modelled: the numbers are theirs, the latest first. */
static const struct {
	int minor;
	const char *name;
} other_misc_devices[] = {
	{ 125, "cpu_dma_latency" }, { 237, "loop-control" }, { 144, "nvram" },	    { 228, "hpet" },  { 235, "autofs" },
	{ 126, "userfaultfd" },	    { 183, "hw_random" },    { 127, "vga_arbiter" }, { 242, "rfkill" },
};

static struct miscdevice *misc_numbered(int minor)
{
	struct miscdevice *misc;

	list_for_each_entry(misc, &misc_devices, list)
		if (misc->minor == minor)
			return misc;
	return NULL;
}

static bool misc_minor_taken(int minor)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(other_misc_devices); i++)
		if (other_misc_devices[i].minor == minor)
			return true;
	return misc_numbered(minor) != NULL;
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
		if (!misc_minor_taken(minor))
			return minor;
	return -EBUSY;
}

int misc_register(struct miscdevice *misc)
{
	bool dynamic = misc->minor == MISC_DYNAMIC_MINOR;
	int minor = dynamic ? choose_minor() : misc->minor;

	INIT_LIST_HEAD(&misc->list);
	if (minor < 0 || misc_minor_taken(minor))
		return -EBUSY;
	misc->minor = minor;
	misc->this_device = device_create_with_groups(&misc_class, misc->parent, MKDEV(MISC_MAJOR, minor), misc, misc->groups,
						      "%s", misc->name);
	if (IS_ERR(misc->this_device)) {
		if (dynamic)
			misc->minor = MISC_DYNAMIC_MINOR;
		return PTR_ERR(misc->this_device);
	}
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

void __misc_init(void)
{
	(void)class_register(&misc_class);
	__register_chrdev(MISC_MAJOR, 0, 256, "misc", &misc_operations);
}

int __misc_show(struct seq_file *m, void *element)
{
	struct miscdevice *misc;
	unsigned int i;

	list_for_each_entry(misc, &misc_devices, list)
		seq_printf(m, "%3i %s\n", misc->minor, misc->name ? misc->name : "");
	for (i = 0; i < ARRAY_SIZE(other_misc_devices); i++)
		seq_printf(m, "%3i %s\n", other_misc_devices[i].minor, other_misc_devices[i].name);
	return 0;
}
