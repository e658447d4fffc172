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
