/* Devices that no bus can enumerate. */
#ifndef _PLATFORM_DEVICE_H_
#define _PLATFORM_DEVICE_H_

#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>

#define PLATFORM_DEVID_NONE (-1)
#define PLATFORM_DEVID_AUTO (-2)

struct platform_device {
	const char *name;
	int id;
	bool id_auto;
	struct device dev;
	u64 platform_dma_mask;
	struct device_dma_parameters dma_parms;
	u32 num_resources;
	struct resource *resource;
	const struct platform_device_id *id_entry;
	const char *driver_override;
	char generated_name[40]; /* the model's own */
};

struct platform_device_info {
	struct device *parent;
	const char *name;
	int id;
	const struct resource *res;
	unsigned int num_res;
	const void *data;
	size_t size_data;
	u64 dma_mask;
	const struct property_entry *properties;
	struct fwnode_handle *fwnode;
	bool of_node_reused;
};

struct platform_driver {
	int (*probe)(struct platform_device *pdev);
	int (*remove)(struct platform_device *pdev);
	void (*remove_new)(struct platform_device *pdev);
	void (*shutdown)(struct platform_device *pdev);
	int (*suspend)(struct platform_device *pdev, pm_message_t state);
	int (*resume)(struct platform_device *pdev);
	struct device_driver driver;
	const struct platform_device_id *id_table;
	bool prevent_deferred_probe;
};

#define to_platform_device(pointer) container_of(pointer, struct platform_device, dev)
#define to_platform_driver(pointer) container_of(pointer, struct platform_driver, driver)

#define platform_get_device_id(pdev) ((pdev)->id_entry)
static inline void *platform_get_drvdata(const struct platform_device *pdev) { return dev_get_drvdata(&pdev->dev); }
static inline void platform_set_drvdata(struct platform_device *pdev, void *data) { dev_set_drvdata(&pdev->dev, data); }

extern struct bus_type platform_bus_type;

/* drivers/base/platform.c */
int __platform_driver_register(struct platform_driver *driver, struct module *owner);
#define platform_driver_register(driver) __platform_driver_register(driver, THIS_MODULE)
int __platform_register_drivers(struct platform_driver *const *drivers, unsigned int count, struct module *owner);
#define platform_register_drivers(drivers, count) __platform_register_drivers(drivers, count, THIS_MODULE)
void platform_unregister_drivers(struct platform_driver *const *drivers, unsigned int count);
void platform_driver_unregister(struct platform_driver *driver);
int __platform_driver_probe(struct platform_driver *driver, int (*probe)(struct platform_device *), struct module *owner);
#define platform_driver_probe(driver, probe) __platform_driver_probe(driver, probe, THIS_MODULE)
struct platform_device *platform_device_alloc(const char *name, int id);
int platform_device_add(struct platform_device *pdev);
void platform_device_del(struct platform_device *pdev);
void platform_device_put(struct platform_device *pdev);
int platform_device_register(struct platform_device *pdev);
void platform_device_unregister(struct platform_device *pdev);
struct platform_device *platform_device_register_full(const struct platform_device_info *info);
struct platform_device *platform_device_register_resndata(struct device *parent, const char *name, int id,
							  const struct resource *res, unsigned int num,
							  const void *data, size_t size);
int platform_device_add_resources(struct platform_device *pdev, const struct resource *res, unsigned int num);
int platform_device_add_data(struct platform_device *pdev, const void *data, size_t size);
struct resource *platform_get_resource(struct platform_device *pdev, unsigned int type, unsigned int num);
struct resource *platform_get_resource_byname(struct platform_device *pdev, unsigned int type, const char *name);
int platform_get_irq(struct platform_device *pdev, unsigned int num);
int platform_get_irq_optional(struct platform_device *pdev, unsigned int num);
int platform_get_irq_byname(struct platform_device *pdev, const char *name);
void __iomem *devm_platform_ioremap_resource_byname(struct platform_device *pdev, const char *name);
int platform_irq_count(struct platform_device *pdev);
void __iomem *devm_platform_ioremap_resource(struct platform_device *pdev, unsigned int index);
void __iomem *devm_platform_get_and_ioremap_resource(struct platform_device *pdev, unsigned int index,
						     struct resource **result);

static inline struct platform_device *platform_device_register_simple(const char *name, int id,
								      const struct resource *res, unsigned int num)
{
	return platform_device_register_resndata(NULL, name, id, res, num, NULL, 0);
}

static inline struct platform_device *platform_device_register_data(struct device *parent, const char *name, int id,
								    const void *data, size_t size)
{
	return platform_device_register_resndata(parent, name, id, NULL, 0, data, size);
}

#define to_pdev(device) to_platform_device(device)
#define module_platform_driver_probe(driver, probe_function)            \
static int __init driver##_init(void)                                   \
{                                                                       \
	return platform_driver_probe(&(driver), probe_function);        \
}                                                                       \
module_init(driver##_init);                                             \
static void __exit driver##_exit(void)                                  \
{                                                                       \
	platform_driver_unregister(&(driver));                          \
}                                                                       \
module_exit(driver##_exit)
#define builtin_platform_driver(driver) builtin_driver(driver, platform_driver_register)
#define module_platform_driver(driver) module_driver(driver, platform_driver_register, platform_driver_unregister)

#endif
