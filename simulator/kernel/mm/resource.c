/* The tree of bus addresses in use: who requested which range, and that nobody requests it twice. */
#include <linux/errno.h>
#include <linux/ioport.h>
#include <linux/printk.h>
#include <linux/slab.h>

struct resource ioport_resource = { .name = "PCI IO", .start = 0, .end = 0xffff, .flags = IORESOURCE_IO };
struct resource iomem_resource = { .name = "PCI mem", .start = 0, .end = ~0ULL, .flags = IORESOURCE_MEM };

/* Hangs `wanted` below `root`. Returns what is in its way, or NULL. */
static struct resource *insert_sorted(struct resource *root, struct resource *wanted)
{
	struct resource **link = &root->child;

	if (wanted->end < wanted->start || wanted->start < root->start || wanted->end > root->end)
		return root;
	while (*link && (*link)->end < wanted->start)
		link = &(*link)->sibling;
	if (*link && (*link)->start <= wanted->end)
		return *link;
	wanted->sibling = *link;
	wanted->parent = root;
	*link = wanted;
	return NULL;
}

int request_resource(struct resource *root, struct resource *wanted)
{
	return insert_sorted(root, wanted) ? -EBUSY : 0;
}

/* Like request_resource, but resources that lie inside the new one move below it. */
int insert_resource(struct resource *parent, struct resource *wanted)
{
	struct resource **link, *first, *last;

	for (;;) {
		first = insert_sorted(parent, wanted);
		if (!first)
			return 0;
		if (first == parent)
			return -EBUSY;
		if (first->start > wanted->start || first->end < wanted->end)
			break;
		if (first->start == wanted->start && first->end == wanted->end)
			break;
		parent = first;
	}
	for (last = first;; last = last->sibling) {
		if (last->start < wanted->start || last->end > wanted->end)
			return -EBUSY;
		if (!last->sibling || last->sibling->start > wanted->end)
			break;
	}
	for (link = &parent->child; *link != first; link = &(*link)->sibling)
		;
	wanted->parent = parent;
	wanted->sibling = last->sibling;
	wanted->child = first;
	last->sibling = NULL;
	for (; first; first = first->sibling)
		first->parent = wanted;
	*link = wanted;
	return 0;
}

int release_resource(struct resource *old)
{
	struct resource **link;

	if (!old->parent)
		return -EINVAL;
	for (link = &old->parent->child; *link; link = &(*link)->sibling) {
		if (*link != old)
			continue;
		*link = old->sibling;
		old->parent = NULL;
		return 0;
	}
	return -EINVAL;
}

/* A range inside a resource that is there (a BAR, a bridge's window) hangs below it, unless that is busy itself. */
struct resource *__request_region(struct resource *parent, resource_size_t start, resource_size_t size,
				  const char *name, int flags)
{
	struct resource *region = kzalloc(sizeof(*region), GFP_KERNEL);
	struct resource *conflict;

	if (!region)
		return NULL;
	region->name = name;
	region->start = start;
	region->end = start + size - 1;
	for (;;) {
		region->flags = (parent->flags & (IORESOURCE_TYPE_BITS | IORESOURCE_PREFETCH)) | IORESOURCE_BUSY | flags;
		conflict = insert_sorted(parent, region);
		if (!conflict)
			return region;
		if (conflict == parent || conflict->flags & IORESOURCE_BUSY)
			break;
		parent = conflict;
	}
	kfree(region);
	return NULL;
}

void __release_region(struct resource *parent, resource_size_t start, resource_size_t size)
{
	resource_size_t end = start + size - 1;
	struct resource **link = &parent->child;

	while (*link) {
		struct resource *region = *link;

		if (region->start > start || region->end < end) {
			link = &region->sibling;
			continue;
		}
		if (!(region->flags & IORESOURCE_BUSY)) {
			link = &region->child;
			continue;
		}
		if (region->start != start || region->end != end)
			break;
		*link = region->sibling;
		kfree(region);
		return;
	}
	printk(KERN_WARNING "resource: Trying to free nonexistent resource <%pa-%pa>\n", &start, &end);
}
