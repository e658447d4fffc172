/* Caches of objects of one kind: what of them calls the driver (constructors) or is seen by it; the objects are given out by slab.ts. */
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>

/* SLAB_FLAGS_PERMITTED of 6.1, without SLAB_DEBUG_OBJECTS. */
#define PERMITTED_FLAGS ((slab_flags_t)0x14bfed00)

/* As without CONFIG_DEBUG_VM: only what has no room in a block of pages, no name, or flags of others, is refused. */
static struct kmem_cache *refuse_cache(const char *name, int error)
{
	pr_warn("kmem_cache_create_usercopy(%s) failed with error %d\n", name, error);
	dump_stack();
	return NULL;
}

struct kmem_cache *kmem_cache_create(const char *name, unsigned int size, unsigned int align, slab_flags_t flags,
				     void (*ctor)(void *object))
{
	struct kmem_cache *cache;
	gfp_t zone = 0;

	if (!name)
		return refuse_cache(name, -ENOMEM);
	if (size > KMALLOC_MAX_SIZE || flags & ~PERMITTED_FLAGS)
		return refuse_cache(name, -EINVAL);
	cache = kzalloc(sizeof(*cache), GFP_KERNEL);
	if (!cache)
		return NULL;
	cache->name = kstrdup(name, GFP_KERNEL);
	if (!cache->name) {
		kfree(cache);
		return NULL;
	}
	if (flags & SLAB_CACHE_DMA)
		zone = __GFP_DMA;
	else if (flags & SLAB_CACHE_DMA32)
		zone = __GFP_DMA32;
	if (flags & SLAB_RECLAIM_ACCOUNT)
		zone |= __GFP_RECLAIMABLE;
	cache->object_size = size;
	cache->flags = flags;
	cache->ctor = ctor;
	cache->number = __slab_create_cache(cache->name, size, align, zone, flags, ctor != NULL);
	return cache;
}

void kmem_cache_destroy(struct kmem_cache *cache)
{
	if (!cache)
		return;
	if (__slab_destroy_cache(cache->number))
		return;
	kfree(cache->name);
	kfree(cache);
}

int kmem_cache_shrink(struct kmem_cache *cache)
{
	return __slab_shrink_cache(cache->number);
}

void *kmem_cache_alloc(struct kmem_cache *cache, gfp_t gfp)
{
	void *object = __slab_allocate(cache->number, gfp), *fresh;

	/* All objects of a new slab are constructed with the first one. */
	if (object && cache->ctor)
		while ((fresh = __slab_next_to_construct(cache->number, object)) != NULL)
			cache->ctor(fresh);
	return object;
}

void kmem_cache_free(struct kmem_cache *cache, void *object)
{
	if (object)
		__slab_free(cache->number, object);
}

int kmem_cache_alloc_bulk(struct kmem_cache *cache, gfp_t gfp, size_t count, void **objects)
{
	size_t made;

	for (made = 0; made < count; made++) {
		objects[made] = kmem_cache_alloc(cache, gfp);
		if (!objects[made]) {
			kmem_cache_free_bulk(cache, made, objects);
			return 0;
		}
	}
	return count;
}

void kmem_cache_free_bulk(struct kmem_cache *cache, size_t count, void **objects)
{
	while (count--)
		kmem_cache_free(cache, objects[count]);
}
