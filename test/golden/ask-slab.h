/* Sizes and alignments of kmalloc. */
static void ask_ksize(size_t size)
{
	void *memory = kmalloc(size, GFP_KERNEL);

	row("\"t\": \"ksize\", \"size\": %zu, \"ksize\": %zu, \"align\": %llu", size, ksize(memory),
	    lowest_bit((unsigned long)memory));
	kfree(memory);
}

static void ask_slab(struct asked *asked)
{
	static const size_t sizes[] = { 72,   91,   114,  144,	182,  229,  289,    365,  461,	 582,	 735,	 929,	  1175,
					1486, 1879, 2377, 3008, 3807, 4817, 6096, 7715, 153600, 8193, 16385, 100000, 262145,
					1048577, 4194304 };
	size_t size;
	int i;

	for (size = 1; size < 64; size += 2)
		ask_ksize(size);
	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		ask_ksize(sizes[i]);
}
