/* The driver core: devices, their resources that free themselves, classes. */
#ifndef _DEVICE_H_
#define _DEVICE_H_

#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/compiler.h>
#include <linux/dev_printk.h>
#include <linux/device/driver.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/ioport.h>
#include <linux/kobject.h>
#include <linux/list.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/overflow.h>
#include <linux/pm.h>
#include <linux/sysfs.h>
#include <linux/types.h>
#include <linux/uidgid.h>

struct bus_type;
struct class;
struct cma;
struct device_node;
struct device_private;
struct dma_map_ops;
struct fwnode_handle;
struct bus_dma_region;
struct iommu_group;
struct kobj_uevent_env;
struct module;

struct subsys_private;

struct bus_attribute {
	struct attribute attr;
	ssize_t (*show)(struct bus_type *bus, char *buffer);
	ssize_t (*store)(struct bus_type *bus, const char *buffer, size_t count);
};

#define BUS_ATTR_RW(name) struct bus_attribute bus_attr_##name = __ATTR_RW(name)
#define BUS_ATTR_RO(name) struct bus_attribute bus_attr_##name = __ATTR_RO(name)
#define BUS_ATTR_WO(name) struct bus_attribute bus_attr_##name = __ATTR_WO(name)

struct bus_type {
	const char *name;
	const char *dev_name;
	struct device *dev_root;
	const struct attribute_group **bus_groups;
	const struct attribute_group **dev_groups;
	const struct attribute_group **drv_groups;
	int (*match)(struct device *dev, struct device_driver *driver);
	int (*uevent)(struct device *dev, struct kobj_uevent_env *env);
	int (*probe)(struct device *dev);
	void (*sync_state)(struct device *dev);
	void (*remove)(struct device *dev);
	void (*shutdown)(struct device *dev);
	int (*online)(struct device *dev);
	int (*offline)(struct device *dev);
	int (*suspend)(struct device *dev, pm_message_t state);
	int (*resume)(struct device *dev);
	int (*num_vf)(struct device *dev);
	int (*dma_configure)(struct device *dev);
	void (*dma_cleanup)(struct device *dev);
	const struct dev_pm_ops *pm;
	bool need_parent_lock;
	struct subsys_private *p;
};

struct device_type {
	const char *name;
	const struct attribute_group **groups;
	int (*uevent)(struct device *dev, struct kobj_uevent_env *env);
	char *(*devnode)(struct device *dev, umode_t *mode, kuid_t *uid, kgid_t *gid);
	void (*release)(struct device *dev);
	const struct dev_pm_ops *pm;
};

struct device_dma_parameters {
	unsigned int max_segment_size;
	unsigned int min_align_mask;
	unsigned long segment_boundary_mask;
};

struct device {
	struct kobject kobj;
	struct device *parent;
	const char *init_name;
	const struct device_type *type;
	struct bus_type *bus;
	struct device_driver *driver;
	void *platform_data;
	void *driver_data;
	struct mutex mutex;
	const struct dma_map_ops *dma_ops;
	u64 *dma_mask;
	u64 coherent_dma_mask;
	u64 bus_dma_limit;
	const struct bus_dma_region *dma_range_map;
	struct device_dma_parameters *dma_parms;
	struct list_head dma_pools;
	struct cma *cma_area;
	struct device_node *of_node;
	struct fwnode_handle *fwnode;
	int numa_node;
	dev_t devt;
	u32 id;
	spinlock_t devres_lock;
	struct list_head devres_head;
	struct class *class;
	const struct attribute_group **groups;
	void (*release)(struct device *dev);
	struct iommu_group *iommu_group;
	bool offline;
	bool dma_coherent;
	struct dev_pm_info power;
	/* The model's own: whether device_add() took it; whether its driver waits for another; all devices. */
	bool registered;
	bool deferred;
	struct kobject *glue_dir;
	struct list_head list;
	unsigned long __order; /* the model's own: devices in the order of their registration (drivers/base/core.c) */
};

/* drivers/base/core.c */
const char *dev_bus_name(const struct device *dev);

static inline const char *dev_name(const struct device *dev)
{
	return dev->init_name ? dev->init_name : dev->kobj.name;
}

