/* Scatterlists: walking, building, copying. */
#include <linux/align.h>
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/errno.h>
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

void __sg_page_iter_start(struct sg_page_iter *piter, struct scatterlist *sglist, unsigned int nents,
			  unsigned long pgoffset)
{
	piter->sg = sglist;
	piter->__nents = nents;
	piter->sg_pgoffset = pgoffset;
	piter->__pg_advance = 0;
}

/* By the CPU's length of each entry, or by the device's. */
static bool advance_sg_page(struct sg_page_iter *piter, bool for_device)
{
	if (!piter->__nents || !piter->sg)
		return false;
	piter->sg_pgoffset += piter->__pg_advance;
	piter->__pg_advance = 1;
	for (;;) {
		unsigned int length = for_device ? sg_dma_len(piter->sg) : piter->sg->length;
		unsigned int pages = PAGE_ALIGN(piter->sg->offset + length) >> PAGE_SHIFT;

		if (piter->sg_pgoffset < pages)
			return true;
		piter->sg_pgoffset -= pages;
		piter->sg = sg_next(piter->sg);
		piter->__nents--;
		if (!piter->__nents || !piter->sg)
			return false;
	}
}

bool __sg_page_iter_next(struct sg_page_iter *piter)
{
	return advance_sg_page(piter, false);
}

bool __sg_page_iter_dma_next(struct sg_dma_page_iter *dma_iter)
{
	return advance_sg_page(&dma_iter->base, true);
}

void sg_miter_start(struct sg_mapping_iter *miter, struct scatterlist *sgl, unsigned int nents, unsigned int flags)
{
	memset(miter, 0, sizeof(*miter));
	__sg_page_iter_start(&miter->piter, sgl, nents, 0);
	__WARN_ON_AT("lib/scatterlist.c", 792, !(flags & (SG_MITER_TO_SG | SG_MITER_FROM_SG)));
	miter->__flags = flags;
}

/* Whether bytes remain, in this page or the next. */
static bool miter_has_bytes(struct sg_mapping_iter *miter)
{
	struct scatterlist *sg;
	unsigned long end, start;

	if (miter->__remaining)
		return true;
	if (!__sg_page_iter_next(&miter->piter))
		return false;
	sg = miter->piter.sg;
	start = miter->piter.sg_pgoffset ? (unsigned long)miter->piter.sg_pgoffset << PAGE_SHIFT : sg->offset;
	end = (unsigned long)sg->offset + sg->length;
	miter->piter.sg_pgoffset = start >> PAGE_SHIFT;
	miter->__offset = offset_in_page(start);
	miter->__remaining = min(end - start, PAGE_SIZE - miter->__offset);
	return true;
}

bool sg_miter_skip(struct sg_mapping_iter *miter, off_t offset)
{
	sg_miter_stop(miter);
	while (offset) {
		off_t part;

		if (!miter_has_bytes(miter))
			return false;
		part = min_t(off_t, offset, miter->__remaining);
		miter->__offset += part;
		miter->__remaining -= part;
		offset -= part;
	}
	return true;
}

bool sg_miter_next(struct sg_mapping_iter *miter)
{
	void *base;

	sg_miter_stop(miter);
	if (!miter_has_bytes(miter))
		return false;
	miter->page = sg_page_iter_page(&miter->piter);
	miter->length = miter->__remaining;
	miter->consumed = miter->__remaining;
	base = miter->__flags & SG_MITER_ATOMIC ? kmap_atomic(miter->page) : kmap(miter->page);
	miter->addr = (char *)base + miter->__offset;
	return true;
}

void sg_miter_stop(struct sg_mapping_iter *miter)
{
	__WARN_ON_AT("lib/scatterlist.c", 911, miter->consumed > miter->length);
	if (!miter->addr)
		return;
	miter->__offset += miter->consumed;
	miter->__remaining -= miter->consumed;
	if (miter->__flags & SG_MITER_TO_SG)
		flush_dcache_page(miter->page);
	if (miter->__flags & SG_MITER_ATOMIC)
		kunmap_atomic(miter->addr);
	else
		kunmap(miter->page);
	miter->page = NULL;
	miter->addr = NULL;
	miter->length = 0;
	miter->consumed = 0;
}

enum sg_copy_kind { SG_COPY_OUT, SG_COPY_IN, SG_COPY_ZEROES };

static size_t copy_sg_pieces(struct scatterlist *sgl, unsigned int nents, char *buf, size_t length, off_t skip,
			  enum sg_copy_kind kind)
{
	unsigned int flags = SG_MITER_ATOMIC | (kind == SG_COPY_OUT ? SG_MITER_FROM_SG : SG_MITER_TO_SG);
	struct sg_mapping_iter miter;
	size_t done = 0;

	sg_miter_start(&miter, sgl, nents, flags);
	if (!sg_miter_skip(&miter, skip))
		return 0;
	while (done < length && sg_miter_next(&miter)) {
		size_t part = min(miter.length, length - done);

		if (kind == SG_COPY_OUT)
			memcpy(buf + done, miter.addr, part);
		else if (kind == SG_COPY_IN)
			memcpy(miter.addr, buf + done, part);
		else
			memset(miter.addr, 0, part);
		done += part;
	}
	sg_miter_stop(&miter);
	return done;
}

size_t sg_copy_buffer(struct scatterlist *sgl, unsigned int nents, void *buf, size_t buflen, off_t skip,
		      bool to_buffer)
{
	return copy_sg_pieces(sgl, nents, buf, buflen, skip, to_buffer ? SG_COPY_OUT : SG_COPY_IN);
}

size_t sg_copy_from_buffer(struct scatterlist *sgl, unsigned int nents, const void *buf, size_t buflen)
{
	return copy_sg_pieces(sgl, nents, (char *)buf, buflen, 0, SG_COPY_IN);
}

size_t sg_copy_to_buffer(struct scatterlist *sgl, unsigned int nents, void *buf, size_t buflen)
{
	return copy_sg_pieces(sgl, nents, buf, buflen, 0, SG_COPY_OUT);
}

size_t sg_pcopy_from_buffer(struct scatterlist *sgl, unsigned int nents, const void *buf, size_t buflen, off_t skip)
{
	return copy_sg_pieces(sgl, nents, (char *)buf, buflen, skip, SG_COPY_IN);
}

size_t sg_pcopy_to_buffer(struct scatterlist *sgl, unsigned int nents, void *buf, size_t buflen, off_t skip)
{
	return copy_sg_pieces(sgl, nents, buf, buflen, skip, SG_COPY_OUT);
}

size_t sg_zero_buffer(struct scatterlist *sgl, unsigned int nents, size_t buflen, off_t skip)
{
	return copy_sg_pieces(sgl, nents, NULL, buflen, skip, SG_COPY_ZEROES);
}
