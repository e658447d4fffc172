/* debugfs files of the pools for atomic coherent memory and of the bounce buffers; the pools themselves are dma/atomic-pools.ts, dma/swiotlb. */
#include <linux/debugfs.h>
#include <linux/dma-mapping.h>

static int atomic_pool_size_get(void *which, u64 *value)
{
	*value = __dma_atomic_pool_size((unsigned long)which);
	return 0;
}
DEFINE_DEBUGFS_ATTRIBUTE(atomic_pool_size_fops, atomic_pool_size_get, NULL, "%llu\n");

static int io_tlb_get(void *which, u64 *value)
{
	*value = __swiotlb_slots((unsigned long)which);
	return 0;
}
DEFINE_DEBUGFS_ATTRIBUTE(io_tlb_fops, io_tlb_get, NULL, "%llu\n");

void __dma_pools_init(void)
{
	struct dentry *root;

	__dma_atomic_pool_init();
	if (__dma_has_atomic_pools()) {
		root = debugfs_create_dir("dma_pools", NULL);
		debugfs_create_file("pool_size_dma", 0400, root, (void *)1, &atomic_pool_size_fops);
		debugfs_create_file("pool_size_dma32", 0400, root, (void *)2, &atomic_pool_size_fops);
		debugfs_create_file("pool_size_kernel", 0400, root, (void *)0, &atomic_pool_size_fops);
	}
	root = debugfs_create_dir("swiotlb", NULL);
	if (__swiotlb_slots(0)) {
		debugfs_create_file("io_tlb_nslabs", 0400, root, (void *)0, &io_tlb_fops);
		debugfs_create_file("io_tlb_used", 0400, root, (void *)1, &io_tlb_fops);
	}
}
