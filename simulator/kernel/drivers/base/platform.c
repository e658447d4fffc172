/* The platform bus: devices that somebody registers, matched to drivers by name. */
#include <linux/platform_device.h>
#include <linux/list.h>
#include <linux/of_device.h>
#include <linux/pm_runtime.h>
#include <linux/property.h>
#include <linux/slab.h>
#include <linux/string.h>

static int platform_match(struct device *dev, struct device_driver *driver)
{
	struct platform_device *pdev = to_platform_device(dev);
	struct platform_driver *pdriver = to_platform_driver(driver);
	const struct platform_device_id *id = pdriver->id_table;

	if (pdev->driver_override)
		return !strcmp(pdev->driver_override, driver->name);
	if (of_driver_match_device(dev, driver))
		return 1;
	for (; id && id->name[0]; id++) {
		if (strcmp(id->name, pdev->name) == 0) {
			pdev->id_entry = id;
			return 1;
		}
	}
	return !pdriver->id_table && strcmp(pdev->name, driver->name) == 0;
}

static int platform_probe(struct device *dev)
{
	struct platform_driver *driver = to_platform_driver(dev->driver);
	int result = driver->probe ? driver->probe(to_platform_device(dev)) : 0;

	if (driver->prevent_deferred_probe && result == -EPROBE_DEFER) {
		dev_warn(dev, "probe deferral not supported\n");
		result = -ENXIO;
	}
	return result;
}

static void platform_remove(struct device *dev)
{
	struct platform_driver *driver = to_platform_driver(dev->driver);
	int result = 0;

	if (driver->remove_new)
		driver->remove_new(to_platform_device(dev));
	else if (driver->remove)
		result = driver->remove(to_platform_device(dev));
	if (result)
		dev_warn(dev, "remove callback returned a non-zero value. This will be ignored.\n");
}

static void platform_shutdown(struct device *dev)
{
	struct platform_driver *driver = dev->driver ? to_platform_driver(dev->driver) : NULL;

	if (driver && driver->shutdown)
		driver->shutdown(to_platform_device(dev));
}

static int platform_pm_suspend(struct device *dev)
{
	struct platform_driver *driver = dev->driver ? to_platform_driver(dev->driver) : NULL;

	if (driver && dev->driver->pm)
		return dev->driver->pm->suspend ? dev->driver->pm->suspend(dev) : 0;
	return driver && driver->suspend ? driver->suspend(to_platform_device(dev), PMSG_SUSPEND) : 0;
}

static int platform_pm_resume(struct device *dev)
{
	struct platform_driver *driver = dev->driver ? to_platform_driver(dev->driver) : NULL;

	if (driver && dev->driver->pm)
		return dev->driver->pm->resume ? dev->driver->pm->resume(dev) : 0;
	return driver && driver->resume ? driver->resume(to_platform_device(dev)) : 0;
}

static int platform_runtime_suspend(struct device *dev)
{
	return dev->driver && dev->driver->pm && dev->driver->pm->runtime_suspend ? dev->driver->pm->runtime_suspend(dev) : 0;
}

static int platform_runtime_resume(struct device *dev)
{
	return dev->driver && dev->driver->pm && dev->driver->pm->runtime_resume ? dev->driver->pm->runtime_resume(dev) : 0;
}

static const struct dev_pm_ops platform_pm_ops = {
	.suspend = platform_pm_suspend,
	.resume = platform_pm_resume,
	.runtime_suspend = platform_runtime_suspend,
	.runtime_resume = platform_runtime_resume,
};

static ssize_t modalias_of_platform(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "platform:%s\n", to_platform_device(dev)->name);
}

static struct device_attribute platform_modalias = __ATTR(modalias, 0444, modalias_of_platform, NULL);

static ssize_t platform_override_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	const char *name = to_platform_device(dev)->driver_override;

	return sysfs_emit(buffer, "%s\n", name ? name : "(null)");
}

static ssize_t platform_override_store(struct device *dev, struct device_attribute *attribute, const char *buffer, size_t count)
{
	int error = driver_set_override(dev, &to_platform_device(dev)->driver_override, buffer, count);

	return error ? error : (ssize_t)count;
}
static struct device_attribute platform_override = __ATTR(driver_override, 0644, platform_override_show, platform_override_store);

