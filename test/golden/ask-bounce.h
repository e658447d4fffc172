/* Bounce buffers: which slots a mapping gets, and which bytes are copied when. */

/* The next search of this CPU's area begins at a segment, whose address this is: a whole segment was just taken and given back. */
static dma_addr_t ask_bounce_rewind(struct device *dev, u8 *buffer)
{
	dma_addr_t handle = dma_map_single(dev, buffer, 262144, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, handle))
		return 0;
	dma_unmap_single(dev, handle, 262144, DMA_TO_DEVICE);
	return handle + 262144;
}

/* Several mappings at a time, listed by where they begin; each is a size, negative to free the one of that number. */
static void ask_bounce_order(struct device *dev, const char *what, u8 *buffer, const int *steps, int count)
{
	dma_addr_t handles[16];
	size_t lengths[16];
	char text[400];
	int i, taken = 0, length = 0;
	dma_addr_t base;

	text[0] = 0;
	preempt_disable();
	base = ask_bounce_rewind(dev, buffer);
	for (i = 0; i < count; i++) {
		if (steps[i] < 0) {
			dma_unmap_single(dev, handles[-steps[i] - 1], lengths[-steps[i] - 1], DMA_TO_DEVICE);
			lengths[-steps[i] - 1] = 0;
			continue;
		}
		handles[taken] = dma_map_single(dev, buffer, steps[i], DMA_TO_DEVICE);
		lengths[taken] = dma_mapping_error(dev, handles[taken]) ? 0 : steps[i];
		length += scnprintf(text + length, sizeof(text) - length, "%s%lld", taken ? ", " : "",
				    lengths[taken] ? (s64)(handles[taken] - base) : -1LL);
		taken++;
	}
	for (i = 0; i < taken; i++)
		if (lengths[i])
			dma_unmap_single(dev, handles[i], lengths[i], DMA_TO_DEVICE);
	preempt_enable();
	row("\"t\": \"bounce-order\", \"what\": \"%s\", \"at\": [%s]", what, text);
}

static u8 *ask_bounce_bytes(dma_addr_t handle) { return phys_to_virt(handle); }

/* Which of four bytes arrive where: the buffer holds 1, the bounce buffer is written 2 by the device, the buffer 3 meanwhile. */
static void ask_bounce_copy(struct device *dev, u8 *buffer, int direction, unsigned long attributes, bool sync_cpu,
			    bool sync_device, size_t from, size_t bytes)
{
	dma_addr_t handle;
	u8 mapped, after_cpu[2], after_device[2], end[2];

	memset(buffer, 1, 8192);
	handle = dma_map_single_attrs(dev, buffer, 8192, direction, attributes);
	if (dma_mapping_error(dev, handle))
		return;
	mapped = ask_bounce_bytes(handle)[5000];
	memset(ask_bounce_bytes(handle), 2, 8192);
	if (sync_cpu)
		dma_sync_single_range_for_cpu(dev, handle, from, bytes, direction);
	after_cpu[0] = buffer[from];
	after_cpu[1] = buffer[from + bytes];
	memset(buffer, 3, 8192);
	if (sync_device)
		dma_sync_single_range_for_device(dev, handle, from, bytes, direction);
	after_device[0] = ask_bounce_bytes(handle)[from];
	after_device[1] = ask_bounce_bytes(handle)[from + bytes];
	dma_unmap_single_attrs(dev, handle, 8192, direction, attributes);
	end[0] = buffer[from];
	end[1] = buffer[from + bytes];
	row("\"t\": \"bounce-copy\", \"direction\": %d, \"attributes\": %lu, \"syncs\": [%d, %d], \"range\": [%zu, %zu], \"mapped\": %u, \"cpu\": [%u, %u], \"device\": [%u, %u], \"end\": [%u, %u]",
	    direction, attributes, sync_cpu, sync_device, from, bytes, mapped, after_cpu[0], after_cpu[1], after_device[0],
	    after_device[1], end[0], end[1]);
}

