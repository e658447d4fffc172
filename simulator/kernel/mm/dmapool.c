/* dma_pool: creating and destroying pools, their pages, the file that lists them, and pools that go with their device. */
#include <linux/minmax.h>
#include <linux/bug.h>
#include <linux/limits.h>
#include <linux/log2.h>
#include <linux/mutex.h>
#include <linux/sprintf.h>
#include "kernel/mm/dmapool.h"

static DEFINE_MUTEX(pools_lock);
enum { POOL_BLOCK_FREED, POOL_BLOCK_TAKEN, POOL_GONE };

static void pool_count(struct dma_pool *pool, size_t *in_use, size_t *blocks, unsigned int *pages)
{
	struct dma_page *page;

	*in_use = pool->nr_active;
	*blocks = pool->nr_blocks;
	*pages = pool->nr_pages;
	if (pool->chains_blocks)
		return;
	list_for_each_entry(page, &pool->page_list, page_list) {
		*in_use += page->in_use;
		*pages += 1;
	}
	*blocks = *pages * (pool->allocation / pool->size);
}

static ssize_t pools_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	int length = sysfs_emit(buf, "poolinfo - 0.1\n");
	struct dma_pool *pool;

	mutex_lock(&pools_lock);
	list_for_each_entry(pool, &dev->dma_pools, pools) {
		size_t in_use, blocks;
		unsigned int pages;

		spin_lock_irq(&pool->lock);
		pool_count(pool, &in_use, &blocks, &pages);
		spin_unlock_irq(&pool->lock);
		length += sysfs_emit_at(buf, length, "%-16s %4zu %4zu %4zu %2u\n", pool->name, in_use, blocks,
					pool->size, pages);
	}
	mutex_unlock(&pools_lock);
	return length;
}

static DEVICE_ATTR_RO(pools);

/* False for sizes, alignments and boundaries that no pool can have. */
static bool pool_set_shape(struct dma_pool *pool, size_t size, size_t align, size_t boundary)
{
	size_t smallest = pool->chains_blocks ? sizeof(struct dma_block) : 4;

	if (align == 0)
		align = 1;
	if (!is_power_of_2(align) || size == 0 || (pool->chains_blocks && size > INT_MAX))
		return false;
	pool->size = ALIGN(max(size, smallest), align);
	pool->allocation = max_t(size_t, pool->size, PAGE_SIZE);
	if (boundary == 0)
		boundary = pool->allocation;
	else if (boundary < pool->size || !is_power_of_2(boundary))
		return false;
	pool->boundary = pool->chains_blocks ? min(boundary, pool->allocation) : boundary;
	return true;
}

/* The first pool of a device brings the file that lists them. */
static int pool_join_device(struct dma_pool *pool, struct device *dev)
{
	bool first;
	int error;

	mutex_lock(&pools_lock);
	first = list_empty(&dev->dma_pools);
	list_add(&pool->pools, &dev->dma_pools);
	mutex_unlock(&pools_lock);
	error = first ? device_create_file(dev, &dev_attr_pools) : 0;
	if (error) {
		mutex_lock(&pools_lock);
		list_del(&pool->pools);
		mutex_unlock(&pools_lock);
	}
	return error;
}

struct dma_pool *dma_pool_create(const char *name, struct device *dev, size_t size, size_t align, size_t boundary)
{
	struct dma_pool shape = {
		.chains_blocks = __dma_pool_chains_blocks(),
		.poisons = __dma_pool_poisons(),
		.site = __dma_pool_site(),
	};
	struct dma_pool *pool;

	if (shape.chains_blocks && !dev)
		return NULL;
	if (!pool_set_shape(&shape, size, align, boundary))
		return NULL;
	pool = kmalloc(sizeof(*pool), GFP_KERNEL);
	if (!pool)
		return NULL;
	*pool = shape;
	strscpy(pool->name, name, sizeof(pool->name));
	pool->dev = dev;
	INIT_LIST_HEAD(&pool->page_list);
	INIT_LIST_HEAD(&pool->pools);
	spin_lock_init(&pool->lock);
	if (pool_join_device(pool, dev)) {
		kfree(pool);
		return NULL;
	}
	return pool;
}

struct dma_page *__pool_new_page(struct dma_pool *pool, gfp_t gfp)
{
	struct dma_page *page = kmalloc(sizeof(*page), gfp);

	if (!page)
		return NULL;
	page->vaddr = dma_alloc_coherent(pool->dev, pool->allocation, &page->dma, gfp);
	if (!page->vaddr) {
		kfree(page);
		return NULL;
	}
	if (pool->poisons)
		memset(page->vaddr, POOL_POISON_FREED, pool->allocation);
	return page;
}