static struct attribute *platform_attrs[] = { &platform_modalias.attr, &platform_override.attr, NULL };
ATTRIBUTE_GROUPS(platform);

static int platform_uevent(struct device *dev, struct kobj_uevent_env *env)
{
	return add_uevent_var(env, "MODALIAS=platform:%s", to_platform_device(dev)->name);
}

struct bus_type platform_bus_type = {
	.name = "platform",
	.dev_groups = platform_groups,
	.match = platform_match,
	.uevent = platform_uevent,
	.probe = platform_probe,
	.remove = platform_remove,
	.shutdown = platform_shutdown,
	.pm = &platform_pm_ops,
};

static struct device *platform_root;

int __platform_driver_register(struct platform_driver *driver, struct module *owner)
{
	driver->driver.owner = owner;
	driver->driver.bus = &platform_bus_type;
	return driver_register(&driver->driver);
}

static int probe_once_failed(struct platform_device *pdev)
{
	return -ENXIO;
}

/* -ENODEV: no device was there to be bound; later ones are none of its business. */
int __platform_driver_probe(struct platform_driver *driver, int (*probe)(struct platform_device *), struct module *owner)
{
	int error;

	driver->prevent_deferred_probe = true;
	driver->driver.suppress_bind_attrs = true;
	driver->probe = probe;
	error = __platform_driver_register(driver, owner);
	if (error)
		return error;
	driver->probe = probe_once_failed;
	if (!driver_find_device(&driver->driver, NULL, NULL, device_match_any)) {
		platform_driver_unregister(driver);
		return -ENODEV;
	}
	return 0;
}

void platform_driver_unregister(struct platform_driver *driver)
{
	driver_unregister(&driver->driver);
}

int __platform_register_drivers(struct platform_driver *const *drivers, unsigned int count, struct module *owner)
{
	unsigned int i;
	int error;

	for (i = 0; i < count; i++) {
		error = __platform_driver_register(drivers[i], owner);
		if (error) {
			printk(KERN_ERR "failed to register platform driver %ps: %d\n", drivers[i], error);
			platform_unregister_drivers(drivers, i);
			return error;
		}
	}
	return 0;
}

void platform_unregister_drivers(struct platform_driver *const *drivers, unsigned int count)
{
	while (count--)
		platform_driver_unregister(drivers[count]);
}

/* of/platform.c: those of the machine file */
void __of_platform_populate(void);
void __of_fixed_clocks_init(void);

void __platform_init(void)
{
	platform_root = root_device_register("platform");
	(void)bus_register(&platform_bus_type);
	__of_platform_populate();
	__of_fixed_clocks_init();
}

static void name_device(struct platform_device *pdev)
{
	static int next_id;

	if (pdev->id == PLATFORM_DEVID_NONE)
		dev_set_name(&pdev->dev, "%s", pdev->name);
	else if (pdev->id == PLATFORM_DEVID_AUTO)
		dev_set_name(&pdev->dev, "%s.%d.auto", pdev->name, next_id++);
	else
		dev_set_name(&pdev->dev, "%s.%d", pdev->name, pdev->id);
}

/* Claims the addresses below what is there. */
static int claim_resources(struct platform_device *pdev)
{
	u32 i;

	for (i = 0; i < pdev->num_resources; i++) {
		struct resource *resource = &pdev->resource[i], *parent = resource->parent;

		if (!resource->name)
			resource->name = dev_name(&pdev->dev);
		if (!parent && (resource->flags & IORESOURCE_TYPE_BITS) == IORESOURCE_MEM)
			parent = &iomem_resource;
		else if (!parent && (resource->flags & IORESOURCE_TYPE_BITS) == IORESOURCE_IO)
			parent = &ioport_resource;
		if (!parent || !insert_resource(parent, resource))
			continue;
		dev_err(&pdev->dev, "failed to claim resource %d: %pR\n", i, resource);
		while (i--)
			if (pdev->resource[i].parent)
				release_resource(&pdev->resource[i]);
		return -EBUSY;
	}
	return 0;
}

static void give_resources_back(struct platform_device *pdev)
{
	u32 i;

	for (i = 0; i < pdev->num_resources; i++)
		if (pdev->resource[i].parent)
			release_resource(&pdev->resource[i]);
}

