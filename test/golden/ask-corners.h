/* What drivers do seldom: mappings of one address, lists that fail, caches of small objects, managed memory given back wrongly. */
static dma_addr_t ask_corner_map(struct device *dev, void *memory, size_t size)
{
	return dma_map_single(dev, memory, size, DMA_TO_DEVICE);
}

/* The mappings that were not asked about; a mapping of the same address asks after the one before. */
static void ask_corner_asked(struct device *dev, void *memory)
{
	dma_addr_t one, other;

	log_row("two mappings of an address, one asked about");
	one = ask_corner_map(dev, memory, 64);
	other = ask_corner_map(dev, memory, 64);
	if (dma_mapping_error(dev, one))
		return;
	dma_unmap_single(dev, one, 64, DMA_TO_DEVICE);
	dma_unmap_single(dev, other, 64, DMA_TO_DEVICE);
	log_row("two mappings of an address and two lengths, one asked about");
	one = ask_corner_map(dev, memory, 64);
	other = ask_corner_map(dev, memory, 128);
	if (dma_mapping_error(dev, one))
		return;
	dma_unmap_single(dev, other, 128, DMA_TO_DEVICE);
	dma_unmap_single(dev, one, 64, DMA_TO_DEVICE);
	log_row("two mappings of an address, none asked about");
	one = ask_corner_map(dev, memory, 64);
	other = ask_corner_map(dev, memory, 64);
	dma_unmap_single(dev, one, 64, DMA_TO_DEVICE);
	dma_unmap_single(dev, other, 64, DMA_TO_DEVICE);
}

/* A list whose entries have lengths; what the DMA fields say when it was refused. */
static void ask_corner_list(struct device *dev, const char *what, struct page *pages, const unsigned int *lengths)
{
	struct scatterlist list[3];
	int i, mapped;

	sg_init_table(list, 3);
	for (i = 0; i < 3; i++)
		sg_set_page(&list[i], pages + 2 * i, lengths[i], 0);
	mapped = dma_map_sg(dev, list, 3, DMA_TO_DEVICE);
	if (mapped) {
		row("\"t\": \"corner\", \"what\": \"%s\", \"mapped\": %d, \"lengths\": [%u, %u, %u]", what, mapped,
		    sg_dma_len(&list[0]), sg_dma_len(&list[1]), sg_dma_len(&list[2]));
		dma_unmap_sg(dev, list, 3, DMA_TO_DEVICE);
		return;
	}
	row("\"t\": \"corner\", \"what\": \"%s\", \"mapped\": 0, \"refused\": [\"%llx %u\", \"%llx %u\", \"%llx %u\"]", what,
	    (u64)sg_dma_address(&list[0]), sg_dma_len(&list[0]), (u64)sg_dma_address(&list[1]), sg_dma_len(&list[1]),
	    (u64)sg_dma_address(&list[2]), sg_dma_len(&list[2]));
}

static void ask_corner_construct(void *object) { *(u8 *)object = 0x42; }

/* Objects shorter than a pointer. `flags`: some that no cache may have. */
static void ask_corner_cache(unsigned int size, slab_flags_t flags)
{
	struct kmem_cache *cache = kmem_cache_create("ask-corner", size, 0, flags, ask_corner_construct);
	void *one, *other;

	if (!cache) {
		row("\"t\": \"corner\", \"what\": \"cache of %u, flags %x\", \"ok\": 0", size, flags);
		return;
	}
	one = kmem_cache_alloc(cache, GFP_KERNEL);
	other = kmem_cache_alloc(cache, GFP_KERNEL);
	row("\"t\": \"corner\", \"what\": \"cache of %u, flags %x\", \"ok\": 1, \"size\": %u, \"step\": %ld, \"ksize\": %zu", size,
	    flags, kmem_cache_size(cache), (long)(other - one), ksize(one));
	kmem_cache_free(cache, one);
	kmem_cache_free(cache, other);
	kmem_cache_destroy(cache);
}

static void ask_corner_managed(struct device *dev)
{
	dma_addr_t handle;
	void *memory;

	log_row("managed memory freed with another size");
	memory = dmam_alloc_coherent(dev, 5000, &handle, GFP_KERNEL);
	dmam_free_coherent(dev, 8192, memory, handle);
	log_row("managed memory freed that is not managed");
	memory = dma_alloc_coherent(dev, 4096, &handle, GFP_KERNEL);
	dmam_free_coherent(dev, 4096, memory, handle);
	log_row("devm_kfree of what is not managed");
	memory = kmalloc(64, GFP_KERNEL);
	devm_kfree(dev, memory);
	kfree(memory);
}

/* Text that says more than its arguments. */
static void ask_corner_words(struct device *dev)
{
	struct resource nothing = {};
	unsigned long flags = 0x100000000010008UL;
	dma_addr_t handle = 0x1234567890ULL;

	row("\"t\": \"corner\", \"what\": \"words\", \"are\": [\"%20pad\", \"%pr\", \"%pR\", \"%pGp\"]", &handle, &nothing,
	    &nothing, &flags);
	log_row("a message of a device without an end");
	dev_notice(dev, "begun");
	pr_cont("oracle goes on\n");
}

/* Zones that kmalloc does not know, and blocks that must not fail. */
static void ask_corner_flags(void)
{
	void *memory;

	log_row("kmalloc of pages below 4 GiB");
	memory = kmalloc(20000, GFP_KERNEL | GFP_DMA32);
	kfree(memory);
	log_row("a block that must not fail");
	memory = (void *)__get_free_pages(GFP_KERNEL | __GFP_NOFAIL, 2);
	free_pages((unsigned long)memory, 2);
}

static void ask_corners(struct asked *asked)
{
	static const unsigned int usual[] = { 4096, 2048, 4096 }, hollow[] = { 4096, 0, 4096 };
	struct device *dev = asked->dev;
	struct page *pages = alloc_pages(GFP_KERNEL, 3);
	void *memory;

	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(64));
	ask_corner_asked(dev, page_address(pages));
	/* Bounced, an empty entry is a BUG. */
	if (dma_max_mapping_size(dev) == SIZE_MAX)
		ask_corner_list(dev, "a list with an empty entry", pages, hollow);
	ask_corner_list(dev, "a list with none", pages, usual);
	dma_set_mask(dev, DMA_BIT_MASK(24));
	ask_corner_list(dev, "a list for 24 bits", pages, usual);
	dma_set_mask(dev, DMA_BIT_MASK(64));
	ask_corner_cache(1, 0);
	ask_corner_cache(4, 0);
	ask_corner_cache(7, SLAB_HWCACHE_ALIGN);
	ask_corner_cache(100, SLAB_TYPESAFE_BY_RCU);
	ask_corner_cache(100, (slab_flags_t)0x80000000);
	memory = kvmalloc(1UL << 32, GFP_KERNEL);
	row("\"t\": \"corner\", \"what\": \"kvmalloc of 4 GiB\", \"ok\": %d", memory != NULL);
	kvfree(memory);
	ask_corner_managed(dev);
	ask_corner_words(dev);
	ask_corner_flags();
	__free_pages(pages, 3);
}