struct dma_page *__pool_page_of(struct dma_pool *pool, dma_addr_t handle)
{
	struct dma_page *page;

	list_for_each_entry(page, &pool->page_list, page_list)
		if (handle >= page->dma && handle - page->dma < pool->allocation)
			return page;
	return NULL;
}

/* `header`: bytes at the start of a free block that are the pool's own. */
void __pool_check_poison(struct dma_pool *pool, void *block, size_t header, gfp_t gfp, const char *function)
{
	if (!pool->poisons)
		return;
	if (pool->size > header && memchr_inv(block + header, POOL_POISON_FREED, pool->size - header)) {
		dev_err(pool->dev, "%s %s, %p (corrupted)\n", function, pool->name, block);
		print_hex_dump(KERN_ERR, "", DUMP_PREFIX_OFFSET, 16, 1, block, pool->size, 1);
	}
	if (!(gfp & __GFP_ZERO))
		memset(block, POOL_POISON_ALLOCATED, pool->size);
}

void *dma_pool_alloc(struct dma_pool *pool, gfp_t gfp, dma_addr_t *handle)
{
	void *block;

	might_sleep_if(gfpflags_allow_blocking(gfp));
	block = pool->chains_blocks ? __pool_take_block(pool, gfp, handle) : __pool_take_by_offset(pool, gfp, handle);
	if (!block)
		return NULL;
	if (gfp & __GFP_ZERO)
		memset(block, 0, pool->size);
	__dma_pool_watch(pool, pool->name, pool->dev, pool->size, block, *handle, POOL_BLOCK_TAKEN);
	return block;
}

void dma_pool_free(struct dma_pool *pool, void *block, dma_addr_t handle)
{
	__dma_pool_watch(pool, pool->name, pool->dev, pool->size, block, handle, POOL_BLOCK_FREED);
	if (pool->chains_blocks)
		__pool_put_block(pool, block, handle);
	else
		__pool_put_by_offset(pool, block, handle);
}

static void pool_leave_device(struct dma_pool *pool)
{
	bool last;

	mutex_lock(&pools_lock);
	list_del(&pool->pools);
	last = list_empty(&pool->dev->dma_pools);
	mutex_unlock(&pools_lock);
	if (last)
		device_remove_file(pool->dev, &dev_attr_pools);
}

/* Memory of blocks that are still in use is never given back: of their pages up to 6.3, of the whole pool from 6.4 on. */
static bool pool_page_stays(struct dma_pool *pool, struct dma_page *page)
{
	if (pool->chains_blocks)
		return pool->nr_active != 0;
	if (page->in_use == 0)
		return false;
	dev_err(pool->dev, "%s %s, %p busy\n", "dma_pool_destroy", pool->name, page->vaddr);
	return true;
}

void dma_pool_destroy(struct dma_pool *pool)
{
	struct dma_page *page, *next;

	if (!pool)
		return;
	pool_leave_device(pool);
	if (pool->nr_active != 0)
		dev_err(pool->dev, "%s %s busy\n", "dma_pool_destroy", pool->name);
	list_for_each_entry_safe(page, next, &pool->page_list, page_list) {
		if (!pool_page_stays(pool, page)) {
			if (pool->poisons && !pool->chains_blocks)
				memset(page->vaddr, POOL_POISON_FREED, pool->allocation);
			dma_free_coherent(pool->dev, pool->allocation, page->vaddr, page->dma);
		}
		list_del(&page->page_list);
		kfree(page);
	}
	__dma_pool_watch(pool, pool->name, pool->dev, pool->size, NULL, 0, POOL_GONE);
	kfree(pool);
}

static void dmam_pool_release(struct device *dev, void *resource)
{
	(void)dev;
	dma_pool_destroy(*(struct dma_pool **)resource);
}

static int dmam_pool_match(struct device *dev, void *resource, void *wanted)
{
	(void)dev;
	return *(struct dma_pool **)resource == wanted;
}

struct dma_pool *dmam_pool_create(const char *name, struct device *dev, size_t size, size_t align, size_t boundary)
{
	struct dma_pool **held = devres_alloc(dmam_pool_release, sizeof(*held), GFP_KERNEL);

	if (!held)
		return NULL;
	*held = dma_pool_create(name, dev, size, align, boundary);
	if (!*held) {
		devres_free(held);
		return NULL;
	}
	devres_add(dev, held);
	return *held;
}

void dmam_pool_destroy(struct dma_pool *pool)
{
	__WARN_ON_AT("mm/dmapool.c", 527, devres_release(pool->dev, dmam_pool_release, dmam_pool_match, pool));
}
