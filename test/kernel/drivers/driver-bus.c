/* A bus of a driver's own, with drivers bound by hand, and kobjects with attributes. */
#include <linux/module.h>
#include <linux/device.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/kobject.h>
#include <linux/err.h>

static int match(struct device *d, struct device_driver *drv)
{
	pr_info("match %s %s\n", dev_name(d), drv->name);
	return !strncmp(dev_name(d), drv->name, strlen(drv->name));
}

static int uevent(struct device *d, struct kobj_uevent_env *e)
{
	return add_uevent_var(e, "LDDBUS_VERSION=%s", "1.9");
}

static int bprobe(struct device *d)
{
	pr_info("bus probe %s\n", dev_name(d));
	return d->driver->probe ? d->driver->probe(d) : 0;
}

static void bremove(struct device *d)
{
	pr_info("bus remove %s\n", dev_name(d));
}

static ssize_t ver_show(struct bus_type *b, char *buf)
{
	return scnprintf(buf, PAGE_SIZE, "%s\n", "1.9");
}

static BUS_ATTR_RO(ver);
static struct bus_type ldd = { .name = "ldd", .match = match, .uevent = uevent, .probe = bprobe, .remove = bremove };

static void rel(struct device *d)
{
	pr_info("release %s\n", dev_name(d));
}

static void prel(struct device *d)
{
	pr_info("release parent\n");
}
static struct device parent = { .release = prel };

struct my {
	struct device dev;
	int n;
};

static void mrel(struct device *d)
{
	struct my *m = container_of(d, struct my, dev);
	pr_info("release my %d\n", m->n);
	kfree(m);
}

static int p1(struct device *d)
{
	pr_info("p1 probe %s\n", dev_name(d));
	dev_set_drvdata(d, d);
	return dev_name(d)[4] == '2'   ? -ENODEV
	       : dev_name(d)[4] == '3' ? -EPROBE_DEFER
	       : dev_name(d)[4] == '4' ? -EIO
				       : 0;
}

static ssize_t dshow(struct device_driver *d, char *b)
{
	return sysfs_emit(b, "driver %s\n", d->name);
}
static struct driver_attribute dattr = __ATTR(info, 0444, dshow, NULL);
static struct device_driver drv = { .name = "scul", .bus = &ldd, .probe = p1 };
static struct device sta[2] = { { .init_name = "scull0", .release = rel }, { .init_name = "scull1", .release = rel } };

static int each(struct device *d, void *p)
{
	pr_info("each %s bound %d\n", dev_name(d), d->driver != NULL);
	(*(int *)p)++;
	return 0;
}

static int same(struct device *d, const void *n)
{
	return sysfs_streq(dev_name(d), n);
}
static struct kset *ks;

struct ko {
	struct kobject k;
	int v;
};
static struct ko *ko;

static ssize_t ks_show(struct kobject *k, struct attribute *a, char *b)
{
	return sprintf(b, "%s=%d\n", a->name, container_of(k, struct ko, k)->v);
}

static ssize_t ks_store(struct kobject *k, struct attribute *a, const char *b, size_t n)
{
	return kstrtoint(b, 10, &container_of(k, struct ko, k)->v) ? -EINVAL : n;
}
static const struct sysfs_ops sops = { ks_show, ks_store };
static struct attribute va = { "v", 0644 };
static struct attribute *da_attrs[] = { &va, NULL };
ATTRIBUTE_GROUPS(da);

static void krel(struct kobject *k)
{
	pr_info("kobject release %s\n", kobject_name(k));
	kfree(container_of(k, struct ko, k));
}
static struct kobj_type kt = { .release = krel, .sysfs_ops = &sops, .default_groups = da_groups };

static ssize_t bread(struct file *f, struct kobject *k, struct bin_attribute *a, char *b, loff_t o, size_t n)
{
	if (o >= 20)
		return 0;
	n = min_t(size_t, n, 20 - o);
	memset(b, 'a' + o, n);
	return n;
}
static struct bin_attribute ba = { .attr = { "blob", 0444 }, .size = 20, .read = bread };

static int __init init(void)
{
	int i, n = 0, r;
	struct my *m;
	struct device *f;
	r = bus_register(&ldd);
	pr_info("bus %d\n", r);
	r = bus_create_file(&ldd, &bus_attr_ver);
	dev_set_name(&parent, "ldd0");
	r = device_register(&parent);
	pr_info("parent %d\n", r);
	for (i = 0; i < 2; i++) {
		sta[i].bus = &ldd;
		sta[i].parent = &parent;
		r = device_register(&sta[i]);
	}
	r = driver_register(&drv);
	pr_info("drv %d\n", r);
	r = driver_create_file(&drv, &dattr);
	for (i = 2; i < 5; i++) {
		m = kzalloc(sizeof *m, GFP_KERNEL);
		m->n = i;
		m->dev.bus = &ldd;
		m->dev.parent = &parent;
		m->dev.release = mrel;
		dev_set_name(&m->dev, "scul%d", i);
		r = device_register(&m->dev);
		pr_info("my %d -> %d\n", i, r);
	}
	bus_for_each_dev(&ldd, NULL, &n, each);
	f = bus_find_device(&ldd, NULL, "scul3", same);
	pr_info("n %d found %s\n", n, f ? dev_name(f) : "no");
	put_device(f);
	f = driver_find_device(&drv, NULL, "scull1", same);
	pr_info("driver's %s\n", f ? dev_name(f) : "no");
	put_device(f);
	r = driver_register(&drv);
	pr_info("again %d\n", r);
	ks = kset_create_and_add("ks1", NULL, kernel_kobj);
	ko = kzalloc(sizeof *ko, GFP_KERNEL);
	ko->k.kset = ks;
	ko->v = 3;
	r = kobject_init_and_add(&ko->k, &kt, NULL, "obj%d", 1);
	kobject_uevent(&ko->k, KOBJ_ADD);
	r = sysfs_create_bin_file(&ko->k, &ba);
	r = sysfs_create_link(&ko->k, &parent.kobj, "dev");
	pr_info("kobj %d path %s\n", r, kobject_get_path(&ko->k, GFP_KERNEL));
	r = device_rename(&sta[0], "renamed");
	pr_info("rename %d %s\n", r, dev_name(&sta[0]));
	return 0;
}

static int del(struct device *d, void *p)
{
	device_unregister(d);
	return 0;
}

static void __exit fini(void)
{
	kobject_put(&ko->k);
	kset_unregister(ks);
	driver_remove_file(&drv, &dattr);
	driver_unregister(&drv);
	device_for_each_child(&parent, NULL, del);
	device_unregister(&parent);
	bus_unregister(&ldd);
	pr_info("end\n");
}

module_init(init);
module_exit(fini);
MODULE_LICENSE("GPL");