int platform_device_add(struct platform_device *pdev)
{
	int error;

	pdev->dev.bus = &platform_bus_type;
	if (!pdev->dev.parent)
		pdev->dev.parent = platform_root;
	name_device(pdev);
	error = claim_resources(pdev);
	if (error)
		return error;
	error = device_add(&pdev->dev);
	if (error)
		give_resources_back(pdev);
	return error;
}

/* Masks of a device that nobody described: 32 bits. */
static void set_up_platform_dma(struct platform_device *pdev)
{
	pdev->dev.dma_parms = &pdev->dma_parms;
	if (!pdev->dev.coherent_dma_mask)
		pdev->dev.coherent_dma_mask = 0xffffffff;
	if (!pdev->dev.dma_mask) {
		pdev->platform_dma_mask = 0xffffffff;
		pdev->dev.dma_mask = &pdev->platform_dma_mask;
	}
}

int platform_device_register(struct platform_device *pdev)
{
	device_initialize(&pdev->dev);
	set_up_platform_dma(pdev);
	return platform_device_add(pdev);
}

void platform_device_del(struct platform_device *pdev)
{
	if (!IS_ERR_OR_NULL(pdev)) {
		device_del(&pdev->dev);
		give_resources_back(pdev);
	}
}

void platform_device_put(struct platform_device *pdev)
{
	if (!IS_ERR_OR_NULL(pdev))
		put_device(&pdev->dev);
}

void platform_device_unregister(struct platform_device *pdev)
{
	platform_device_del(pdev);
	platform_device_put(pdev);
}

static void release_allocated(struct device *dev)
{
	struct platform_device *pdev = to_platform_device(dev);

	kfree(pdev->resource);
	kfree(dev->platform_data);
	kfree(pdev);
}

struct platform_device *platform_device_alloc(const char *name, int id)
{
	struct platform_device *pdev = kzalloc(sizeof(*pdev), GFP_KERNEL);

	if (!pdev)
		return NULL;
	strscpy(pdev->generated_name, name, sizeof(pdev->generated_name));
	pdev->name = pdev->generated_name;
	pdev->id = id;
	device_initialize(&pdev->dev);
	set_up_platform_dma(pdev);
	pdev->dev.release = release_allocated;
	return pdev;
}

int platform_device_add_resources(struct platform_device *pdev, const struct resource *res, unsigned int num)
{
	if (!res)
		return 0;
	pdev->resource = kmemdup(res, sizeof(*res) * num, GFP_KERNEL);
	if (!pdev->resource)
		return -ENOMEM;
	pdev->num_resources = num;
	return 0;
}

int platform_device_add_data(struct platform_device *pdev, const void *data, size_t size)
{
	if (!data)
		return 0;
	pdev->dev.platform_data = kmemdup(data, size, GFP_KERNEL);
	return pdev->dev.platform_data ? 0 : -ENOMEM;
}

struct platform_device *platform_device_register_full(const struct platform_device_info *info)
{
	struct platform_device *pdev = platform_device_alloc(info->name, info->id);
	int error;

	if (!pdev)
		return ERR_PTR(-ENOMEM);
	pdev->dev.parent = info->parent;
	pdev->dev.fwnode = info->fwnode;
	pdev->dev.of_node = to_of_node(info->fwnode);
	if (info->dma_mask) {
		pdev->platform_dma_mask = info->dma_mask;
		pdev->dev.dma_mask = &pdev->platform_dma_mask;
		pdev->dev.coherent_dma_mask = info->dma_mask;
	}
	error = platform_device_add_resources(pdev, info->res, info->num_res);
	if (!error)
		error = platform_device_add_data(pdev, info->data, info->size_data);
	if (!error && info->properties)
		error = device_create_managed_software_node(&pdev->dev, info->properties, NULL);
	if (!error)
		error = platform_device_add(pdev);
	if (error) {
		platform_device_put(pdev);
		return ERR_PTR(error);
	}
	return pdev;
}

struct platform_device *platform_device_register_resndata(struct device *parent, const char *name, int id,
							  const struct resource *res, unsigned int num,
							  const void *data, size_t size)
{
	struct platform_device_info info = {
		.parent = parent, .name = name, .id = id, .res = res, .num_res = num, .data = data, .size_data = size,
	};

	return platform_device_register_full(&info);
}
