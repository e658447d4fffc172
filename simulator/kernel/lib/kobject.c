/* Named, counted objects: their place in the tree below /sys, and their end. */
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/bug.h>
#include <linux/kernfs.h>
#include <linux/kernel.h>
#include <linux/kobject.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/stdarg.h>
#include <linux/string.h>

struct kobject *kernel_kobj, *firmware_kobj, *power_kobj, *fs_kobj, *mm_kobj;

void kobject_init(struct kobject *kobj, const struct kobj_type *ktype)
{
	if (kobj->state_initialized)
		printk(KERN_ERR "kobject: kobject (%p): tried to init an initialized object, something is seriously wrong.\n",
		       kobj);
	kref_init(&kobj->kref);
	INIT_LIST_HEAD(&kobj->entry);
	kobj->state_in_sysfs = 0;
	kobj->state_initialized = 1;
	kobj->ktype = ktype;
}

static int set_name(struct kobject *kobj, const char *fmt, va_list arguments)
{
	char *name, *slash;

	if (kobj->name && !fmt)
		return 0;
	name = kvasprintf(GFP_KERNEL, fmt, arguments);
	if (!name)
		return -ENOMEM;
	/* A name is one part of a path. */
	while ((slash = strchr(name, '/')))
		*slash = '!';
	kfree(kobj->name);
	kobj->name = name;
	return 0;
}

int kobject_set_name(struct kobject *kobj, const char *fmt, ...)
{
	va_list arguments;
	int error;

	va_start(arguments, fmt);
	error = set_name(kobj, fmt, arguments);
	va_end(arguments);
	return error;
}

static void report_failure(const struct kobject *kobj, const struct kobject *parent, int error)
{
	if (error == -EEXIST)
		printk(KERN_ERR "kobject: %s failed for %s with -EEXIST, don't try to register things with the same name in the same directory.\n",
		       "kobject_add_internal", kobj->name);
	else
		printk(KERN_ERR "kobject: %s failed for %s (error: %d parent: %s)\n", "kobject_add_internal", kobj->name,
		       error, parent ? parent->name : "'none'");
}

static int add_internal(struct kobject *kobj)
{
	struct kobject *parent;
	int error;

	if (!kobj->name || !kobj->name[0]) {
		WARN(1, "kobject: (%p): attempted to be registered with empty name!\n", kobj);
		return -EINVAL;
	}
	parent = kobject_get(kobj->parent);
	if (kobj->kset) {
		if (!parent)
			parent = kobject_get(&kobj->kset->kobj);
		kset_get(kobj->kset);
		list_add_tail(&kobj->entry, &kobj->kset->list);
		kobj->parent = parent;
	}
	error = __sysfs_create_dir(kobj, parent ? parent->sd : NULL);
	if (!error && kobj->ktype && kobj->ktype->default_groups)
		error = sysfs_create_groups(kobj, kobj->ktype->default_groups);
	if (!error) {
		kobj->state_in_sysfs = 1;
		return 0;
	}
	if (error == -EEXIST || !kobj->sd)
		report_failure(kobj, parent, error);
	if (kobj->sd)
		__sysfs_remove_dir(kobj);
	if (kobj->kset) {
		list_del_init(&kobj->entry);
		kset_put(kobj->kset);
	}
	kobject_put(parent);
	kobj->parent = NULL;
	return error;
}

static int add_named(struct kobject *kobj, struct kobject *parent, const char *fmt, va_list arguments)
{
	int error = set_name(kobj, fmt, arguments);

	if (error) {
		printk(KERN_ERR "kobject: can not set name properly!\n");
		return error;
	}
	kobj->parent = parent;
	return add_internal(kobj);
}

int kobject_add(struct kobject *kobj, struct kobject *parent, const char *fmt, ...)
{
	va_list arguments;
	int error;

	if (!kobj)
		return -EINVAL;
	if (!kobj->state_initialized) {
		printk(KERN_ERR "kobject: kobject '%s' (%p): tried to add an uninitialized object, something is seriously wrong.\n",
		       kobj->name, kobj);
		dump_stack();
		return -EINVAL;
	}
	va_start(arguments, fmt);
	error = add_named(kobj, parent, fmt, arguments);
	va_end(arguments);
	return error;
}

int kobject_init_and_add(struct kobject *kobj, const struct kobj_type *ktype, struct kobject *parent, const char *fmt, ...)
{
	va_list arguments;
	int error;

	kobject_init(kobj, ktype);
	va_start(arguments, fmt);
	error = add_named(kobj, parent, fmt, arguments);
	va_end(arguments);
	return error;
}

void kobject_del(struct kobject *kobj)
{
	struct kobject *parent;

	if (!kobj || !kobj->state_in_sysfs)
		return;
	parent = kobj->parent;
	__sysfs_remove_dir(kobj);
	kobj->state_in_sysfs = 0;
	if (kobj->kset) {
		list_del_init(&kobj->entry);
		kset_put(kobj->kset);
	}
	kobj->parent = NULL;
	kobject_put(parent);
}

static void cleanup_kobject(struct kref *kref)
{
	struct kobject *kobj = container_of(kref, struct kobject, kref);
	const struct kobj_type *ktype = kobj->ktype;
	const char *name = kobj->name;

	if (!ktype || !ktype->release)
		pr_debug("kobject: '%s' (%p): does not have a release() function, it is broken and must be fixed.\n", name,
			 kobj);
	kobject_del(kobj);
	if (ktype && ktype->release)
		ktype->release(kobj);
	kfree(name);
}

