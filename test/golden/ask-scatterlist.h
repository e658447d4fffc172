/* Scatterlists: what the device is given for them, and the lists themselves. */
static void ask_mapped_list(struct device *dev, const char *in, struct scatterlist *list, int n)
{
	int mapped = dma_map_sg(dev, list, n, DMA_TO_DEVICE);
	char text[512];
	int i, length = 0;
	struct scatterlist *entry;
	dma_addr_t first = sg_dma_address(list);

	text[0] = 0;
	for_each_sg(list, entry, mapped, i)
		length += scnprintf(text + length, sizeof(text) - length, "%s[%llu, %u]", i ? ", " : "",
				    (u64)(sg_dma_address(entry) - first), sg_dma_len(entry));
	row("\"t\": \"sg\", \"in\": \"%s\", \"n\": %d, \"out\": [%s]", in, mapped, text);
	if (mapped)
		dma_unmap_sg(dev, list, n, DMA_TO_DEVICE);
}

static void ask_scatterlist(struct asked *asked)
{
	struct page *pages = alloc_pages(GFP_KERNEL, 4);
	struct scatterlist list[8];
	int i;

	dma_set_mask_and_coherent(asked->dev, DMA_BIT_MASK(64));
	sg_init_table(list, 8);
	for (i = 0; i < 8; i++)
		sg_set_page(&list[i], pages + 2 * i, i % 2 ? 2048 : 4096, i % 2 ? 512 : 0);
	ask_mapped_list(asked->dev, "8 entries: even 4096@0 odd 2048@512, page step 2", list, 8);
	sg_init_table(list, 8);
	for (i = 0; i < 8; i++)
		sg_set_page(&list[i], pages + i, 4096, 0);
	ask_mapped_list(asked->dev, "8 contiguous pages", list, 8);
	sg_init_table(list, 4);
	for (i = 0; i < 4; i++)
		sg_set_page(&list[i], pages + i, i == 3 ? 100 : 4096 - i * 64, i * 64);
	ask_mapped_list(asked->dev, "4 pages, from offset 64 i to the end of the page, the last 100 bytes", list, 4);
	sg_init_table(list, 3);
	sg_set_page(&list[0], pages, 65536, 0);
	sg_set_page(&list[1], pages, 8192, 0);
	sg_set_page(&list[2], pages + 2, 8192, 0);
	ask_mapped_list(asked->dev, "65536, then two of 8192", list, 3);
	__free_pages(pages, 4);
}

/* The lists alone: none of this asks the device. */
static void ask_table(unsigned int nents)
{
	struct sg_table table;
	struct scatterlist *entry;
	int error = sg_alloc_table(&table, nents, GFP_KERNEL);
	int i, jumps = 0, first_jump = 0;

	if (error) {
		row("\"t\": \"sg-table\", \"nents\": %u, \"error\": %d", nents, error);
		return;
	}
	for (i = 1, entry = table.sgl; entry && sg_next(entry); entry = sg_next(entry), i++)
		if (sg_next(entry) != entry + 1) {
			jumps++;
			if (!first_jump)
				first_jump = i;
		}
	row("\"t\": \"sg-table\", \"nents\": %u, \"error\": 0, \"counted\": %d, \"orig\": %u, \"jumps\": %d, \"first_jump\": %d",
	    nents, sg_nents(table.sgl), table.orig_nents, jumps, first_jump);
	sg_free_table(&table);
}

static void ask_from_pages(const char *in, struct page **pages, int n, unsigned int offset, unsigned long size,
			   unsigned int segment)
{
	struct sg_table table;
	struct scatterlist *entry;
	char text[400];
	int i, length = 0, error;

	error = sg_alloc_table_from_pages_segment(&table, pages, n, offset, size, segment, GFP_KERNEL);
	text[0] = 0;
	if (!error) {
		for_each_sgtable_sg(&table, entry, i)
			length += scnprintf(text + length, sizeof(text) - length, "%s[%ld, %u, %u]", i ? ", " : "",
					    (long)(page_to_pfn(sg_page(entry)) - page_to_pfn(pages[0])), entry->offset,
					    entry->length);
		sg_free_table(&table);
	}
	row("\"t\": \"sg-pages\", \"in\": \"%s\", \"error\": %d, \"out\": [%s]", in, error, text);
}

