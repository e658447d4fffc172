/* Scatterlists: walking them by pages, and copying to and from them. */
#include <linux/bug.h>
#include <linux/gfp.h>
#include <linux/minmax.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/string.h>

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
