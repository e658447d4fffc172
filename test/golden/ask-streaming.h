/* Masks, limits and single mappings. */
static void ask_limits(struct device *dev, int bits)
{
	int error = dma_set_mask_and_coherent(dev, DMA_BIT_MASK(bits));

	row("\"t\": \"limits\", \"bits\": %d, \"error\": %d, \"mask\": \"0x%llx\", \"limited\": %d, \"max\": \"0x%zx\", \"opt\": \"0x%zx\", \"merge\": \"0x%lx\", \"segment\": %u, \"boundary\": \"0x%lx\"",
	    bits, error, dma_get_mask(dev), dma_addressing_limited(dev), dma_max_mapping_size(dev),
	    dma_opt_mapping_size(dev), dma_get_merge_boundary(dev), dma_get_max_seg_size(dev), dma_get_seg_boundary(dev));
}

/* Whether the device sees the buffer itself, and at which place of a page. */
static void ask_single(struct device *dev, void *buffer, unsigned int offset, size_t size, int direction)
{
	dma_addr_t handle = dma_map_single(dev, buffer + offset, size, direction);
	int error = dma_mapping_error(dev, handle);

	row("\"t\": \"single\", \"offset\": %u, \"size\": %zu, \"direction\": %d, \"error\": %d, \"in_place\": %d, \"in_page\": %llu, \"need_sync\": %d",
	    offset, size, direction, error, handle == virt_to_phys(buffer + offset), error ? 0 : (u64)(handle & 2047),
	    error ? 0 : dma_need_sync(dev, handle));
	if (!error)
		dma_unmap_single(dev, handle, size, direction);
}

static void ask_streaming(struct asked *asked)
{
	static const int masks[] = { 1, 12, 16, 23, 24, 28, 31, 32, 33, 34, 36, 40, 48, 63, 64 };
	static const unsigned int offsets[] = { 0, 1, 63, 64, 2047, 2048, 4095 };
	static const size_t sizes[] = { 1, 64, 2048, 2049, 4096, 4097, 65536, 131072, 262144, 262145, 524288 };
	struct device *dev = asked->dev;
	u8 *buffer = (u8 *)__get_free_pages(GFP_KERNEL, 8);
	int i, j;

	for (i = 0; i < ARRAY_SIZE(masks); i++)
		ask_limits(dev, masks[i]);
	for (i = 0; i < ARRAY_SIZE(offsets); i++)
		for (j = 0; j < ARRAY_SIZE(sizes); j++)
			ask_single(dev, buffer, offsets[i], sizes[j], (i + j) % 3);
	free_pages((unsigned long)buffer, 8);
}

/* Mappings of pages from any offset on, and of nothing at all in RAM. */
static void ask_page(struct device *dev, struct page *pages, unsigned long offset, size_t size)
{
	dma_addr_t handle = dma_map_page(dev, pages, offset, size, DMA_BIDIRECTIONAL);
	int error = dma_mapping_error(dev, handle);

	row("\"t\": \"page\", \"offset\": %lu, \"size\": %zu, \"error\": %d, \"in_place\": %d, \"in_page\": %llu", offset, size,
	    error, handle == page_to_phys(pages) + offset, error ? 0 : (u64)(handle & 2047));
	if (!error)
		dma_unmap_page(dev, handle, size, DMA_BIDIRECTIONAL);
}

static void ask_resource(struct device *dev, phys_addr_t physical, size_t size)
{
	dma_addr_t handle = dma_map_resource(dev, physical, size, DMA_BIDIRECTIONAL, 0);
	int error = dma_mapping_error(dev, handle);

	row("\"t\": \"resource\", \"physical\": \"0x%llx\", \"size\": %zu, \"error\": %d, \"in_place\": %d, \"in_page\": %llu",
	    (u64)physical, size, error, handle == physical, error ? 0 : (u64)(handle & 4095));
	if (!error)
		dma_unmap_resource(dev, handle, size, DMA_BIDIRECTIONAL, 0);
}

static void ask_sync(struct asked *asked)
{
	struct device *dev = asked->dev;
	struct page *pages = alloc_pages(GFP_KERNEL, 4);
	int bits;

	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(64));
	ask_page(dev, pages, 0, 65536);
	ask_page(dev, pages, 5000, 100);
	ask_page(dev, pages, 4095, 2);
	ask_page(dev, pages, 61440, 4096);
	for (bits = 30; bits <= 64; bits += 17) {
		dma_set_mask_and_coherent(dev, DMA_BIT_MASK(bits));
		ask_resource(dev, 0x3ffff000, 4096);
		ask_resource(dev, 0x40000000, 1);
		ask_resource(dev, 0xfe000010, 256);
		ask_resource(dev, 0x3ffffffc, 4);
		ask_resource(dev, 0x3ffffffc, 5);
	}
	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(64));
	__free_pages(pages, 4);
}