static void ask_copies(struct page *pages)
{
	struct scatterlist list[3];
	struct sg_mapping_iter miter;
	u8 *buffer = kzalloc(8192, GFP_KERNEL);
	size_t copied, zeroed, out;
	char text[200];
	int i, length = 0;

	memset(page_address(pages), 0x11, 3 * 4096);
	sg_init_table(list, 3);
	sg_set_page(&list[0], pages, 100, 4000);
	sg_set_page(&list[1], pages + 1, 5000, 50);
	sg_set_page(&list[2], pages + 2, 10, 3000);
	for (i = 0; i < 8192; i++)
		buffer[i] = i;
	copied = sg_pcopy_from_buffer(list, 3, buffer, 300, 90);
	zeroed = sg_zero_buffer(list, 3, 20, 95);
	memset(buffer, 0, 8192);
	out = sg_copy_to_buffer(list, 3, buffer, 8192);
	row("\"t\": \"sg-copy\", \"copied\": %zu, \"zeroed\": %zu, \"out\": %zu, \"bytes\": [%d, %d, %d, %d, %d], \"for_len\": [%d, %d, %d, %d]",
	    copied, zeroed, out, buffer[89], buffer[90], buffer[100], buffer[115], buffer[389], sg_nents_for_len(list, 0),
	    sg_nents_for_len(list, 100), sg_nents_for_len(list, 101), sg_nents_for_len(list, 6000));
	text[0] = 0;
	sg_miter_start(&miter, list, 3, SG_MITER_FROM_SG);
	sg_miter_skip(&miter, 40);
	while (sg_miter_next(&miter)) {
		length += scnprintf(text + length, sizeof(text) - length, "%s[%ld, %lu, %zu]", length ? ", " : "",
				    (long)(page_to_pfn(miter.page) - page_to_pfn(pages)),
				    (unsigned long)miter.addr & 4095, miter.length);
		if (miter.length > 1000)
			miter.consumed = 1000;
	}
	sg_miter_stop(&miter);
	row("\"t\": \"sg-miter\", \"pieces\": [%s]", text);
	kfree(buffer);
}

static void ask_lists(struct asked *asked)
{
	static const unsigned int sizes[] = { 0, 1, 127, 128, 129, 255, 256, 300, 1000 };
	struct page *block = alloc_pages(GFP_KERNEL, 3);
	struct page *pages[8];
	int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		ask_table(sizes[i]);
	for (i = 0; i < 8; i++)
		pages[i] = block + i;
	ask_from_pages("8 contiguous pages", pages, 8, 0, 32768, UINT_MAX);
	ask_from_pages("8 contiguous pages from 100, 20000 bytes", pages, 8, 100, 20000, UINT_MAX);
	ask_from_pages("8 contiguous pages, segments of 8192", pages, 8, 0, 32768, 8192);
	ask_from_pages("8 contiguous pages, segments of 10000", pages, 8, 0, 30000, 10000);
	pages[2] = block + 3;
	pages[3] = block + 2;
	ask_from_pages("pages 0 1 3 2 4 5 6 7, 32000 bytes", pages, 8, 0, 32000, UINT_MAX);
	pages[4] = block + 4;
	ask_from_pages("pages 0 1 3 2, from 4000, 12300 bytes", pages, 4, 4000, 12300, UINT_MAX);
	ask_copies(block);
	__free_pages(block, 3);
}

/* Longer lists, through their links, and lists that cannot be mapped. */
static void ask_chain(struct device *dev, unsigned int nents, unsigned int length, int direction)
{
	struct page *page = alloc_pages(GFP_KERNEL, 2);
	struct sg_table table;
	struct scatterlist *entry;
	unsigned long long bytes = 0;
	int i, error, in_order = 1;
	dma_addr_t end = 0;

	if (sg_alloc_table(&table, nents, GFP_KERNEL))
		return;
	for_each_sgtable_sg(&table, entry, i)
		sg_set_page(entry, page, length, 0);
	error = dma_map_sgtable(dev, &table, direction, 0);
	if (!error)
		for_each_sgtable_dma_sg(&table, entry, i) {
			bytes += sg_dma_len(entry);
			in_order &= sg_dma_address(entry) != end;
			end = sg_dma_address(entry) + sg_dma_len(entry);
		}
	row("\"t\": \"chain\", \"nents\": %u, \"length\": %u, \"direction\": %d, \"error\": %d, \"mapped\": %u, \"bytes\": %llu, \"apart\": %d",
	    nents, length, direction, error, error ? 0 : table.nents, bytes, in_order);
	if (!error)
		dma_unmap_sgtable(dev, &table, direction, 0);
	sg_free_table(&table);
	__free_pages(page, 2);
}

static void ask_chains(struct asked *asked)
{
	struct device *dev = asked->dev;

	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(64));
	ask_chain(dev, 1, 100, DMA_TO_DEVICE);
	ask_chain(dev, 127, 4096, DMA_TO_DEVICE);
	ask_chain(dev, 128, 2048, DMA_TO_DEVICE);
	ask_chain(dev, 129, 4096, DMA_TO_DEVICE);
	ask_chain(dev, 300, 16384, DMA_TO_DEVICE);
	dma_set_max_seg_size(dev, 8192);
	ask_chain(dev, 20, 4096, DMA_TO_DEVICE);
	ask_chain(dev, 5, 8192, DMA_TO_DEVICE);
	dma_set_max_seg_size(dev, 65536);
	dma_set_seg_boundary(dev, 0x3fff);
	ask_chain(dev, 20, 4096, DMA_TO_DEVICE);
	dma_set_seg_boundary(dev, 0xffffffff);
	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(24));
	ask_chain(dev, 3, 4096, DMA_TO_DEVICE);
	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(64));
}