static inline void dev_set_drvdata(struct device *dev, void *data) { dev->driver_data = data; }
static inline void *dev_get_drvdata(const struct device *dev) { return dev->driver_data; }
static inline void *dev_get_platdata(const struct device *dev) { return dev->platform_data; }
static inline bool device_iommu_mapped(struct device *dev) { return dev->iommu_group != NULL; }
static inline int dev_to_node(struct device *dev) { return dev->numa_node; }
static inline void set_dev_node(struct device *dev, int node) { dev->numa_node = node; }
static inline bool device_is_registered(struct device *dev) { return dev->registered; }
static inline void device_lock(struct device *dev) { mutex_lock(&dev->mutex); }
static inline void device_unlock(struct device *dev) { mutex_unlock(&dev->mutex); }
static inline struct device *kobj_to_dev(struct kobject *kobj) { return container_of(kobj, struct device, kobj); }
static inline int device_trylock(struct device *dev) { return mutex_trylock(&dev->mutex); }
static inline bool device_is_bound(struct device *dev) { return dev->driver; }
static inline void device_set_wakeup_capable(struct device *dev, bool capable) { dev->power.can_wakeup = capable; }
static inline int device_set_wakeup_enable(struct device *dev, bool enable) { dev->power.wakeup_enabled = enable; return 0; }
static inline int device_init_wakeup(struct device *dev, bool enable)
{
	dev->power.can_wakeup = dev->power.wakeup_enabled = enable;
	return 0;
}
static inline bool device_can_wakeup(struct device *dev) { return dev->power.can_wakeup; }
static inline bool device_may_wakeup(struct device *dev) { return dev->power.can_wakeup && dev->power.wakeup_enabled; }
#define dev_of_node(dev) ((dev)->of_node)

/* drivers/base/core.c */
int dev_set_name(struct device *dev, const char *name, ...) __printf(2, 3);
void device_initialize(struct device *dev);
int device_add(struct device *dev) __must_check;
void device_del(struct device *dev);
int device_register(struct device *dev) __must_check;
void device_unregister(struct device *dev);
/* drivers/base/bus.c: whether new devices and drivers of the bus are tried without being asked */
bool __bus_autoprobes(struct bus_type *bus);
/* In the order of their registration. */
extern struct list_head __all_devices;
/* The device registered after this one, held, and this one let go; NULL: the first. Where either was taken away meanwhile, the walk goes on behind it. */
struct device *__next_device(struct device *dev);
struct device *__previous_device(struct device *dev);
#define __for_each_device(dev) for ((dev) = __next_device(NULL); (dev); (dev) = __next_device(dev))
#define __for_each_device_reverse(dev) for ((dev) = __previous_device(NULL); (dev); (dev) = __previous_device(dev))
struct device *get_device(struct device *dev);
void put_device(struct device *dev);
DEFINE_FREE(put_device, struct device *, if (_T) put_device(_T))
int device_move(struct device *dev, struct device *parent);
struct device *device_find_child(struct device *parent, void *data, int (*match)(struct device *dev, void *data));
int device_rename(struct device *dev, const char *name);
struct device *root_device_register(const char *name);
void root_device_unregister(struct device *root);
int device_for_each_child_reverse(struct device *dev, void *data, int (*function)(struct device *dev, void *data));
int device_for_each_child(struct device *dev, void *data, int (*function)(struct device *dev, void *data));

/* drivers/base/dd.c */
int __must_check device_attach(struct device *dev);
int __must_check driver_attach(struct device_driver *driver);
int __must_check device_driver_attach(struct device_driver *driver, struct device *dev);
int __must_check device_bind_driver(struct device *dev);
void device_release_driver(struct device *dev);
int __must_check device_reprobe(struct device *dev);
void __driver_detach(struct device_driver *driver);
void __retry_deferred(void);

/* drivers/base/bus.c */
int __must_check bus_register(struct bus_type *bus);
void bus_unregister(struct bus_type *bus);
int __must_check bus_create_file(struct bus_type *bus, struct bus_attribute *attribute);
void bus_remove_file(struct bus_type *bus, struct bus_attribute *attribute);
int bus_for_each_dev(struct bus_type *bus, struct device *start, void *data, int (*function)(struct device *dev, void *data));
struct device *bus_find_device(struct bus_type *bus, struct device *start, const void *data,
			       int (*match)(struct device *dev, const void *data));
int bus_for_each_drv(struct bus_type *bus, struct device_driver *start, void *data,
		     int (*function)(struct device_driver *driver, void *data));
int bus_rescan_devices(struct bus_type *bus);
int __bus_add_device(struct device *dev);
void __bus_remove_device(struct device *dev);
static inline struct device *bus_find_device_by_name(struct bus_type *bus, struct device *start, const char *name)
{
	int device_match_name(struct device *dev, const void *name);

	return bus_find_device(bus, start, name, device_match_name);
}
int device_match_name(struct device *dev, const void *name);
int device_match_of_node(struct device *dev, const void *node);
int device_match_devt(struct device *dev, const void *devt);
int device_match_any(struct device *dev, const void *unused);

