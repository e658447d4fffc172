/* Coherent memory by mask, size and GFP flags, each buffer freed before the next is asked for. */
static const char *ask_zone(struct page *page)
{
	unsigned long frame = page_to_pfn(page);

	return frame < 0x1000 ? "DMA" : frame < 0x100000 ? "DMA32" : "Normal";
}

static struct page *ask_page_of(void *address)
{
	return is_vmalloc_addr(address) ? vmalloc_to_page(address) : virt_to_page(address);
}

static void ask_coherent_buffer(struct device *dev, int bits, size_t size, const char *name, gfp_t gfp)
{
	dma_addr_t handle;
	void *address = dma_alloc_coherent(dev, size, &handle, gfp | __GFP_NOWARN);
	size_t looked = size < 65536 ? size : 65536;
	struct page *page;

	if (!address) {
		row("\"t\": \"coherent\", \"bits\": %d, \"size\": %zu, \"gfp\": \"%s\", \"ok\": 0", bits, size, name);
		return;
	}
	page = ask_page_of(address);
	row("\"t\": \"coherent\", \"bits\": %d, \"size\": %zu, \"gfp\": \"%s\", \"ok\": 1, \"dma\": \"0x%llx\", \"phys\": \"0x%llx\", \"zone\": \"%s\", \"vmalloc\": %d, \"zeroed\": %d",
	    bits, size, name, (u64)handle, (u64)page_to_phys(page), ask_zone(page), is_vmalloc_addr(address),
	    !memchr_inv(address, 0, looked));
	memset(address, 0xa5, looked);
	dma_free_coherent(dev, size, address, handle);
}

static void ask_coherent(struct asked *asked)
{
	static const int masks[] = { 64, 32 };
	static const size_t sizes[] = { 64, 4096, 5000, 12288, 65536, 153600, 4194304, 5242880 };
	int i, j;

	for (i = 0; i < ARRAY_SIZE(masks); i++) {
		if (dma_set_mask_and_coherent(asked->dev, DMA_BIT_MASK(masks[i])))
			continue;
		for (j = 0; j < ARRAY_SIZE(sizes); j++) {
			ask_coherent_buffer(asked->dev, masks[i], sizes[j], "GFP_KERNEL", GFP_KERNEL);
			ask_coherent_buffer(asked->dev, masks[i], sizes[j], "GFP_ATOMIC", GFP_ATOMIC);
			ask_coherent_buffer(asked->dev, masks[i], sizes[j], "GFP_KERNEL|GFP_DMA", GFP_KERNEL | GFP_DMA);
		}
	}
}

/* Narrower and wider masks than the two. */
static void ask_coherent_masks(struct asked *asked)
{
	static const int masks[] = { 24, 26, 28, 30, 31, 33, 34, 40 };
	static const size_t sizes[] = { 1, 8192, 20000, 262144, 1048577 };
	int i, j;

	for (i = 0; i < ARRAY_SIZE(masks); i++) {
		if (dma_set_mask_and_coherent(asked->dev, DMA_BIT_MASK(masks[i])))
			continue;
		for (j = 0; j < ARRAY_SIZE(sizes); j++) {
			ask_coherent_buffer(asked->dev, masks[i], sizes[j], "GFP_KERNEL", GFP_KERNEL);
			ask_coherent_buffer(asked->dev, masks[i], sizes[j], "GFP_ATOMIC", GFP_ATOMIC);
			ask_coherent_buffer(asked->dev, masks[i], sizes[j], "GFP_NOWAIT|GFP_DMA32", GFP_NOWAIT | GFP_DMA32);
			ask_coherent_buffer(asked->dev, masks[i], sizes[j], "GFP_DMA", GFP_DMA);
			ask_coherent_buffer(asked->dev, masks[i], sizes[j], "GFP_USER", GFP_USER);
		}
	}
	dma_set_mask_and_coherent(asked->dev, DMA_BIT_MASK(64));
	/* Behind an IOMMU the kernel dies of it. */
	if (!dma_get_merge_boundary(asked->dev))
		ask_coherent_buffer(asked->dev, 64, 0, "GFP_KERNEL", GFP_KERNEL);
	ask_coherent_buffer(asked->dev, 64, 67108864, "GFP_KERNEL", GFP_KERNEL);
	ask_coherent_buffer(asked->dev, 64, 67108865, "GFP_KERNEL", GFP_KERNEL);
}

