/* What the kernel says of mistakes. One mistake a function, so that whoever adds one adds a line to the table. */

static void *ask_misuse_memory(void) { return kmalloc(4096, GFP_KERNEL); }

static void ask_misuse_unchecked(struct device *dev)
{
	void *memory = ask_misuse_memory();
	dma_addr_t handle = dma_map_single(dev, memory, 256, DMA_TO_DEVICE);

	dma_unmap_single(dev, handle, 256, DMA_TO_DEVICE);
	kfree(memory);
}

static void ask_misuse_size(struct device *dev)
{
	void *memory = ask_misuse_memory();
	dma_addr_t handle = dma_map_single(dev, memory, 256, DMA_TO_DEVICE);

	if (!dma_mapping_error(dev, handle))
		dma_unmap_single(dev, handle, 128, DMA_TO_DEVICE);
	kfree(memory);
}

static void ask_misuse_direction(struct device *dev)
{
	void *memory = ask_misuse_memory();
	dma_addr_t handle = dma_map_single(dev, memory, 256, DMA_TO_DEVICE);

	if (!dma_mapping_error(dev, handle))
		dma_unmap_single(dev, handle, 256, DMA_FROM_DEVICE);
	kfree(memory);
}

static void ask_misuse_twice(struct device *dev)
{
	void *memory = ask_misuse_memory();
	dma_addr_t handle = dma_map_single(dev, memory, 256, DMA_TO_DEVICE);

	if (!dma_mapping_error(dev, handle))
		dma_unmap_single(dev, handle, 256, DMA_TO_DEVICE);
	dma_unmap_single(dev, handle, 256, DMA_TO_DEVICE);
	kfree(memory);
}

static void ask_misuse_sync(struct device *dev)
{
	dma_sync_single_for_cpu(dev, 0x12345000, 64, DMA_FROM_DEVICE);
}

static void ask_misuse_overlap(struct device *dev)
{
	void *memory = ask_misuse_memory();
	dma_addr_t one = dma_map_single(dev, memory, 64, DMA_FROM_DEVICE);
	dma_addr_t other = dma_map_single(dev, memory, 64, DMA_FROM_DEVICE);

	if (!dma_mapping_error(dev, one))
		dma_unmap_single(dev, one, 64, DMA_FROM_DEVICE);
	if (!dma_mapping_error(dev, other))
		dma_unmap_single(dev, other, 64, DMA_FROM_DEVICE);
	kfree(memory);
}

static void ask_misuse_stack(struct device *dev)
{
	u8 bytes[64];
	dma_addr_t handle = dma_map_single(dev, bytes, 64, DMA_TO_DEVICE);

	if (!dma_mapping_error(dev, handle))
		dma_unmap_single(dev, handle, 64, DMA_TO_DEVICE);
}

static void ask_misuse_busy_pool(struct device *dev)
{
	struct dma_pool *pool = dma_pool_create("pbd", dev, 64, 64, 0);
	dma_addr_t handle;

	if (pool && dma_pool_alloc(pool, GFP_KERNEL, &handle))
		dma_pool_destroy(pool);
}

static void ask_misuse_mask(struct device *dev)
{
	void *memory = ask_misuse_memory();
	dma_addr_t handle;

	dma_set_mask(dev, DMA_BIT_MASK(24));
	handle = dma_map_single(dev, memory, 4096, DMA_TO_DEVICE);
	if (!dma_mapping_error(dev, handle))
		dma_unmap_single(dev, handle, 4096, DMA_TO_DEVICE);
	dma_set_mask(dev, DMA_BIT_MASK(64));
	kfree(memory);
}

static void ask_misuse_resource(struct device *dev)
{
	dma_set_mask(dev, DMA_BIT_MASK(32));
	if (!dma_mapping_error(dev, dma_map_resource(dev, 0x200000000ULL, 4096, DMA_TO_DEVICE, 0)))
		dma_unmap_resource(dev, 0x200000000ULL, 4096, DMA_TO_DEVICE, 0);
	dma_set_mask(dev, DMA_BIT_MASK(64));
}

static void ask_misuse_no_coherent_mask(struct device *dev)
{
	dma_addr_t handle;
	void *address;

	dev->coherent_dma_mask = 0;
	address = dma_alloc_coherent(dev, 4096, &handle, GFP_KERNEL | __GFP_NOWARN);
	if (address)
		dma_free_coherent(dev, 4096, address, handle);
	dev->coherent_dma_mask = DMA_BIT_MASK(64);
}

static void ask_misuse_no_mask(struct device *dev)
{
	u64 *mask = dev->dma_mask;
	void *memory = ask_misuse_memory();

	dev->dma_mask = NULL;
	dma_map_page(dev, virt_to_page(memory), 0, 64, DMA_TO_DEVICE);
	dev->dma_mask = mask;
	kfree(memory);
}

static void ask_misuse_zone_bits(struct device *dev)
{
	dma_addr_t handle;

	dma_alloc_pages(dev, 4096, &handle, DMA_TO_DEVICE, GFP_KERNEL | GFP_DMA32);
}

static void ask_misuse_free_atomic(struct device *dev)
{
	dma_addr_t handle;
	void *address = dma_alloc_coherent(dev, 4096, &handle, GFP_KERNEL);
	unsigned long flags;

	local_irq_save(flags);
	if (address)
		dma_free_coherent(dev, 4096, address, handle);
	local_irq_restore(flags);
}

static void ask_misuse_long_sync(struct device *dev)
{
	void *memory = ask_misuse_memory();
	dma_addr_t handle = dma_map_single(dev, memory, 100, DMA_FROM_DEVICE);

	if (dma_mapping_error(dev, handle))
		return;
	dma_sync_single_for_cpu(dev, handle, 200, DMA_FROM_DEVICE);
	dma_unmap_single(dev, handle, 100, DMA_FROM_DEVICE);
	kfree(memory);
}

static const struct {
	const char *name;
	void (*make)(struct device *dev);
} ask_misuses[] = {
	{ "no-map-error-check", ask_misuse_unchecked },
	{ "unmap-size", ask_misuse_size },
	{ "unmap-direction", ask_misuse_direction },
	{ "double-unmap", ask_misuse_twice },
	{ "sync-unmapped", ask_misuse_sync },
	{ "cacheline-overlap", ask_misuse_overlap },
	{ "stack", ask_misuse_stack },
	{ "pool-busy-destroy", ask_misuse_busy_pool },
	{ "mask-overflow", ask_misuse_mask },
	{ "resource-overflow", ask_misuse_resource },
	{ "no-coherent-mask", ask_misuse_no_coherent_mask },
	{ "no-mask", ask_misuse_no_mask },
	{ "pages-zone-bits", ask_misuse_zone_bits },
	{ "free-irqs-off", ask_misuse_free_atomic },
	{ "sync-too-long", ask_misuse_long_sync },
};

static void ask_misuse(struct asked *asked)
{
	int i;

	dma_set_mask_and_coherent(asked->dev, DMA_BIT_MASK(64));
	for (i = 0; i < ARRAY_SIZE(ask_misuses); i++) {
		log_row(ask_misuses[i].name);
		ask_misuses[i].make(asked->dev);
	}
}
