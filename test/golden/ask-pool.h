/* dma_pool: where its blocks lie, in which order they come again, and what it refuses. */
enum { POOL_BLOCKS = 40, POOL_REUSED = 6 };

struct ask_pool_block {
	void *address;
	dma_addr_t handle;
};

/* The number of the block's page, in the order in which pages were first seen. */
static int ask_pool_page(dma_addr_t *pages, int *count, dma_addr_t handle)
{
	int i;

	for (i = 0; i < *count; i++)
		if ((handle & ~4095ULL) == pages[i])
			return i;
	pages[(*count)++] = handle & ~4095ULL;
	return *count - 1;
}

static int ask_pool_list(char *text, int room, struct ask_pool_block *blocks, int n, dma_addr_t *pages, int *count)
{
	int i, length = 0;

	for (i = 0; i < n; i++) {
		int page = ask_pool_page(pages, count, blocks[i].handle);

		length += scnprintf(text + length, room - length, "%s[%d, %llu]", i ? ", " : "", page,
				    (u64)(blocks[i].handle - pages[page]));
	}
	return length;
}

static void ask_one_pool(struct device *dev, size_t size, size_t align, size_t boundary)
{
	struct dma_pool *pool = dma_pool_create("ask", dev, size, align, boundary);
	struct ask_pool_block *blocks = kcalloc(POOL_BLOCKS + POOL_REUSED, sizeof(*blocks), GFP_KERNEL);
	dma_addr_t *pages = kcalloc(POOL_BLOCKS + POOL_REUSED, sizeof(*pages), GFP_KERNEL);
	char *text = kmalloc(4096, GFP_KERNEL);
	int i, count = 0;

	if (!pool) {
		row("\"t\": \"pool\", \"size\": %zu, \"align\": %zu, \"boundary\": %zu, \"ok\": 0", size, align, boundary);
		goto out;
	}
	for (i = 0; i < POOL_BLOCKS; i++)
		blocks[i].address = dma_pool_alloc(pool, GFP_KERNEL, &blocks[i].handle);
	ask_pool_list(text, 4096, blocks, POOL_BLOCKS, pages, &count);
	row("\"t\": \"pool\", \"size\": %zu, \"align\": %zu, \"boundary\": %zu, \"ok\": 1, \"n\": %d, \"allocs\": [%s]", size,
	    align, boundary, POOL_BLOCKS, text);
	for (i = 0; i < POOL_REUSED; i++)
		dma_pool_free(pool, blocks[i].address, blocks[i].handle);
	for (i = 0; i < POOL_REUSED; i++)
		blocks[i].address = dma_pool_alloc(pool, GFP_KERNEL, &blocks[i].handle);
	ask_pool_list(text, 4096, blocks, POOL_REUSED, pages, &count);
	row("\"t\": \"pool-reuse\", \"size\": %zu, \"align\": %zu, \"boundary\": %zu, \"freed\": \"0..5 in order\", \"allocs\": [%s]",
	    size, align, boundary, text);
	for (i = 0; i < POOL_BLOCKS; i++)
		dma_pool_free(pool, blocks[i].address, blocks[i].handle);
	dma_pool_destroy(pool);
out:
	kfree(text);
	kfree(pages);
	kfree(blocks);
}

static void ask_pool(struct asked *asked)
{
	static const size_t pools[][3] = {
		{ 64, 64, 0 },	    { 4096, 4096, 0 },	{ 100, 32, 0 }, { 3, 1, 0 },  { 192, 64, 256 },
		{ 1500, 4, 4096 },  { 5000, 16, 0 },	{ 128, 64, 64 }, { 0, 8, 0 }, { 1000, 8, 1000 },
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(pools); i++)
		ask_one_pool(asked->dev, pools[i][0], pools[i][1], pools[i][2]);
}