/* drivers/base/class.c */
struct class {
	const char *name;
	struct module *owner;
	const struct attribute_group **class_groups;
	const struct attribute_group **dev_groups;
	struct kobject *dev_kobj;
	int (*dev_uevent)(struct device *dev, struct kobj_uevent_env *env);
	char *(*devnode)(struct device *dev, umode_t *mode);
	void (*class_release)(struct class *class);
	void (*dev_release)(struct device *dev);
	int (*shutdown_pre)(struct device *dev);
	const struct dev_pm_ops *pm;
	struct kobject *kobj; /* the model's own: its directory */
};

struct class_attribute {
	struct attribute attr;
	ssize_t (*show)(struct class *class, struct class_attribute *attribute, char *buffer);
	ssize_t (*store)(struct class *class, struct class_attribute *attribute, const char *buffer, size_t count);
};

#define CLASS_ATTR_RW(name) struct class_attribute class_attr_##name = __ATTR_RW(name)
#define CLASS_ATTR_RO(name) struct class_attribute class_attr_##name = __ATTR_RO(name)
#define CLASS_ATTR_WO(name) struct class_attribute class_attr_##name = __ATTR_WO(name)

/* Up to 6.3 the owner came first; both forms are understood. */
struct class *__class_create(const char *name);
#define class_create(arguments...) __class_create(__class_create_last(arguments, arguments))
#define __class_create_last(first, second, ...) second
void class_destroy(struct class *class);
int class_register(struct class *class) __must_check;
void class_unregister(struct class *class);
int __must_check class_create_file(struct class *class, const struct class_attribute *attribute);
void class_remove_file(struct class *class, const struct class_attribute *attribute);
struct device *class_find_device(struct class *class, struct device *start, const void *data,
				 int (*match)(struct device *dev, const void *data));
int class_for_each_device(struct class *class, struct device *start, void *data,
			  int (*function)(struct device *dev, void *data));
struct device *device_create(struct class *class, struct device *parent, dev_t devt, void *data, const char *fmt, ...)
	__printf(5, 6);
struct device *device_create_with_groups(struct class *class, struct device *parent, dev_t devt, void *data,
					 const struct attribute_group **groups, const char *fmt, ...) __printf(6, 7);
void device_destroy(struct class *class, dev_t devt);

static inline struct device *class_find_device_by_name(struct class *class, const char *name)
{
	return class_find_device(class, NULL, name, device_match_name);
}

/* fs/sysfs.c */
struct device_attribute {
	struct attribute attr;
	ssize_t (*show)(struct device *dev, struct device_attribute *attribute, char *buffer);
	ssize_t (*store)(struct device *dev, struct device_attribute *attribute, const char *buffer, size_t count);
};

#define DEVICE_ATTR(name, mode, show, store) struct device_attribute dev_attr_##name = __ATTR(name, mode, show, store)
#define DEVICE_ATTR_ADMIN_RW(name) struct device_attribute dev_attr_##name = __ATTR_RW_MODE(name, 0600)
#define DEVICE_ATTR_ADMIN_RO(name) struct device_attribute dev_attr_##name = __ATTR_RO_MODE(name, 0400)
#define DEVICE_ATTR_IGNORE_LOCKDEP(name, mode, show, store) DEVICE_ATTR(name, mode, show, store)

struct dev_ext_attribute {
	struct device_attribute attr;
	void *var;
};

#define DEVICE_ULONG_ATTR(name, mode, variable) \
	struct dev_ext_attribute dev_attr_##name = { __ATTR(name, mode, device_show_ulong, device_store_ulong), &(variable) }
#define DEVICE_INT_ATTR(name, mode, variable) \
	struct dev_ext_attribute dev_attr_##name = { __ATTR(name, mode, device_show_int, device_store_int), &(variable) }
#define DEVICE_BOOL_ATTR(name, mode, variable) \
	struct dev_ext_attribute dev_attr_##name = { __ATTR(name, mode, device_show_bool, device_store_bool), &(variable) }

ssize_t device_show_ulong(struct device *dev, struct device_attribute *attribute, char *buffer);
ssize_t device_store_ulong(struct device *dev, struct device_attribute *attribute, const char *buffer, size_t count);
ssize_t device_show_int(struct device *dev, struct device_attribute *attribute, char *buffer);
ssize_t device_store_int(struct device *dev, struct device_attribute *attribute, const char *buffer, size_t count);
ssize_t device_show_bool(struct device *dev, struct device_attribute *attribute, char *buffer);
ssize_t device_store_bool(struct device *dev, struct device_attribute *attribute, const char *buffer, size_t count);

/* Virtual functions, of which the model has none. */
static inline int dev_num_vf(struct device *dev) { (void)dev; return 0; }
#define DEVICE_ATTR_RO(name) struct device_attribute dev_attr_##name = __ATTR_RO(name)
#define DEVICE_ATTR_WO(name) struct device_attribute dev_attr_##name = __ATTR_WO(name)
#define DEVICE_ATTR_RW(name) struct device_attribute dev_attr_##name = __ATTR_RW(name)

