/* Everything that a driver shows in /sys: parameters, kobjects, classes, groups, binary attributes, a bus of its own, a platform device. */
#include <linux/device.h>
#include <linux/kdev_t.h>
#include <linux/kobject.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>

static int number = 5;
module_param(number, int, 0644);
static char *word = "hello";
module_param(word, charp, 0444);
static int list[4] = { 1, 2, 3 };
static int list_count = 3;
module_param_array(list, int, &list_count, 0644);
static bool hidden;
module_param(hidden, bool, 0);

static int checked_set(const char *value, const struct kernel_param *kp)
{
	int error = param_set_int(value, kp);

	pr_info("checked is set to %d\n", *(int *)kp->arg);
	return error;
}
static const struct kernel_param_ops checked_ops = { .set = checked_set, .get = param_get_int };
static int checked = 1;
module_param_cb(checked, &checked_ops, &checked, 0644);

static int value = 10;

static ssize_t value_show(struct kobject *kobj, struct kobj_attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "%d\n", value);
}

static ssize_t value_store(struct kobject *kobj, struct kobj_attribute *attribute, const char *buffer, size_t count)
{
	int error = kstrtoint(buffer, 10, &value);

	return error ? error : count;
}
static struct kobj_attribute value_attribute = __ATTR(value, 0664, value_show, value_store);

static ssize_t big_show(struct kobject *kobj, struct kobj_attribute *attribute, char *buffer)
{
	memset(buffer, 'x', 100);
	return 100;
}
static struct kobj_attribute big_attribute = __ATTR(big, 0444, big_show, NULL);
static struct attribute *own_attrs[] = { &value_attribute.attr, &big_attribute.attr, NULL };
static const struct attribute_group own_group = { .attrs = own_attrs };
static struct kobject *own;

struct thing {
	struct kobject kobj;
	int id;
};

static void thing_release(struct kobject *kobj)
{
	struct thing *thing = container_of(kobj, struct thing, kobj);

	pr_info("thing %d released\n", thing->id);
	kfree(thing);
}

static ssize_t thing_show(struct kobject *kobj, struct attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "%s of %d\n", attribute->name, container_of(kobj, struct thing, kobj)->id);
}

static const struct sysfs_ops thing_ops = { .show = thing_show };
static struct attribute thing_id = { .name = "id", .mode = 0444 };
static struct attribute *thing_attrs[] = { &thing_id, NULL };
ATTRIBUTE_GROUPS(thing);
static struct kobj_type thing_ktype = { .release = thing_release, .sysfs_ops = &thing_ops, .default_groups = thing_groups };
static struct kset *things;
static struct thing *one, *two;

static struct thing *make_thing(int id)
{
	struct thing *thing = kzalloc(sizeof(*thing), GFP_KERNEL);

	thing->id = id;
	thing->kobj.kset = things;
	pr_info("add %d\n", kobject_init_and_add(&thing->kobj, &thing_ktype, NULL, "thing%d", id));
	return thing;
}

static ssize_t speed_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "%ld\n", (long)dev_get_drvdata(dev));
}

static ssize_t speed_store(struct device *dev, struct device_attribute *attribute, const char *buffer, size_t count)
{
	long speed;

	if (kstrtol(buffer, 0, &speed))
		return -EINVAL;
	dev_set_drvdata(dev, (void *)speed);
	sysfs_notify(&dev->kobj, NULL, "speed");
	return count;
}
static DEVICE_ATTR_RW(speed);

static ssize_t reset_store(struct device *dev, struct device_attribute *attribute, const char *buffer, size_t count)
{
	dev_info(dev, "reset with '%s' %zu\n", buffer, count);
	return count;
}
static DEVICE_ATTR_WO(reset);
static struct attribute *plain_attrs[] = { &dev_attr_speed.attr, &dev_attr_reset.attr, NULL };
static const struct attribute_group plain_group = { .attrs = plain_attrs };

static ssize_t inner_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "inner\n");
}
static DEVICE_ATTR_RO(inner);
static ssize_t secret_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "secret\n");
}
static DEVICE_ATTR_RO(secret);

