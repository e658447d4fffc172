/* One mistake for each of the simulator's own findings that a run of a driver can have, the place at which it is allowed named beside it. */
#include "edu.h"

static bool snooped = true;
module_param(snooped, bool, 0);

#define MOVE(address, count, direction) edu_prepare(edu, address, count, direction), writeq(1 | (direction) | 4, edu->registers + 0x98), edu_wait(edu)

static void edu_prepare(struct edu *edu, dma_addr_t address, size_t count, int direction)
{
	reinit_completion(&edu->done);
	writeq(direction == FROM_EDU ? EDU_BUFFER : address, edu->registers + 0x80);
	writeq(direction == FROM_EDU ? address : EDU_BUFFER, edu->registers + 0x88);
	writeq(count, edu->registers + 0x90);
}

static dma_addr_t map(struct edu *edu, void *buffer, size_t size, int direction)
{
	dma_addr_t handle = dma_map_single(edu->dev, buffer, size, direction);

	return dma_mapping_error(edu->dev, handle) ? 0 : handle;
}

static void streaming(struct edu *edu, char *buffer)
{
	dma_addr_t handle = map(edu, buffer, 512, DMA_TO_DEVICE);

	buffer[100] = 1; /* allow: cpu-access-while-device-owns */
	MOVE(handle, 512, TO_EDU);
	dma_unmap_single(edu->dev, handle, 512, DMA_TO_DEVICE);
	MOVE(handle, 512, TO_EDU); /* allow: dma-after-unmap */
	MOVE(virt_to_phys(buffer) + 2048, 64, TO_EDU); /* allow: wrong-target */
	handle = map(edu, buffer + 1024, 256, DMA_FROM_DEVICE);
	MOVE(handle, 300, FROM_EDU); /* allow: dma-overrun */
	dma_unmap_single(edu->dev, handle, 256, DMA_FROM_DEVICE);
}

static void too_high(struct edu *edu)
{
	char *buffer = kmalloc(64, GFP_KERNEL);
	dma_addr_t handle = dma_map_single(edu->dev, buffer, 64, DMA_TO_DEVICE); /* allow: mask-wider-than-reach */

	if (dma_mapping_error(edu->dev, handle))
		return;
	dma_unmap_single(edu->dev, handle, 64, DMA_TO_DEVICE);
	kfree(buffer);
}

static void pools(struct edu *edu)
{
	struct dma_pool *pool = dma_pool_create("every", edu->dev, 64, 64, 0);
	dma_addr_t handle;
	void *block = dma_pool_alloc(pool, GFP_KERNEL, &handle);

	dma_pool_free(pool, block, handle);
	dma_pool_free(pool, block, handle); /* allow: pool-double-free */
	dma_pool_destroy(pool);
}

static void memory(void)
{
	char *first = kmalloc(200, GFP_KERNEL), *second = kmalloc(90, GFP_KERNEL);

	first[203] = 1; /* allow: out-of-bounds */
	kfree(first + 8); /* allow: invalid-free */
	kfree(first);
	first[16] = 1; /* allow: use-after-free */
	kfree(first); /* allow: double-free */
	kfree(second);
	/* With the link to the next free object in its middle, dma-debugger: allow use-after-free */
	memset(second, 0x5a, 90);
	second = kmalloc(90, GFP_KERNEL); /* allow: free-list-corrupted */
	kfree(second);
}

/* Where devices do not snoop. */
static void caches(struct edu *edu, char *buffer)
{
	dma_addr_t handle;

	memset(buffer, 7, 512);
	handle = map(edu, buffer, 512, DMA_TO_DEVICE);
	MOVE(handle, 512, TO_EDU);
	dma_unmap_single(edu->dev, handle, 512, DMA_TO_DEVICE);
	memset(buffer, 9, 512);
	handle = map(edu, buffer, 512, DMA_TO_DEVICE);
	MOVE(handle, 512, FROM_EDU);
	dma_unmap_single(edu->dev, handle, 512, DMA_TO_DEVICE);
	printk("%d\n", buffer[8]); /* allow: stale-read */
	handle = map(edu, buffer + 1024 + 16, 256, DMA_FROM_DEVICE);
	buffer[1024] = 1;
	MOVE(handle, 256, FROM_EDU);
	dma_unmap_single(edu->dev, handle, 256, DMA_FROM_DEVICE);
	printk("%d\n", buffer[1024 + 20]); /* allow: shared-line */
	handle = map(edu, buffer + 2048, 512, DMA_FROM_DEVICE);
	buffer[2048 + 8] = 1; /* dma-debugger: allow cpu-access-while-device-owns */
	MOVE(handle, 512, FROM_EDU);
	dma_sync_single_for_device(edu->dev, handle, 512, DMA_FROM_DEVICE);
	dma_unmap_single(edu->dev, handle, 512, DMA_FROM_DEVICE);
	printk("%d\n", buffer[2048 + 8]); /* allow: dirty-line-over-dma */
	handle = map(edu, buffer + 3072, 512, DMA_TO_DEVICE);
	buffer[3072 + 8] = 1; /* dma-debugger: allow cpu-access-while-device-owns */
	MOVE(handle, 512, TO_EDU); /* allow: device-reads-stale */
	dma_unmap_single(edu->dev, handle, 512, DMA_TO_DEVICE);
}

static void barrier_is_missing(struct edu *edu)
{
	dma_addr_t handle;
	u32 *ring = dma_alloc_coherent(edu->dev, 4096, &handle, GFP_KERNEL | GFP_DMA32);

	edu_prepare(edu, handle, 64, TO_EDU);
	ring[2] = 5; /* allow: missing-barrier */
	writel_relaxed(1 | 4, edu->registers + 0x98);
	edu_wait(edu);
	dma_free_coherent(edu->dev, 4096, ring, handle);
}

static int use(struct edu *edu)
{
	char *buffer = (char *)__get_free_page(GFP_KERNEL | GFP_DMA32);

	if (snooped) {
		streaming(edu, buffer);
		too_high(edu);
		pools(edu);
		edu->handle = dma_map_single(edu->dev, buffer, 32, DMA_TO_DEVICE); /* allow: mapping-leaked */
		edu->private = kmalloc(64, GFP_KERNEL); /* allow: memory-leak */
		memory();
	} else {
		caches(edu, buffer);
		barrier_is_missing(edu);
	}
	free_page((unsigned long)buffer);
	return 0;
}