struct kobject *kobject_get(struct kobject *kobj)
{
	if (kobj) {
		if (!kobj->state_initialized)
			WARN(1, "kobject: '%s' (%p): is not initialized, yet kobject_get() is being called.\n", kobj->name,
			     kobj);
		kref_get(&kobj->kref);
	}
	return kobj;
}

struct kobject *kobject_get_unless_zero(struct kobject *kobj)
{
	return kobj && kref_get_unless_zero(&kobj->kref) ? kobj : NULL;
}

void kobject_put(struct kobject *kobj)
{
	if (!kobj)
		return;
	if (!kobj->state_initialized)
		WARN(1, "kobject: '%s' (%p): is not initialized, yet kobject_put() is being called.\n", kobj->name, kobj);
	kref_put(&kobj->kref, cleanup_kobject);
}

static void release_dynamic(struct kobject *kobj)
{
	kfree(kobj);
}

static ssize_t kobj_attr_show(struct kobject *kobj, struct attribute *attribute, char *buffer)
{
	struct kobj_attribute *own = container_of(attribute, struct kobj_attribute, attr);

	return own->show ? own->show(kobj, own, buffer) : -EIO;
}

static ssize_t kobj_attr_store(struct kobject *kobj, struct attribute *attribute, const char *buffer, size_t count)
{
	struct kobj_attribute *own = container_of(attribute, struct kobj_attribute, attr);

	return own->store ? own->store(kobj, own, buffer, count) : -EIO;
}

const struct sysfs_ops kobj_sysfs_ops = { .show = kobj_attr_show, .store = kobj_attr_store };
static const struct kobj_type dynamic_ktype = { .release = release_dynamic, .sysfs_ops = &kobj_sysfs_ops };

struct kobject *kobject_create_and_add(const char *name, struct kobject *parent)
{
	struct kobject *kobj = kzalloc(sizeof(*kobj), GFP_KERNEL);

	if (!kobj)
		return NULL;
	kobject_init(kobj, &dynamic_ktype);
	if (kobject_add(kobj, parent, "%s", name)) {
		printk(KERN_WARNING "kobject: %s: kobject_add error: %d\n", "kobject_create_and_add", -EEXIST);
		kobject_put(kobj);
		return NULL;
	}
	return kobj;
}

int kobject_rename(struct kobject *kobj, const char *name)
{
	char *copy = kstrdup(name, GFP_KERNEL);

	if (!copy)
		return -ENOMEM;
	if (kobj->sd)
		kobj->sd->dentry->d_name.len = strscpy(kobj->sd->dentry->d_iname, name, sizeof(kobj->sd->dentry->d_iname));
	kfree(kobj->name);
	kobj->name = copy;
	return 0;
}

/* From the root of /sys; to be freed. */
char *kobject_get_path(const struct kobject *kobj, gfp_t gfp)
{
	char *path = kasprintf(gfp, "/%s", kobj->name), *longer;

	for (kobj = kobj->parent; kobj && path; kobj = kobj->parent) {
		longer = kasprintf(gfp, "/%s%s", kobj->name, path);
		kfree(path);
		path = longer;
	}
	return path;
}

void kset_init(struct kset *kset)
{
	kobject_init(&kset->kobj, kset->kobj.ktype);
	INIT_LIST_HEAD(&kset->list);
	spin_lock_init(&kset->list_lock);
}

int kset_register(struct kset *kset)
{
	int error;

	if (!kset)
		return -EINVAL;
	kset_init(kset);
	error = add_internal(&kset->kobj);
	if (!error)
		kobject_uevent(&kset->kobj, KOBJ_ADD);
	return error;
}

void kset_unregister(struct kset *kset)
{
	if (!kset)
		return;
	kobject_del(&kset->kobj);
	kobject_put(&kset->kobj);
}

static void release_kset(struct kobject *kobj)
{
	kfree(container_of(kobj, struct kset, kobj));
}

static const struct kobj_type kset_ktype = { .release = release_kset, .sysfs_ops = &kobj_sysfs_ops };

struct kset *kset_create_and_add(const char *name, const struct kset_uevent_ops *operations, struct kobject *parent)
{
	struct kset *kset = kzalloc(sizeof(*kset), GFP_KERNEL);

	if (!kset)
		return NULL;
	kobject_set_name(&kset->kobj, "%s", name);
	kset->uevent_ops = operations;
	kset->kobj.parent = parent;
	kset->kobj.ktype = &kset_ktype;
	if (kset_register(kset)) {
		kfree(kset->kobj.name);
		kfree(kset);
		return NULL;
	}
	return kset;
}

struct kobject *kset_find_obj(struct kset *kset, const char *name)
{
	struct kobject *kobj;

	list_for_each_entry(kobj, &kset->list, entry)
		if (kobj->name && !strcmp(kobj->name, name))
			return kobject_get_unless_zero(kobj);
	return NULL;
}

void __kobjects_init(void)
{
	/* fs/dcache.c has made its directory for debugfs already */
	static struct kernfs_node kernel_node;
	static struct kobject kernel;

	kernel_node.dentry = __d_child(__sys_dentry, "kernel", 6);
	kernel_node.kobj = &kernel;
	kernel_node.references = 1;
	kobject_init(&kernel, &dynamic_ktype);
	kernel.name = "kernel";
	kernel.sd = &kernel_node;
	kernel.state_in_sysfs = 1;
	kernel_kobj = &kernel;
	firmware_kobj = kobject_create_and_add("firmware", NULL);
	fs_kobj = kobject_create_and_add("fs", NULL);
	mm_kobj = kobject_create_and_add("mm", kernel_kobj);
	power_kobj = kobject_create_and_add("power", NULL);
}
