/* Resources that a device gives back by itself when its driver leaves, the newest first. */
#include <linux/device.h>
#include <linux/dma-mapping.h>
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