int device_create_file(struct device *dev, const struct device_attribute *attribute);
void device_remove_file(struct device *dev, const struct device_attribute *attribute);
int __must_check device_create_bin_file(struct device *dev, const struct bin_attribute *attribute);
void device_remove_bin_file(struct device *dev, const struct bin_attribute *attribute);
bool device_remove_file_self(struct device *dev, const struct device_attribute *attribute);
int __must_check device_add_groups(struct device *dev, const struct attribute_group **groups);
void device_remove_groups(struct device *dev, const struct attribute_group **groups);
int __must_check devm_device_add_group(struct device *dev, const struct attribute_group *group);
int __must_check devm_device_add_groups(struct device *dev, const struct attribute_group **groups);
static inline int device_add_group(struct device *dev, const struct attribute_group *group)
{
	return sysfs_create_group(&dev->kobj, group);
}
static inline void device_remove_group(struct device *dev, const struct attribute_group *group)
{
	sysfs_remove_group(&dev->kobj, group);
}

/* drivers/base/devres.c */
typedef void (*dr_release_t)(struct device *dev, void *resource);
typedef int (*dr_match_t)(struct device *dev, void *resource, void *match_data);

void *devres_alloc(dr_release_t release, size_t size, gfp_t gfp);
void devres_free(void *resource);
void devres_add(struct device *dev, void *resource);
void *devres_find(struct device *dev, dr_release_t release, dr_match_t match, void *match_data);
void *devres_remove(struct device *dev, dr_release_t release, dr_match_t match, void *match_data);
int devres_destroy(struct device *dev, dr_release_t release, dr_match_t match, void *match_data);
int devres_release(struct device *dev, dr_release_t release, dr_match_t match, void *match_data);
int devres_release_all(struct device *dev);
void *devm_kmalloc(struct device *dev, size_t size, gfp_t gfp);
void *devm_krealloc(struct device *dev, void *memory, size_t size, gfp_t gfp) __must_check;
char *devm_kstrdup(struct device *dev, const char *text, gfp_t gfp);
void *devm_kmemdup(struct device *dev, const void *source, size_t length, gfp_t gfp);
char *devm_kasprintf(struct device *dev, gfp_t gfp, const char *fmt, ...) __printf(3, 4);
void devm_kfree(struct device *dev, const void *memory);
int devm_add_action(struct device *dev, void (*action)(void *data), void *data);
unsigned long devm_get_free_pages(struct device *dev, gfp_t gfp, unsigned int order);
void devm_free_pages(struct device *dev, unsigned long address);
void devm_release_action(struct device *dev, void (*action)(void *data), void *data);
struct resource *devm_request_mem_region(struct device *dev, resource_size_t start, resource_size_t size, const char *name);
void devm_remove_action(struct device *dev, void (*action)(void *data), void *data);
void __iomem *devm_ioremap(struct device *dev, resource_size_t offset, resource_size_t size);
void __iomem *devm_ioremap_wc(struct device *dev, resource_size_t offset, resource_size_t size);
void __iomem *devm_ioremap_resource(struct device *dev, const struct resource *resource);
void devm_iounmap(struct device *dev, void __iomem *address);

static inline void *devm_kzalloc(struct device *dev, size_t size, gfp_t gfp)
{
	return devm_kmalloc(dev, size, gfp | __GFP_ZERO);
}

static inline void *devm_kmalloc_array(struct device *dev, size_t n, size_t size, gfp_t flags)
{
	return size && n > SIZE_MAX / size ? NULL : devm_kmalloc(dev, n * size, flags);
}

static inline void *devm_kcalloc(struct device *dev, size_t n, size_t size, gfp_t flags)
{
	return devm_kmalloc_array(dev, n, size, flags | __GFP_ZERO);
}

static inline int devm_add_action_or_reset(struct device *dev, void (*action)(void *data), void *data)
{
	int error = devm_add_action(dev, action, data);

	if (error)
		action(data);
	return error;
}

#include <asm/device.h>

/* A driver that includes this header has these too. */
#include <linux/bottom_half.h>
#include <linux/cleanup.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/find.h>
#include <linux/idr.h>
#include <linux/ioctl.h>
#include <linux/kernfs.h>
#include <linux/kmod.h>
#include <linux/llist.h>
#include <linux/mm_types.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/percpu-defs.h>
#include <linux/pfn.h>
#include <linux/random.h>
#include <linux/ratelimit.h>
#include <linux/rbtree.h>
#include <linux/rwlock.h>
#include <linux/sched/mm.h>
#include <linux/seqlock.h>
#include <linux/signal.h>
#include <linux/swab.h>
#include <linux/swait.h>
#include <linux/timekeeping.h>
#include <linux/xarray.h>

#endif
