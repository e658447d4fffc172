/* Scatterlists: walking, building, copying. */
#include <linux/align.h>
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/minmax.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/string.h>

struct scatterlist *sg_next(struct scatterlist *sg)
{
	if (sg_is_last(sg))
		return NULL;
	return sg_is_chain(sg + 1) ? sg_chain_ptr(sg + 1) : sg + 1;
}

struct scatterlist *sg_last(struct scatterlist *sgl, unsigned int nents)
{
	struct scatterlist *last = NULL;

	for (unsigned int i = 0; i < nents; i++, sgl = sg_next(sgl))
		last = sgl;
	return last;
}

int sg_nents(struct scatterlist *sg)
{
	int count = 0;

	for (; sg; sg = sg_next(sg))
		count++;
	return count;
}

/* -EINVAL: the list is shorter than that. */
int sg_nents_for_len(struct scatterlist *sg, u64 len)
{
	int count = 0;
	u64 total = 0;

	if (len == 0)
		return 0;
	for (; sg; sg = sg_next(sg)) {
		count++;
		total += sg->length;
		if (total >= len)
			return count;
	}
	return -EINVAL;
}

void sg_init_table(struct scatterlist *sgl, unsigned int nents)
{
	memset(sgl, 0, sizeof(*sgl) * nents);
	sg_init_marker(sgl, nents);
}

void sg_init_one(struct scatterlist *sg, const void *buf, unsigned int buflen)
{
	sg_init_table(sg, 1);
	sg_set_buf(sg, buf, buflen);
}

/* A whole page for a full array, as Linux has it; kmalloc for a shorter one. */
static struct scatterlist *allocate_sg_array(unsigned int nents, gfp_t gfp)
{
	if (nents == SG_MAX_SINGLE_ALLOC)
		return (struct scatterlist *)__get_free_page(gfp);
	return kmalloc_array(nents, sizeof(struct scatterlist), gfp);
}

static void free_sg_array(struct scatterlist *sgl, unsigned int nents)
{
	if (nents == SG_MAX_SINGLE_ALLOC)
		free_page((unsigned long)sgl);
	else
		kfree(sgl);
}

/* The last entry of a full array is the link to the next one. */
void __sg_free_table(struct sg_table *table, unsigned int max_ents, unsigned int nents_first_chunk,
		     sg_free_fn *free_fn, unsigned int num_ents)
{
	struct scatterlist *array = table->sgl;
	unsigned int room = nents_first_chunk ? nents_first_chunk : max_ents;
	bool given = nents_first_chunk != 0;

	if (!array)
		return;
	while (num_ents) {
		unsigned int size = num_ents > room ? room : num_ents;
		struct scatterlist *next = num_ents > room ? sg_chain_ptr(&array[room - 1]) : NULL;

		num_ents -= next ? size - 1 : size;
		if (!given)
			free_fn(array, size);
		given = false;
		array = next;
		room = max_ents;
	}
	table->sgl = NULL;
}

void sg_free_table(struct sg_table *table)
{
	__sg_free_table(table, SG_MAX_SINGLE_ALLOC, 0, free_sg_array, table->orig_nents);
}

void sg_free_append_table(struct sg_append_table *table)
{
	__sg_free_table(&table->sgt, SG_MAX_SINGLE_ALLOC, 0, free_sg_array, table->total_nents);
}

/* What was allocated before a failure stays in the table, which the caller frees. */
int __sg_alloc_table(struct sg_table *table, unsigned int nents, unsigned int max_ents,
		     struct scatterlist *first_chunk, unsigned int nents_first_chunk, gfp_t gfp, sg_alloc_fn *alloc_fn)
{
	unsigned int room = first_chunk ? nents_first_chunk : max_ents;
	struct scatterlist *previous = NULL;
	unsigned int previous_size = 0;

	memset(table, 0, sizeof(*table));
	if (nents == 0)
		return -EINVAL;
	while (nents) {
		unsigned int size = nents > room ? room : nents;
		unsigned int usable = nents > room ? size - 1 : size;
		struct scatterlist *array = first_chunk ? first_chunk : alloc_fn(size, gfp);

		first_chunk = NULL;
		if (!array) {
			if (previous) {
				table->orig_nents++;
				table->nents = table->orig_nents;
			}
			return -ENOMEM;
		}
		sg_init_table(array, size);
		table->orig_nents += usable;
		table->nents = table->orig_nents;
		if (previous)
			sg_chain(previous, previous_size, array);
		else
			table->sgl = array;
		nents -= usable;
		if (!nents)
			sg_mark_end(&array[usable - 1]);
		previous = array;
		previous_size = room;
		room = max_ents;
	}
	return 0;
}

int sg_alloc_table(struct sg_table *table, unsigned int nents, gfp_t gfp)
{
	int error = __sg_alloc_table(table, nents, SG_MAX_SINGLE_ALLOC, NULL, 0, gfp, allocate_sg_array);

	if (error)
		sg_free_table(table);
	return error;
}

/* How many of the pages from `pages` on are contiguous and fit into one segment. */
static unsigned int sg_run_of_pages(struct page **pages, unsigned int count, unsigned int max_segment)
{
	unsigned int run = 1;

	while (run < count && run * PAGE_SIZE < max_segment &&
	       page_to_pfn(pages[run]) == page_to_pfn(pages[run - 1]) + 1)
		run++;
	return run;
}

