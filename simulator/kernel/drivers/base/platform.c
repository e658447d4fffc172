/* The platform bus: devices that somebody registers, matched to drivers by name. */
#include <linux/platform_device.h>
#include <linux/list.h>
#include <linux/slab.h>
#include <linux/string.h>

extern struct list_head __all_devices;

static LIST_HEAD(platform_drivers);

static int platform_remove(struct platform_device *pdev)
{
	struct platform_driver *driver = to_platform_driver(pdev->dev.driver);

	if (driver->remove_new)
		driver->remove_new(pdev);
	else if (driver->remove)
		driver->remove(pdev);
	__driver_release(&pdev->dev);
	return 0;
}

static void bus_remove(struct device *dev)
{
	platform_remove(to_platform_device(dev));
}

struct bus_type platform_bus_type = { .name = "platform", .remove = bus_remove };

static bool matches(struct platform_driver *driver, struct platform_device *pdev)
{
	const struct platform_device_id *id = driver->id_table;

	for (; id && id->name[0]; id++) {
		if (strcmp(id->name, pdev->name) == 0) {
			pdev->id_entry = id;
			return true;
		}
	}
	return !driver->id_table && strcmp(pdev->name, driver->driver.name) == 0;
}

static int call_probe(struct device *dev)
{
	struct platform_driver *driver = to_platform_driver(dev->driver);

	return driver->probe ? driver->probe(to_platform_device(dev)) : 0;
}

static void try_to_bind(struct platform_driver *driver, struct device *dev)
{
	if (!dev->driver && matches(driver, to_platform_device(dev)))
		__driver_probe(&driver->driver, dev, call_probe);
}

int __platform_driver_register(struct platform_driver *driver, struct module *owner)
{
	struct device *dev, *following;

	driver->driver.owner = owner;
	driver->driver.bus = &platform_bus_type;
	list_add_tail(&driver->driver.list, &platform_drivers);
	list_for_each_entry_safe(dev, following, &__all_devices, list)
		if (dev->bus == &platform_bus_type)
			try_to_bind(driver, dev);
	return 0;
}

int __platform_driver_probe(struct platform_driver *driver, int (*probe)(struct platform_device *), struct module *owner)
{
	driver->probe = probe;
	return __platform_driver_register(driver, owner);
}

void platform_driver_unregister(struct platform_driver *driver)
{
	struct device *dev, *following;

	list_for_each_entry_safe(dev, following, &__all_devices, list)
		if (dev->driver == &driver->driver)
			platform_remove(to_platform_device(dev));
	list_del(&driver->driver.list);
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

int platform_device_add(struct platform_device *pdev)
{
	struct device_driver *driver;
	int error;

	pdev->dev.bus = &platform_bus_type;
	pdev->dev.dma_parms = &pdev->dma_parms;
	if (!pdev->dev.coherent_dma_mask)
		pdev->dev.coherent_dma_mask = 0xffffffff;
	if (!pdev->dev.dma_mask) {
		pdev->platform_dma_mask = 0xffffffff;
		pdev->dev.dma_mask = &pdev->platform_dma_mask;
	}
	name_device(pdev);
	error = device_add(&pdev->dev);
	if (error)
		return error;
	list_for_each_entry(driver, &platform_drivers, list) {
		try_to_bind(to_platform_driver(driver), &pdev->dev);
		if (pdev->dev.driver)
			break;
	}
	return 0;
}

int platform_device_register(struct platform_device *pdev)
{
	device_initialize(&pdev->dev);
	return platform_device_add(pdev);
}

void platform_device_del(struct platform_device *pdev)
{
	if (!IS_ERR_OR_NULL(pdev))
		device_del(&pdev->dev);
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
	if (info->dma_mask) {
		pdev->platform_dma_mask = info->dma_mask;
		pdev->dev.dma_mask = &pdev->platform_dma_mask;
		pdev->dev.coherent_dma_mask = info->dma_mask;
	}
	error = platform_device_add_resources(pdev, info->res, info->num_res);
	if (!error)
		error = platform_device_add_data(pdev, info->data, info->size_data);
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

struct resource *platform_get_resource(struct platform_device *pdev, unsigned int type, unsigned int num)
{
	unsigned int i;

	for (i = 0; i < pdev->num_resources; i++)
		if ((pdev->resource[i].flags & 0x1f00) == type && num-- == 0)
			return &pdev->resource[i];
	return NULL;
}

struct resource *platform_get_resource_byname(struct platform_device *pdev, unsigned int type, const char *name)
{
	unsigned int i;

	for (i = 0; i < pdev->num_resources; i++) {
		struct resource *resource = &pdev->resource[i];

		if ((resource->flags & 0x1f00) == type && resource->name && !strcmp(resource->name, name))
			return resource;
	}
	return NULL;
}

int platform_get_irq_optional(struct platform_device *pdev, unsigned int num)
{
	struct resource *resource = platform_get_resource(pdev, IORESOURCE_IRQ, num);

	return resource ? (int)resource->start : -ENXIO;
}

int platform_get_irq(struct platform_device *pdev, unsigned int num)
{
	int irq = platform_get_irq_optional(pdev, num);

	if (irq < 0)
		dev_err(&pdev->dev, "IRQ index %u not found\n", num);
	return irq;
}

int platform_get_irq_byname(struct platform_device *pdev, const char *name)
{
	struct resource *resource = platform_get_resource_byname(pdev, IORESOURCE_IRQ, name);

	if (!resource)
		dev_err(&pdev->dev, "IRQ %s not found\n", name);
	return resource ? (int)resource->start : -ENXIO;
}

void __iomem *devm_platform_get_and_ioremap_resource(struct platform_device *pdev, unsigned int index,
						     struct resource **result)
{
	struct resource *resource = platform_get_resource(pdev, IORESOURCE_MEM, index);

	if (result)
		*result = resource;
	return devm_ioremap_resource(&pdev->dev, resource);
}

void __iomem *devm_platform_ioremap_resource(struct platform_device *pdev, unsigned int index)
{
	return devm_platform_get_and_ioremap_resource(pdev, index, NULL);
}
