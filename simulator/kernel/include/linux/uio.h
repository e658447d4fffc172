/* Pieces of memory that one read or write goes through. */
#ifndef __LINUX_UIO_H
#define __LINUX_UIO_H

#include <linux/types.h>

struct page;

struct iovec {
	void __user *iov_base;
	__kernel_size_t iov_len;
};

struct kvec {
	void *iov_base;
	size_t iov_len;
};

enum iter_type { ITER_IOVEC, ITER_KVEC };

/* `iov_offset` bytes of the first piece are done. */
struct iov_iter {
	u8 iter_type;
	bool data_source;
	bool nofault;
	size_t iov_offset;
	size_t count;
	union {
		const struct iovec *iov;
		const struct kvec *kvec;
	};
	unsigned long nr_segs;
};

#define ITER_SOURCE 1
#define ITER_DEST 0

static inline size_t iov_iter_count(const struct iov_iter *i) { return i->count; }
static inline bool iov_iter_rw(const struct iov_iter *i) { return i->data_source; }
static inline bool iter_is_iovec(const struct iov_iter *i) { return i->iter_type == ITER_IOVEC; }
static inline bool user_backed_iter(const struct iov_iter *i) { return i->iter_type == ITER_IOVEC; }
static inline bool iov_iter_is_kvec(const struct iov_iter *i) { return i->iter_type == ITER_KVEC; }
static inline void iov_iter_truncate(struct iov_iter *i, u64 count)
{
	if (i->count > count)
		i->count = count;
}
static inline void iov_iter_reexpand(struct iov_iter *i, size_t count) { i->count = count; }

/* lib/iov_iter.c */
char *__iov_iter_here(const struct iov_iter *i);
/* A program's list of pieces, copied and checked; to be freed. */
struct iovec *__copy_iovec(const struct iovec __user *pieces, unsigned long count);
size_t __iovec_bytes(const struct iovec *pieces, unsigned long count);
void iov_iter_init(struct iov_iter *i, unsigned int direction, const struct iovec *iov, unsigned long pieces, size_t count);
void iov_iter_kvec(struct iov_iter *i, unsigned int direction, const struct kvec *kvec, unsigned long pieces, size_t count);
void iov_iter_advance(struct iov_iter *i, size_t bytes);
void iov_iter_revert(struct iov_iter *i, size_t bytes);
size_t iov_iter_single_seg_count(const struct iov_iter *i);
size_t copy_to_iter(const void *from, size_t bytes, struct iov_iter *i);
size_t copy_from_iter(void *to, size_t bytes, struct iov_iter *i);
bool copy_from_iter_full(void *to, size_t bytes, struct iov_iter *i);
size_t iov_iter_zero(size_t bytes, struct iov_iter *i);
size_t copy_page_to_iter(struct page *page, size_t offset, size_t bytes, struct iov_iter *i);
size_t copy_page_from_iter(struct page *page, size_t offset, size_t bytes, struct iov_iter *i);
char *__iov_iter_here(const struct iov_iter *i); /* of the model: where the next byte goes */

/* A driver that includes this header has these too. */
#include <linux/percpu-defs.h>

#endif
