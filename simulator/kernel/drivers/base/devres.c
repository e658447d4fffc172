/* Resources that a device gives back by itself when its driver leaves, the newest first. */
#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/stdarg.h>
#include <linux/string.h>

/* Stands before the resource's own bytes. */
struct devres {
	struct list_head entry;
	dr_release_t release;
	size_t size;
};

/* What is managed begins where kmalloc'ed memory would: on a line of its own where devices do not snoop. */
static size_t devres_header(void)
{
	return max_t(size_t, round_up(sizeof(struct devres), 16), dma_get_cache_alignment());
}

static void *resource_of(struct devres *devres)
{
	return (char *)devres + devres_header();
}

static struct devres *devres_of(void *resource)
{
	return resource - devres_header();
}

void *devres_alloc(dr_release_t release, size_t size, gfp_t gfp)
{
	struct devres *devres = kmalloc(devres_header() + size, gfp);

	if (!devres)
		return NULL;
	memset(devres, 0, devres_header() + size);
	INIT_LIST_HEAD(&devres->entry);
	devres->release = release;
	devres->size = size;
	return resource_of(devres);
}

void devres_free(void *resource)
{
	if (resource)
		kfree(devres_of(resource));
}

void devres_add(struct device *dev, void *resource)
{
	unsigned long flags;

	spin_lock_irqsave(&dev->devres_lock, flags);
	list_add_tail(&devres_of(resource)->entry, &dev->devres_head);
	spin_unlock_irqrestore(&dev->devres_lock, flags);
}

static struct devres *find_resource(struct device *dev, dr_release_t release, dr_match_t match, void *match_data)
{
	struct devres *devres;

	list_for_each_entry_reverse(devres, &dev->devres_head, entry)
		if (devres->release == release && (!match || match(dev, resource_of(devres), match_data)))
			return devres;
	return NULL;
}

void *devres_find(struct device *dev, dr_release_t release, dr_match_t match, void *match_data)
{
	struct devres *devres = find_resource(dev, release, match, match_data);

	return devres ? resource_of(devres) : NULL;
}

void *devres_remove(struct device *dev, dr_release_t release, dr_match_t match, void *match_data)
{
	struct devres *devres;
	unsigned long flags;

	spin_lock_irqsave(&dev->devres_lock, flags);
	devres = find_resource(dev, release, match, match_data);
	if (devres)
		list_del_init(&devres->entry);
	spin_unlock_irqrestore(&dev->devres_lock, flags);
	return devres ? resource_of(devres) : NULL;
}

int devres_destroy(struct device *dev, dr_release_t release, dr_match_t match, void *match_data)
{
	void *resource = devres_remove(dev, release, match, match_data);

	if (!resource)
		return -ENOENT;
	devres_free(resource);
	return 0;
}

int devres_release(struct device *dev, dr_release_t release, dr_match_t match, void *match_data)
{
	void *resource = devres_remove(dev, release, match, match_data);

	if (!resource)
		return -ENOENT;
	release(dev, resource);
	devres_free(resource);
	return 0;
}

int devres_release_all(struct device *dev)
{
	int count = 0;

	if (!dev->devres_head.next)
		return 0;
	while (!list_empty(&dev->devres_head)) {
		struct devres *devres = list_last_entry(&dev->devres_head, struct devres, entry);

		list_del_init(&devres->entry);
		devres->release(dev, resource_of(devres));
		kfree(devres);
		count++;
	}
	return count;
}

static int same_resource(struct device *dev, void *resource, void *wanted)
{
	return resource == wanted;
}

/* Resources that are one pointer each are matched by that pointer. */
static int same_pointer(struct device *dev, void *resource, void *wanted)
{
	return *(void **)resource == wanted;
}

static void devm_kmalloc_release(struct device *dev, void *resource)
{
}

void *devm_kmalloc(struct device *dev, size_t size, gfp_t gfp)
{
	struct devres *devres = kmalloc(devres_header() + size, gfp);

	if (!devres)
		return NULL;
	INIT_LIST_HEAD(&devres->entry);
	devres->release = devm_kmalloc_release;
	devres->size = size;
	devres_add(dev, resource_of(devres));
	return resource_of(devres);
}

void devm_kfree(struct device *dev, const void *memory)
{
	if (!memory)
		return;
	__WARN_ON_AT("drivers/base/devres.c", 1073, devres_destroy(dev, devm_kmalloc_release, same_resource, (void *)memory));
}

void *devm_krealloc(struct device *dev, void *memory, size_t size, gfp_t gfp)
{
	void *larger = devm_kmalloc(dev, size, gfp);

	if (larger && memory) {
		size_t old = devres_of(memory)->size;

		memcpy(larger, memory, old < size ? old : size);
		devm_kfree(dev, memory);
	}
	return larger;
}

void *devm_kmemdup(struct device *dev, const void *source, size_t length, gfp_t gfp)
{
	void *copy = devm_kmalloc(dev, length, gfp);

	if (copy)
		memcpy(copy, source, length);
	return copy;
}

char *devm_kstrdup(struct device *dev, const char *text, gfp_t gfp)
{
	return text ? devm_kmemdup(dev, text, strlen(text) + 1, gfp) : NULL;
}

