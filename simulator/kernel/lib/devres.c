/* Mappings and ranges of registers that are given back when their driver leaves. */
#include <linux/device.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/slab.h>

static void release_ioremap(struct device *dev, void *resource)
{
	iounmap(*(void __iomem **)resource);
}

static int same_mapping(struct device *dev, void *resource, void *wanted)
{
	return *(void __iomem **)resource == wanted;
}

static void __iomem *hold_mapping(struct device *dev, void __iomem *address)
{
	void __iomem **held;

	if (!address)
		return NULL;
	held = devres_alloc(release_ioremap, sizeof(*held), GFP_KERNEL);
	if (!held) {
		iounmap(address);
		return NULL;
	}
	*held = address;
	devres_add(dev, held);
	return address;
}

void __iomem *devm_ioremap(struct device *dev, resource_size_t offset, resource_size_t size)
{
	return hold_mapping(dev, ioremap(offset, size));
}

void __iomem *devm_ioremap_wc(struct device *dev, resource_size_t offset, resource_size_t size)
{
	return hold_mapping(dev, ioremap_wc(offset, size));
}

void devm_iounmap(struct device *dev, void __iomem *address)
{
	__WARN_ON_AT("lib/devres.c", 115, devres_destroy(dev, release_ioremap, same_mapping, (void *)address));
	iounmap(address);
}

struct region_devres {
	resource_size_t start, size;
};

static void release_region_of(struct device *dev, void *resource)
{
	struct region_devres *region = resource;

	release_mem_region(region->start, region->size);
}

void __iomem *devm_ioremap_resource(struct device *dev, const struct resource *resource)
{
	struct region_devres *region;
	void __iomem *address;

	if (!resource || !(resource->flags & IORESOURCE_MEM)) {
		dev_err(dev, "invalid resource %pR\n", resource);
		return (void __iomem *)ERR_PTR(-EINVAL);
	}
	region = devres_alloc(release_region_of, sizeof(*region), GFP_KERNEL);
	if (!region)
		return (void __iomem *)ERR_PTR(-ENOMEM);
	if (!request_mem_region(resource->start, resource_size(resource), dev_name(dev))) {
		dev_err(dev, "can't request region for resource %pR\n", resource);
		devres_free(region);
		return (void __iomem *)ERR_PTR(-EBUSY);
	}
	region->start = resource->start;
	region->size = resource_size(resource);
	devres_add(dev, region);
	address = devm_ioremap(dev, resource->start, resource_size(resource));
	if (!address) {
		dev_err(dev, "ioremap failed for resource %pR\n", resource);
		return (void __iomem *)ERR_PTR(-ENOMEM);
	}
	return address;
}

struct resource *devm_request_mem_region(struct device *dev, resource_size_t start, resource_size_t size, const char *name)
{
	struct region_devres *held = devres_alloc(release_region_of, sizeof(*held), GFP_KERNEL);
	struct resource *region = held ? request_mem_region(start, size, name) : NULL;

	if (!region) {
		devres_free(held);
		return NULL;
	}
	held->start = start;
	held->size = size;
	devres_add(dev, held);
	return region;
}
