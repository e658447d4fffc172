/* Small numbers for pointers. */
#ifndef __IDR_H__
#define __IDR_H__

#include <linux/gfp_types.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/xarray.h>

struct idr {
	struct xarray idr_rt;
	unsigned int idr_base;
	unsigned int idr_next;
};

struct ida_chunk;
struct ida {
	struct ida_chunk *chunks;
	spinlock_t lock;
};

#define IDR_INIT_BASE(name, base) { .idr_rt = { .xa_flags = XA_FLAGS_ALLOC }, .idr_base = base }
#define IDR_INIT(name) IDR_INIT_BASE(name, 0)
#define DEFINE_IDR(name) struct idr name = IDR_INIT(name)
#define IDA_INIT(name) { .chunks = NULL }
#define DEFINE_IDA(name) struct ida name = IDA_INIT(name)

/* lib/idr.c */
void idr_init(struct idr *idr);
void idr_init_base(struct idr *idr, int base);
int idr_alloc_u32(struct idr *idr, void *pointer, u32 *id, unsigned long max, gfp_t gfp);
int idr_alloc(struct idr *idr, void *pointer, int start, int end, gfp_t gfp);
int idr_alloc_cyclic(struct idr *idr, void *pointer, int start, int end, gfp_t gfp);
void *idr_find(const struct idr *idr, unsigned long id);
void *idr_remove(struct idr *idr, unsigned long id);
void *idr_replace(struct idr *idr, void *pointer, unsigned long id);
void *idr_get_next(struct idr *idr, int *next);
int idr_for_each(const struct idr *idr, int (*function)(int id, void *pointer, void *data), void *data);
bool idr_is_empty(const struct idr *idr);
void idr_destroy(struct idr *idr);

static inline unsigned int idr_get_cursor(const struct idr *idr) { return idr->idr_next; }
static inline void idr_set_cursor(struct idr *idr, unsigned int value) { idr->idr_next = value; }

void ida_init(struct ida *ida);
int ida_alloc_range(struct ida *ida, unsigned int min, unsigned int max, gfp_t gfp);
void ida_free(struct ida *ida, unsigned int id);
void ida_destroy(struct ida *ida);
bool ida_is_empty(struct ida *ida);
#define IDA_BITMAP_BITS 1024
#define ida_alloc(ida, gfp) ida_alloc_range(ida, 0, ~0U, gfp)
#define ida_alloc_min(ida, min, gfp) ida_alloc_range(ida, min, ~0U, gfp)
#define ida_alloc_max(ida, max, gfp) ida_alloc_range(ida, 0, max, gfp)
#define ida_simple_get(ida, start, end, gfp) ida_alloc_range(ida, start, (end) ? (end) - 1 : ~0U, gfp)
#define ida_simple_remove(ida, id) ida_free(ida, id)

#define idr_preload(gfp) ((void)(gfp))
#define idr_preload_end() ((void)0)
#define idr_for_each_entry(idr, entry, id) \
	for ((id) = 0; ((entry) = idr_get_next(idr, &(id))) != NULL; (id)++)

#endif