char *devm_kasprintf(struct device *dev, gfp_t gfp, const char *fmt, ...)
{
	va_list arguments;
	char *text, *copy;

	va_start(arguments, fmt);
	text = kvasprintf(gfp, fmt, arguments);
	va_end(arguments);
	copy = devm_kstrdup(dev, text, gfp);
	kfree(text);
	return copy;
}

struct action {
	void *data;
	void (*function)(void *data);
};

static void run_action(struct device *dev, void *resource)
{
	struct action *action = resource;

	action->function(action->data);
}

static int same_action(struct device *dev, void *resource, void *wanted)
{
	struct action *a = resource, *b = wanted;

	return a->data == b->data && a->function == b->function;
}

int devm_add_action(struct device *dev, void (*function)(void *data), void *data)
{
	struct action *action = devres_alloc(run_action, sizeof(*action), GFP_KERNEL);

	if (!action)
		return -ENOMEM;
	action->data = data;
	action->function = function;
	devres_add(dev, action);
	return 0;
}

void devm_remove_action(struct device *dev, void (*function)(void *data), void *data)
{
	struct action wanted = { data, function };

	__WARN_ON_AT("drivers/base/devres.c", 771, devres_destroy(dev, run_action, same_action, &wanted));
}

struct irq_devres {
	unsigned int irq;
	void *dev_id;
};

static void release_irq(struct device *dev, void *resource)
{
	struct irq_devres *held = resource;

	free_irq(held->irq, held->dev_id);
}

static int same_irq(struct device *dev, void *resource, void *wanted)
{
	struct irq_devres *a = resource, *b = wanted;

	return a->irq == b->irq && a->dev_id == b->dev_id;
}

int devm_request_threaded_irq(struct device *dev, unsigned int irq, irq_handler_t handler, irq_handler_t thread_fn,
			      unsigned long flags, const char *name, void *dev_id)
{
	struct irq_devres *held = devres_alloc(release_irq, sizeof(*held), GFP_KERNEL);
	int error;

	if (!held)
		return -ENOMEM;
	error = request_threaded_irq(irq, handler, thread_fn, flags, name ? name : dev_name(dev), dev_id);
	if (error) {
		devres_free(held);
		return error;
	}
	held->irq = irq;
	held->dev_id = dev_id;
	devres_add(dev, held);
	return 0;
}

void devm_free_irq(struct device *dev, unsigned int irq, void *dev_id)
{
	struct irq_devres wanted = { irq, dev_id };

	__WARN_ON_AT("kernel/irq/devres.c", 143, devres_destroy(dev, release_irq, same_irq, &wanted));
	free_irq(irq, dev_id);
}

static void release_ioremap(struct device *dev, void *resource)
{
	iounmap(*(void __iomem **)resource);
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
	__WARN_ON_AT("lib/devres.c", 115, devres_destroy(dev, release_ioremap, same_pointer, (void *)address));
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

struct pages_devres {
	unsigned long address;
	unsigned int order;
};

static void release_pages_of(struct device *dev, void *resource)
{
	struct pages_devres *pages = resource;

	free_pages(pages->address, pages->order);
}

static int same_pages(struct device *dev, void *resource, void *wanted)
{
	return ((struct pages_devres *)resource)->address == (unsigned long)wanted;
}

unsigned long devm_get_free_pages(struct device *dev, gfp_t gfp, unsigned int order)
{
	unsigned long address = __get_free_pages(gfp, order);
	struct pages_devres *pages = address ? devres_alloc(release_pages_of, sizeof(*pages), GFP_KERNEL) : NULL;

	if (!pages) {
		free_pages(address, order);
		return 0;
	}
	pages->address = address;
	pages->order = order;
	devres_add(dev, pages);
	return address;
}

void devm_free_pages(struct device *dev, unsigned long address)
{
	__WARN_ON_AT("drivers/base/devres.c", 1169, devres_release(dev, release_pages_of, same_pages, (void *)address));
}

static void remove_group_of(struct device *dev, void *resource)
{
	sysfs_remove_group(&dev->kobj, *(const struct attribute_group **)resource);
}

int devm_device_add_group(struct device *dev, const struct attribute_group *group)
{
	const struct attribute_group **held = devres_alloc(remove_group_of, sizeof(*held), GFP_KERNEL);
	int error;

	if (!held)
		return -ENOMEM;
	error = sysfs_create_group(&dev->kobj, group);
	if (error) {
		devres_free(held);
		return error;
	}
	*held = group;
	devres_add(dev, held);
	return 0;
}

int devm_device_add_groups(struct device *dev, const struct attribute_group **groups)
{
	int error = 0;

	for (; groups && *groups && !error; groups++)
		error = devm_device_add_group(dev, *groups);
	return error;
}

void devm_release_action(struct device *dev, void (*function)(void *data), void *data)
{
	struct action wanted = { data, function };

	__WARN_ON_AT("drivers/base/devres.c", 793, devres_release(dev, run_action, same_action, &wanted));
}

static void release_held_region(struct device *dev, void *resource)
{
	struct region_devres *region = resource;

	release_mem_region(region->start, region->size);
}

struct resource *devm_request_mem_region(struct device *dev, resource_size_t start, resource_size_t size, const char *name)
{
	struct region_devres *held = devres_alloc(release_held_region, sizeof(*held), GFP_KERNEL);
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