static umode_t visible(struct kobject *kobj, struct attribute *attribute, int index)
{
	return attribute == &dev_attr_secret.attr ? 0 : attribute->mode;
}

static u8 memory[16] = "0123456789abcdef";

static ssize_t memory_read(struct file *file, struct kobject *kobj, struct bin_attribute *attribute, char *buffer,
			   loff_t offset, size_t count)
{
	pr_info("read %zu at %lld\n", count, offset);
	memcpy(buffer, memory + offset, count);
	return count;
}

static ssize_t memory_write(struct file *file, struct kobject *kobj, struct bin_attribute *attribute, char *buffer,
			    loff_t offset, size_t count)
{
	pr_info("write %zu at %lld\n", count, offset);
	memcpy(memory + offset, buffer, count);
	return count;
}
static BIN_ATTR_RW(memory, 16);
static struct attribute *inner_attrs[] = { &dev_attr_inner.attr, &dev_attr_secret.attr, NULL };
static struct bin_attribute *inner_bins[] = { &bin_attr_memory, NULL };
static const struct attribute_group named_group = {
	.name = "inside", .attrs = inner_attrs, .bin_attrs = inner_bins, .is_visible = visible,
};
static const struct attribute_group *all_groups[] = { &plain_group, &named_group, NULL };

static ssize_t version_show(struct class *class, struct class_attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "%s 1\n", class->name);
}
static CLASS_ATTR_RO(version);
static struct class *class;
static struct device *dev;

static int probe(struct platform_device *pdev)
{
	struct resource *resource = platform_get_resource(pdev, IORESOURCE_MEM, 0);

	dev_info(&pdev->dev, "probed %pR irq %d id %d\n", resource, platform_get_irq_optional(pdev, 0), pdev->id);
	return pdev->id == 2 ? -EINVAL : 0;
}

static int remove(struct platform_device *pdev)
{
	dev_info(&pdev->dev, "removed\n");
	return 0;
}

static ssize_t mode_show(struct device_driver *driver, char *buffer)
{
	return sysfs_emit(buffer, "mode of %s\n", driver->name);
}
static DRIVER_ATTR_RO(mode);
static struct attribute *driver_attrs[] = { &driver_attr_mode.attr, NULL };
ATTRIBUTE_GROUPS(driver);
static struct platform_driver driver = {
	.probe = probe, .remove = remove, .driver = { .name = "sysfs-test", .groups = driver_groups },
};
static struct platform_device *first, *second;

static int __init attributes_init(void)
{
	own = kobject_create_and_add("own", kernel_kobj);
	pr_info("group %d\n", sysfs_create_group(own, &own_group));
	pr_info("again %d\n", sysfs_create_file(own, &value_attribute.attr));
	things = kset_create_and_add("things", NULL, own);
	one = make_thing(1);
	two = make_thing(2);
	class = class_create(THIS_MODULE, "testing");
	pr_info("class file %d\n", class_create_file(class, &class_attr_version));
	dev = device_create_with_groups(class, NULL, MKDEV(0, 0), (void *)100L, all_groups, "unit%d", 3);
	pr_info("device %s\n", dev_name(dev));
	pr_info("link %d\n", sysfs_create_link(own, &dev->kobj, "unit"));
	first = platform_device_register_simple("sysfs-test", 1, NULL, 0);
	pr_info("driver %d\n", platform_driver_register(&driver));
	pr_info("twice %d\n", platform_driver_register(&driver));
	second = platform_device_register_simple("sysfs-test", 2, NULL, 0);
	pr_info("second bound %d\n", second->dev.driver != NULL);
	return 0;
}

static void __exit attributes_exit(void)
{
	platform_device_unregister(second);
	platform_device_unregister(first);
	platform_driver_unregister(&driver);
	device_unregister(dev);
	class_destroy(class);
	kobject_put(&two->kobj);
	kobject_put(&one->kobj);
	kset_unregister(things);
	kobject_put(own);
}

module_init(attributes_init);
module_exit(attributes_exit);
MODULE_LICENSE("GPL");
