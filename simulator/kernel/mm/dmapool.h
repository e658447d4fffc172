/* What the two designs of dma_pool share: up to 6.3 the free blocks of each page are chained by offsets, from 6.4 on all of a pool's by pointers. */
#ifndef __MM_DMAPOOL_H
#define __MM_DMAPOOL_H

#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/dmapool.h>
#include <linux/list.h>
#include <linux/poison.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

/* A free block of 6.4 begins so. It stands in memory that the device can write, as the offsets of the older design do. */
struct dma_block {
	struct dma_block *next_block;
	dma_addr_t dma;
};

struct dma_page {
	struct list_head page_list;
	void *vaddr;
	dma_addr_t dma;
	unsigned int in_use; /* these two up to 6.3 */
	unsigned int offset;
};

struct dma_pool {
	struct list_head page_list; /* the newest first */
	spinlock_t lock;
	struct device *dev;
	size_t size;
	size_t allocation;
	size_t boundary;
	char name[32];
	struct list_head pools;
	bool chains_blocks; /* the design of 6.4 */
	bool poisons; /* as kernels built with SLUB_DEBUG_ON do */
	int site; /* the statement that made it, or -1 */
	struct dma_block *next_block; /* these four from 6.4 on */
	size_t nr_blocks;
	size_t nr_active;
	size_t nr_pages;
};

/* dma/pool-watch.ts */
bool __dma_pool_chains_blocks(void);
bool __dma_pool_poisons(void);
int __dma_pool_site(void);
void __dma_pool_watch(struct dma_pool *pool, const char *name, struct device *dev, size_t size, void *block,
		      dma_addr_t handle, int event);

/* mm/dmapool-offsets.c: up to 6.3 */
void *__pool_take_by_offset(struct dma_pool *pool, gfp_t gfp, dma_addr_t *handle);
void __pool_put_by_offset(struct dma_pool *pool, void *block, dma_addr_t handle);

/* mm/dmapool-blocks.c: from 6.4 on */
void *__pool_take_block(struct dma_pool *pool, gfp_t gfp, dma_addr_t *handle);
void __pool_put_block(struct dma_pool *pool, void *block, dma_addr_t handle);

struct dma_page *__pool_new_page(struct dma_pool *pool, gfp_t gfp);
struct dma_page *__pool_page_of(struct dma_pool *pool, dma_addr_t handle);
void __pool_check_poison(struct dma_pool *pool, void *block, size_t header, gfp_t gfp, const char *function);

#endif
