/* Memory for objects: kmalloc, and caches of objects of one kind. */
#ifndef _LINUX_SLAB_H
#define _LINUX_SLAB_H

#include <linux/cache.h>
#include <linux/cleanup.h>
#include <linux/compiler.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/overflow.h>
#include <linux/types.h>

#define SLAB_CONSISTENCY_CHECKS ((slab_flags_t)0x00000100U)
#define SLAB_RED_ZONE ((slab_flags_t)0x00000400U)
#define SLAB_POISON ((slab_flags_t)0x00000800U)
#define SLAB_STORE_USER ((slab_flags_t)0x00010000U)
#define SLAB_HWCACHE_ALIGN ((slab_flags_t)0x00002000U)
#define SLAB_CACHE_DMA ((slab_flags_t)0x00004000U)
#define SLAB_CACHE_DMA32 ((slab_flags_t)0x00008000U)
#define SLAB_RECLAIM_ACCOUNT ((slab_flags_t)0x00020000U)
#define SLAB_PANIC ((slab_flags_t)0x00040000U)
#define SLAB_TYPESAFE_BY_RCU ((slab_flags_t)0x00080000U)
#define SLAB_MEM_SPREAD ((slab_flags_t)0x00100000U)
#define SLAB_ACCOUNT ((slab_flags_t)0) /* memory cgroups are not modelled */

#define ZERO_SIZE_PTR ((void *)16)
#define ZERO_OR_NULL_PTR(x) ((unsigned long)(x) <= (unsigned long)ZERO_SIZE_PTR)
#define KMALLOC_MAX_SIZE (1UL << 22)
#define KMALLOC_MAX_CACHE_SIZE (1UL << 13)
#if defined(ARCH_DMA_MINALIGN)
#define ARCH_KMALLOC_MINALIGN ARCH_DMA_MINALIGN
#else
#define ARCH_KMALLOC_MINALIGN 8
#endif
#define KMALLOC_MIN_SIZE ARCH_KMALLOC_MINALIGN
#define ARCH_SLAB_MINALIGN 8

/* slab/functions.ts */
void *kmalloc(size_t size, gfp_t gfp);
void kfree(const void *object);
size_t ksize(const void *object);
void *krealloc(const void *object, size_t size, gfp_t gfp) __must_check;
size_t kmalloc_size_roundup(size_t size);

static inline void *kzalloc(size_t size, gfp_t gfp)
{
	return kmalloc(size, gfp | __GFP_ZERO);
}

static inline void *kmalloc_array(size_t count, size_t size, gfp_t gfp)
{
	size_t bytes;

	if (check_mul_overflow(count, size, &bytes))
		return NULL;
	return kmalloc(bytes, gfp);
}

static inline void *kcalloc(size_t count, size_t size, gfp_t gfp)
{
	return kmalloc_array(count, size, gfp | __GFP_ZERO);
}

static inline void *krealloc_array(void *object, size_t count, size_t size, gfp_t gfp)
{
	size_t bytes;

	if (check_mul_overflow(count, size, &bytes))
		return NULL;
	return krealloc(object, bytes, gfp);
}

#define kmalloc_node(size, gfp, node) ((void)(node), kmalloc(size, gfp))
#define kzalloc_node(size, gfp, node) ((void)(node), kzalloc(size, gfp))
#define kmalloc_array_node(count, size, gfp, node) ((void)(node), kmalloc_array(count, size, gfp))
#define kcalloc_node(count, size, gfp, node) ((void)(node), kcalloc(count, size, gfp))
#define kmalloc_track_caller(size, gfp) kmalloc(size, gfp)

/* mm/util.c */
void kfree_sensitive(const void *object);
DEFINE_FREE(kfree, void *, if (!IS_ERR_OR_NULL(_T)) kfree(_T))
void *kvmalloc_node(size_t size, gfp_t gfp, int node);
void *kvrealloc(const void *object, size_t old_size, size_t size, gfp_t gfp);
void kvfree(const void *object);
void kvfree_sensitive(const void *object, size_t size);

static inline void *kvmalloc(size_t size, gfp_t gfp) { return kvmalloc_node(size, gfp, -1); }
static inline void *kvzalloc(size_t size, gfp_t gfp) { return kvmalloc(size, gfp | __GFP_ZERO); }

static inline void *kvmalloc_array(size_t count, size_t size, gfp_t gfp)
{
	size_t bytes;

	if (check_mul_overflow(count, size, &bytes))
		return NULL;
	return kvmalloc(bytes, gfp);
}

static inline void *kvcalloc(size_t count, size_t size, gfp_t gfp)
{
	return kvmalloc_array(count, size, gfp | __GFP_ZERO);
}

#define kvzalloc_node(size, gfp, node) kvmalloc_node(size, (gfp) | __GFP_ZERO, node)

struct kmem_cache {
	int number; /* the model's own: of the cache in slab.ts */
	unsigned int object_size;
	slab_flags_t flags;
	void (*ctor)(void *object);
	const char *name;
};

/* mm/slab.c */
struct kmem_cache *kmem_cache_create(const char *name, unsigned int size, unsigned int align, slab_flags_t flags,
				     void (*ctor)(void *object));
void kmem_cache_destroy(struct kmem_cache *cache);
int kmem_cache_shrink(struct kmem_cache *cache);
void *kmem_cache_alloc(struct kmem_cache *cache, gfp_t gfp);
void kmem_cache_free(struct kmem_cache *cache, void *object);
int kmem_cache_alloc_bulk(struct kmem_cache *cache, gfp_t gfp, size_t count, void **objects);
void kmem_cache_free_bulk(struct kmem_cache *cache, size_t count, void **objects);

static inline void *kmem_cache_zalloc(struct kmem_cache *cache, gfp_t gfp)
{
	return kmem_cache_alloc(cache, gfp | __GFP_ZERO);
}

#define kmem_cache_alloc_node(cache, gfp, node) ((void)(node), kmem_cache_alloc(cache, gfp))
#define kmem_cache_create_usercopy(name, size, align, flags, offset, length, ctor) \
	kmem_cache_create(name, size, align, flags, ctor)
#define KMEM_CACHE(type, flags) \
	kmem_cache_create(#type, sizeof(struct type), __alignof__(struct type), (flags), NULL)

/* slab/functions.ts */
int __slab_create_cache(const char *name, unsigned int size, unsigned int align, unsigned int zone, slab_flags_t flags,
			int constructs);
unsigned int __slab_object_size(int cache); /* grows when another cache joins this one */
void *__slab_allocate(int cache, gfp_t gfp);
void *__slab_next_to_construct(int cache, void *object);
void __slab_free(int cache, void *object);
int __slab_destroy_cache(int cache);
int __slab_shrink_cache(int cache);

static inline unsigned int kmem_cache_size(struct kmem_cache *cache) { return __slab_object_size(cache->number); }

/* A driver that includes this header has these too. */
#include <linux/bottom_half.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/find.h>
#include <linux/ioctl.h>
#include <linux/kernel.h>
#include <linux/kref.h>
#include <linux/llist.h>
#include <linux/mm_types.h>
#include <linux/notifier.h>
#include <linux/percpu-defs.h>
#include <linux/pfn.h>
#include <linux/random.h>
#include <linux/rbtree.h>
#include <linux/rwlock.h>
#include <linux/seqlock.h>
#include <linux/swab.h>
#include <linux/swait.h>
#include <linux/time.h>
#include <linux/timekeeping.h>
#include <linux/workqueue.h>

#endif