static unsigned int count_sg_runs(struct page **pages, unsigned int count, unsigned int max_segment)
{
	unsigned int runs = 0;

	while (count) {
		unsigned int run = sg_run_of_pages(pages, count, max_segment);

		pages += run;
		count -= run;
		runs++;
	}
	return runs;
}

/* The entry behind `last`, from a new array when its own has only the place for a link left. */
static struct scatterlist *sg_entry_behind(struct sg_append_table *table, struct scatterlist *last,
					unsigned long needed, gfp_t gfp)
{
	struct scatterlist *next = last ? sg_next(last) : NULL;
	struct scatterlist *array;
	unsigned int size = min_t(unsigned long, needed, SG_MAX_SINGLE_ALLOC);

	if (next && (!sg_is_last(next) || needed == 1))
		return next;
	array = allocate_sg_array(size, gfp);
	if (!array)
		return ERR_PTR(-ENOMEM);
	sg_init_table(array, size);
	if (next) {
		__sg_chain(next, array);
		table->total_nents += size - 1;
	} else {
		table->sgt.sgl = array;
		table->total_nents = size;
	}
	return array;
}

int sg_alloc_append_table_from_pages(struct sg_append_table *table, struct page **pages, unsigned int n_pages,
				     unsigned int offset, unsigned long size, unsigned int max_segment,
				     unsigned int left_pages, gfp_t gfp)
{
	struct scatterlist *entry = table->prv;
	unsigned int length_before = entry ? entry->length : 0;
	unsigned int runs;

	max_segment = ALIGN_DOWN(max_segment, PAGE_SIZE);
	if (__WARN_ON_AT("lib/scatterlist.c", 456, max_segment < PAGE_SIZE))
		return -EINVAL;
	if (entry && __WARN_ON_AT("lib/scatterlist.c", 468, offset))
		return -EINVAL;
	while (entry && n_pages && entry->length + PAGE_SIZE <= max_segment &&
	       page_to_pfn(*pages) == (sg_phys(entry) + entry->length) >> PAGE_SHIFT) {
		entry->length += PAGE_SIZE;
		pages++;
		n_pages--;
	}
	/* No pages make an entry all the same, with as many bytes as `size` says, up to a page. */
	if (!entry && !n_pages)
		n_pages = 1;
	runs = count_sg_runs(pages, n_pages, max_segment);
	for (; n_pages; runs--) {
		unsigned int run = sg_run_of_pages(pages, n_pages, max_segment);
		unsigned long bytes = run * PAGE_SIZE - offset;
		struct scatterlist *next = sg_entry_behind(table, entry, runs + left_pages, gfp);

		if (IS_ERR(next)) {
			if (table->prv)
				table->prv->length = length_before;
			return PTR_ERR(next);
		}
		entry = next;
		sg_set_page(entry, *pages, min_t(unsigned long, size, bytes), offset);
		table->sgt.nents++;
		size -= bytes;
		offset = 0;
		pages += run;
		n_pages -= run;
	}
	table->sgt.orig_nents = table->sgt.nents;
	table->prv = entry;
	if (!left_pages)
		sg_mark_end(entry);
	return 0;
}

int sg_alloc_table_from_pages_segment(struct sg_table *table, struct page **pages, unsigned int n_pages,
				      unsigned int offset, unsigned long size, unsigned int max_segment, gfp_t gfp)
{
	struct sg_append_table append = {};
	int error = sg_alloc_append_table_from_pages(&append, pages, n_pages, offset, size, max_segment, 0, gfp);

	if (error) {
		sg_free_append_table(&append);
		return error;
	}
	memcpy(table, &append.sgt, sizeof(*table));
	__WARN_ON_AT("lib/scatterlist.c", 580, append.total_nents != table->orig_nents);
	return 0;
}

struct scatterlist *sgl_alloc_order(unsigned long long length, unsigned int order, bool chainable, gfp_t gfp,
				    unsigned int *nent_p)
{
	unsigned long chunk = PAGE_SIZE << order;
	unsigned int count = (length + chunk - 1) / chunk;
	unsigned int entries = chainable ? count + 1 : count;
	struct scatterlist *sgl, *entry;

	if (length > (unsigned long long)count * chunk || entries < count)
		return NULL;
	sgl = kmalloc_array(entries, sizeof(*sgl), gfp & ~GFP_DMA);
	if (!sgl)
		return NULL;
	sg_init_table(sgl, entries);
	for (entry = sgl; length; entry = sg_next(entry)) {
		unsigned int part = length < chunk ? length : chunk;
		struct page *page = alloc_pages(gfp, order);

		if (!page) {
			sgl_free_order(sgl, order);
			return NULL;
		}
		sg_set_page(entry, page, part, 0);
		length -= part;
	}
	if (nent_p)
		*nent_p = count;
	return sgl;
}

struct scatterlist *sgl_alloc(unsigned long long length, gfp_t gfp, unsigned int *nent_p)
{
	return sgl_alloc_order(length, 0, false, gfp, nent_p);
}

void sgl_free_n_order(struct scatterlist *sgl, int nents, int order)
{
	struct scatterlist *entry = sgl;

	for (int i = 0; i < nents && entry; i++, entry = sg_next(entry))
		if (sg_page(entry))
			__free_pages(sg_page(entry), order);
	kfree(sgl);
}

void sgl_free_order(struct scatterlist *sgl, int order)
{
	sgl_free_n_order(sgl, INT_MAX, order);
}

void sgl_free(struct scatterlist *sgl)
{
	sgl_free_order(sgl, 0);
}