/* Where a buffer lies: in its device's words, the machine's, and a list's. */
static void ask_attribute(struct device *dev, const char *name, unsigned long attributes)
{
	dma_addr_t handle = 0;
	size_t size = 9000;
	void *address = dma_alloc_attrs(dev, size, &handle, GFP_KERNEL, attributes);
	struct sg_table table;
	struct page *page;
	int error;

	if (!address) {
		row("\"t\": \"attribute\", \"name\": \"%s\", \"ok\": 0", name);
		return;
	}
	page = attributes & DMA_ATTR_NO_KERNEL_MAPPING ? address : ask_page_of(address);
	error = dma_get_sgtable_attrs(dev, &table, address, handle, size, attributes);
	row("\"t\": \"attribute\", \"name\": \"%s\", \"ok\": 1, \"cookie\": %d, \"vmalloc\": %d, \"sgtable\": %d, \"entries\": %d, \"first\": %d, \"length\": %u",
	    name, (unsigned long)address >= VMEMMAP_START && (unsigned long)address < VMEMMAP_START + (1UL << 40),
	    is_vmalloc_addr(address), error, error ? 0 : table.orig_nents,
	    !error && sg_page(table.sgl) == page, error ? 0 : table.sgl->length);
	if (!error)
		sg_free_table(&table);
	dma_free_attrs(dev, size, address, handle, attributes);
}

static void ask_pages(struct device *dev, size_t size)
{
	dma_addr_t handle, other;
	struct page *page = dma_alloc_pages(dev, size, &handle, DMA_FROM_DEVICE, GFP_KERNEL);
	void *address = dma_alloc_noncoherent(dev, size, &other, DMA_BIDIRECTIONAL, GFP_KERNEL);
	struct sg_table *table = dma_alloc_noncontiguous(dev, size, DMA_BIDIRECTIONAL, GFP_KERNEL, 0);
	void *mapped = table ? dma_vmap_noncontiguous(dev, size, table) : NULL;

	row("\"t\": \"pages\", \"size\": %zu, \"page\": %d, \"noncoherent\": %d, \"linear\": %d, \"noncontiguous\": %d, \"nents\": %d, \"orig\": %d, \"bytes\": %u, \"mapped\": %d, \"linear_map\": %d",
	    size, page != NULL, address != NULL, address && virt_addr_valid(address), table != NULL,
	    table ? table->nents : 0, table ? table->orig_nents : 0, table ? sg_dma_len(table->sgl) : 0,
	    mapped != NULL, mapped && virt_addr_valid(mapped));
	if (table) {
		dma_vunmap_noncontiguous(dev, mapped);
		dma_free_noncontiguous(dev, size, table, DMA_BIDIRECTIONAL);
	}
	if (address)
		dma_free_noncoherent(dev, size, address, other, DMA_BIDIRECTIONAL);
	if (page)
		dma_free_pages(dev, size, page, handle, DMA_FROM_DEVICE);
}

static void ask_attributes(struct asked *asked)
{
	struct device *dev = asked->dev;

	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(64));
	ask_attribute(dev, "none", 0);
	ask_attribute(dev, "WRITE_COMBINE", DMA_ATTR_WRITE_COMBINE);
	ask_attribute(dev, "NO_KERNEL_MAPPING", DMA_ATTR_NO_KERNEL_MAPPING);
	ask_attribute(dev, "FORCE_CONTIGUOUS", DMA_ATTR_FORCE_CONTIGUOUS);
	ask_attribute(dev, "WEAK_ORDERING", DMA_ATTR_WEAK_ORDERING);
	ask_attribute(dev, "SKIP_CPU_SYNC", DMA_ATTR_SKIP_CPU_SYNC);
	ask_attribute(dev, "ALLOC_SINGLE_PAGES", DMA_ATTR_ALLOC_SINGLE_PAGES);
	ask_attribute(dev, "PRIVILEGED", DMA_ATTR_PRIVILEGED);
	ask_pages(dev, 100);
	ask_pages(dev, 9000);
	ask_pages(dev, 65536);
	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(32));
	ask_pages(dev, 9000);
}
