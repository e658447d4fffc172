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

struct bus_type;
struct class;
struct cma;
struct device_node;
struct device_private;
struct dma_map_ops;
struct fwnode_handle;
struct bus_dma_region;
struct iommu_group;
struct module;

struct bus_type {
	const char *name;
	const char *dev_name;
	int (*match)(struct device *dev, struct device_driver *driver);
	int (*probe)(struct device *dev);
	void (*remove)(struct device *dev);
	void (*shutdown)(struct device *dev);
	int (*dma_configure)(struct device *dev);
};

struct device_type {
	const char *name;
	const struct attribute_group **groups;
	void (*release)(struct device *dev);
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
	bool registered; /* the model's own */
	struct list_head list; /* the model's own: all devices */
};

static inline const char *dev_name(const struct device *dev)
{
	return dev->init_name ? dev->init_name : dev->kobj.name;
}

static inline void dev_set_drvdata(struct device *dev, void *data) { dev->driver_data = data; }
static inline void *dev_get_drvdata(const struct device *dev) { return dev->driver_data; }
static inline void *dev_get_platdata(const struct device *dev) { return dev->platform_data; }
static inline int dev_to_node(struct device *dev) { return dev->numa_node; }
static inline void set_dev_node(struct device *dev, int node) { dev->numa_node = node; }
static inline bool device_is_registered(struct device *dev) { return dev->registered; }
static inline void device_lock(struct device *dev) { mutex_lock(&dev->mutex); }
static inline void device_unlock(struct device *dev) { mutex_unlock(&dev->mutex); }
static inline struct device *kobj_to_dev(struct kobject *kobj) { return container_of(kobj, struct device, kobj); }
static inline void device_set_wakeup_capable(struct device *dev, bool capable) { (void)dev; (void)capable; }
static inline int device_init_wakeup(struct device *dev, bool enable) { (void)dev; (void)enable; return 0; }
static inline bool device_may_wakeup(struct device *dev) { (void)dev; return false; }
#define dev_of_node(dev) ((dev)->of_node)

/* drivers/base/core.c */
int dev_set_name(struct device *dev, const char *name, ...) __printf(2, 3);
void device_initialize(struct device *dev);
int device_add(struct device *dev) __must_check;
void device_del(struct device *dev);
int device_register(struct device *dev) __must_check;
void device_unregister(struct device *dev);
struct device *get_device(struct device *dev);
void put_device(struct device *dev);
int device_for_each_child(struct device *dev, void *data, int (*function)(struct device *dev, void *data));

/* drivers/base/dd.c */
int __driver_probe(struct device_driver *driver, struct device *dev, int (*probe)(struct device *dev));
void __driver_release(struct device *dev);

/* drivers/base/class.c */
struct class {
	const char *name;
	struct module *owner;
	const struct attribute_group **class_groups;
	const struct attribute_group **dev_groups;
	char *(*devnode)(struct device *dev, umode_t *mode);
	void (*class_release)(struct class *class);
	void (*dev_release)(struct device *dev);
};

/* Up to 6.3 the owner came first; both forms are understood. */
struct class *__class_create(const char *name);
#define class_create(arguments...) __class_create(__class_create_last(arguments, arguments))
#define __class_create_last(first, second, ...) second
void class_destroy(struct class *class);
int class_register(struct class *class) __must_check;
void class_unregister(struct class *class);
struct device *device_create(struct class *class, struct device *parent, dev_t devt, void *data, const char *fmt, ...)
	__printf(5, 6);
struct device *device_create_with_groups(struct class *class, struct device *parent, dev_t devt, void *data,
					 const struct attribute_group **groups, const char *fmt, ...) __printf(6, 7);
void device_destroy(struct class *class, dev_t devt);

/* fs/sysfs.c */
struct device_attribute {
	struct attribute attr;
	ssize_t (*show)(struct device *dev, struct device_attribute *attribute, char *buffer);
	ssize_t (*store)(struct device *dev, struct device_attribute *attribute, const char *buffer, size_t count);
};

#define DEVICE_ATTR(name, mode, show, store) struct device_attribute dev_attr_##name = __ATTR(name, mode, show, store)
#define DEVICE_ATTR_RO(name) struct device_attribute dev_attr_##name = __ATTR_RO(name)
#define DEVICE_ATTR_WO(name) struct device_attribute dev_attr_##name = __ATTR_WO(name)
#define DEVICE_ATTR_RW(name) struct device_attribute dev_attr_##name = __ATTR_RW(name)

int device_create_file(struct device *dev, const struct device_attribute *attribute);
void device_remove_file(struct device *dev, const struct device_attribute *attribute);
int sysfs_create_group(struct kobject *kobj, const struct attribute_group *group) __must_check;
void sysfs_remove_group(struct kobject *kobj, const struct attribute_group *group);

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

#endif