static void ask_bounce_align(struct device *dev, u8 *buffer, unsigned int mask)
{
	static const unsigned int offsets[] = { 0, 100, 512, 2047, 2048, 3000, 4095 };
	char text[300];
	dma_addr_t handle;
	int i, length = 0;

	dma_set_min_align_mask(dev, mask);
	text[0] = 0;
	for (i = 0; i < ARRAY_SIZE(offsets); i++) {
		handle = dma_map_single(dev, buffer + offsets[i], 3000, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, handle)) {
			length += scnprintf(text + length, sizeof(text) - length, "%s-1", i ? ", " : "");
			continue;
		}
		length += scnprintf(text + length, sizeof(text) - length, "%s%llu", i ? ", " : "", (u64)(handle & 4095));
		dma_unmap_single(dev, handle, 3000, DMA_TO_DEVICE);
	}
	row("\"t\": \"bounce-align\", \"mask\": %u, \"max\": %zu, \"in_page\": [%s]", mask, dma_max_mapping_size(dev), text);
	dma_set_min_align_mask(dev, 0);
}

/* As many mappings of one size as there is room for. */
static void ask_bounce_fill(struct device *dev, u8 *buffer, size_t size)
{
	dma_addr_t *handles = vmalloc(40000 * sizeof(*handles));
	int i, count = 0;

	log_row("pool-full");
	while (count < 40000) {
		handles[count] = dma_map_single(dev, buffer, size, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, handles[count]))
			break;
		count++;
	}
	row("\"t\": \"bounce-fill\", \"size\": %zu, \"count\": %d", size, count);
	for (i = 0; i < count; i++)
		dma_unmap_single(dev, handles[i], size, DMA_TO_DEVICE);
	vfree(handles);
}

static void ask_bounce(struct asked *asked)
{
	static const int small[] = { 64, 64, 64, -2, 64, 2048, -1, 2049, 64 };
	static const int pages[] = { 64, 4096, 4096, 64, 4096, -3, 4096, 8192, 2048, 4095 };
	static const int large[] = { 262144, 64, 262144, 131072, 131072, -4, 65536, 200000, 262144 };
	static const int again[] = { 2048, 2048, 2048, 2048, -1, -2, -3, -4, 2048, 2048, 8192 };
	struct device *dev = asked->dev;
	u8 *buffer = (u8 *)__get_free_pages(GFP_KERNEL, 8);
	dma_addr_t handle;
	int direction;

	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(64));
	handle = dma_map_single(dev, buffer, 64, DMA_TO_DEVICE);
	if (!dma_mapping_error(dev, handle))
		dma_unmap_single(dev, handle, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, handle) || handle == virt_to_phys(buffer) || dma_get_merge_boundary(dev)) {
		free_pages((unsigned long)buffer, 8);
		return; /* nothing is bounced here */
	}
	ask_bounce_order(dev, "three of a slot, the second again", buffer, small, ARRAY_SIZE(small));
	ask_bounce_order(dev, "pages among slots", buffer, pages, ARRAY_SIZE(pages));
	ask_bounce_order(dev, "segments", buffer, large, ARRAY_SIZE(large));
	ask_bounce_order(dev, "freed in order", buffer, again, ARRAY_SIZE(again));
	for (direction = 0; direction < 3; direction++) {
		ask_bounce_copy(dev, buffer, direction, 0, false, false, 100, 200);
		ask_bounce_copy(dev, buffer, direction, 0, true, false, 100, 200);
		ask_bounce_copy(dev, buffer, direction, 0, false, true, 2000, 100);
		ask_bounce_copy(dev, buffer, direction, 0, true, true, 4000, 4000);
		ask_bounce_copy(dev, buffer, direction, DMA_ATTR_SKIP_CPU_SYNC, false, false, 100, 200);
		ask_bounce_copy(dev, buffer, direction, DMA_ATTR_SKIP_CPU_SYNC, true, true, 4097, 1);
	}
	ask_bounce_align(dev, buffer, 0);
	ask_bounce_align(dev, buffer, 511);
	ask_bounce_align(dev, buffer, 2047);
	ask_bounce_align(dev, buffer, 4095);
	ask_bounce_fill(dev, buffer, 262144);
	free_pages((unsigned long)buffer, 8);
}
