/* Queues of a power of two of elements, or of records of different lengths, for one reader and one writer without a lock. */
#ifndef _LINUX_KFIFO_H
#define _LINUX_KFIFO_H

#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/scatterlist.h>
#include <linux/spinlock.h>
#include <linux/stddef.h>
#include <linux/string.h>
#include <linux/types.h>

struct __kfifo {
	unsigned int in;
	unsigned int out;
	unsigned int mask; /* elements - 1 */
	unsigned int esize;
	void *data;
};

/* The pointers carry types for the macros below; nothing is ever stored in them. */
#define __KFIFO_TYPES(datatype, recsize, pointed) \
	union {                                   \
		struct __kfifo kfifo;             \
		datatype *type;                   \
		const datatype *const_type;       \
		char (*rectype)[recsize];         \
		pointed *ptr;                     \
		pointed const *ptr_const;         \
	}

#define __STRUCT_KFIFO(type, size, recsize, pointed)    \
{                                                       \
	__KFIFO_TYPES(type, recsize, pointed);          \
	type buf[((size) < 2 || ((size) & ((size) - 1))) ? -1 : (size)]; \
}
#define __STRUCT_KFIFO_PTR(type, recsize, pointed)      \
{                                                       \
	__KFIFO_TYPES(type, recsize, pointed);          \
	type buf[0];                                    \
}

#define STRUCT_KFIFO(type, size) struct __STRUCT_KFIFO(type, size, 0, type)
#define STRUCT_KFIFO_PTR(type) struct __STRUCT_KFIFO_PTR(type, 0, type)
#define STRUCT_KFIFO_REC_1(size) struct __STRUCT_KFIFO(unsigned char, size, 1, void)
#define STRUCT_KFIFO_REC_2(size) struct __STRUCT_KFIFO(unsigned char, size, 2, void)

struct kfifo __STRUCT_KFIFO_PTR(unsigned char, 0, void);
struct kfifo_rec_ptr_1 __STRUCT_KFIFO_PTR(unsigned char, 1, void);
struct kfifo_rec_ptr_2 __STRUCT_KFIFO_PTR(unsigned char, 2, void);

/* Whether the elements stand in the object itself. */
#define __is_kfifo_ptr(fifo) (sizeof(*(fifo)) == sizeof(STRUCT_KFIFO_PTR(typeof(*(fifo)->type))))
#define __kfifo_recsize(fifo) sizeof(*(fifo)->rectype)

#define DECLARE_KFIFO_PTR(fifo, type) STRUCT_KFIFO_PTR(type) fifo
#define DECLARE_KFIFO(fifo, type, size) STRUCT_KFIFO(type, size) fifo
#define INIT_KFIFO(fifo)                                                                        \
(void)({                                                                                        \
	typeof(&(fifo)) __fifo = &(fifo);                                                       \
	struct __kfifo *__base = &__fifo->kfifo;                                                \
	__base->in = __base->out = 0;                                                           \
	__base->mask = __is_kfifo_ptr(__fifo) ? 0 : ARRAY_SIZE(__fifo->buf) - 1;                \
	__base->esize = sizeof(*__fifo->buf);                                                   \
	__base->data = __is_kfifo_ptr(__fifo) ? NULL : __fifo->buf;                             \
})
#define DEFINE_KFIFO(fifo, type, size)                                                          \
	DECLARE_KFIFO(fifo, type, size) = (typeof(fifo)){                                       \
		{ { .in = 0, .out = 0,                                                          \
		    .mask = __is_kfifo_ptr(&(fifo)) ? 0 : ARRAY_SIZE((fifo).buf) - 1,           \
		    .esize = sizeof(*(fifo).buf),                                               \
		    .data = __is_kfifo_ptr(&(fifo)) ? NULL : (fifo).buf } }                     \
	}

static inline unsigned int __must_check __kfifo_uint_must_check_helper(unsigned int value) { return value; }
static inline int __must_check __kfifo_int_must_check_helper(int value) { return value; }

#define kfifo_initialized(fifo) ((fifo)->kfifo.mask)
#define kfifo_esize(fifo) ((fifo)->kfifo.esize)
#define kfifo_recsize(fifo) (__kfifo_recsize(fifo))
#define kfifo_size(fifo) ((fifo)->kfifo.mask + 1)
#define kfifo_reset(fifo) (void)({ (fifo)->kfifo.in = (fifo)->kfifo.out = 0; })
#define kfifo_reset_out(fifo) (void)({ (fifo)->kfifo.out = (fifo)->kfifo.in; })
#define kfifo_len(fifo) ((fifo)->kfifo.in - (fifo)->kfifo.out)
#define kfifo_is_empty(fifo) ((fifo)->kfifo.in == (fifo)->kfifo.out)
#define kfifo_is_full(fifo) (kfifo_len(fifo) > (fifo)->kfifo.mask)
#define kfifo_avail(fifo)                                                                                       \
({                                                                                                              \
	unsigned int __free = kfifo_size(fifo) - kfifo_len(fifo);                                               \
	__kfifo_recsize(fifo) ? __free <= __kfifo_recsize(fifo) ? 0 :                                           \
		__kfifo_record_limit(__free - __kfifo_recsize(fifo), __kfifo_recsize(fifo)) : __free;           \
})
#define kfifo_is_empty_spinlocked(fifo, lock)                   \
({                                                              \
	unsigned long __flags;                                  \
	bool __empty;                                           \
	spin_lock_irqsave(lock, __flags);                       \
	__empty = kfifo_is_empty(fifo);                         \
	spin_unlock_irqrestore(lock, __flags);                  \
	__empty;                                                \
})

/* lib/kfifo.c */
unsigned int __kfifo_record_limit(unsigned int length, size_t recsize);
int __kfifo_alloc(struct __kfifo *fifo, unsigned int size, size_t esize, gfp_t gfp);
int __kfifo_init(struct __kfifo *fifo, void *buffer, unsigned int size, size_t esize);
void __kfifo_free(struct __kfifo *fifo);
unsigned int __kfifo_in(struct __kfifo *fifo, const void *from, unsigned int length, size_t recsize);
unsigned int __kfifo_out(struct __kfifo *fifo, void *to, unsigned int length, size_t recsize, bool keep);
int __kfifo_from_user(struct __kfifo *fifo, const void __user *from, unsigned long length, unsigned int *copied, size_t recsize);
int __kfifo_to_user(struct __kfifo *fifo, void __user *to, unsigned long length, unsigned int *copied, size_t recsize);
unsigned int __kfifo_peek_length(struct __kfifo *fifo, size_t recsize);
void __kfifo_skip(struct __kfifo *fifo, size_t recsize);
unsigned int __kfifo_dma_pieces(struct __kfifo *fifo, struct scatterlist *list, int entries, unsigned int length, bool in);
void __kfifo_dma_finish(struct __kfifo *fifo, unsigned int length, bool in);

#define kfifo_skip(fifo) __kfifo_skip(&(fifo)->kfifo, __kfifo_recsize(fifo))
#define kfifo_peek_len(fifo) __kfifo_peek_length(&(fifo)->kfifo, __kfifo_recsize(fifo))
#define kfifo_alloc(fifo, size, gfp) \
	__kfifo_int_must_check_helper(__is_kfifo_ptr(fifo) ? \
		__kfifo_alloc(&(fifo)->kfifo, size, sizeof(*(fifo)->type), gfp) : -EINVAL)
#define kfifo_init(fifo, buffer, size) \
	(__is_kfifo_ptr(fifo) ? __kfifo_init(&(fifo)->kfifo, buffer, size, sizeof(*(fifo)->type)) : -EINVAL)
#define kfifo_free(fifo) (void)({ if (__is_kfifo_ptr(fifo)) __kfifo_free(&(fifo)->kfifo); })
#define kfifo_put(fifo, value)                                                          \
({                                                                                      \
	typeof(*(fifo)->const_type) __value = (value);                                  \
	__kfifo_in(&(fifo)->kfifo, &__value, __kfifo_recsize(fifo) ? sizeof(__value) : 1, __kfifo_recsize(fifo)); \
})
#define kfifo_get(fifo, value) \
	__kfifo_uint_must_check_helper(__kfifo_out(&(fifo)->kfifo, (typeof(*(fifo)->type) *)(value), \
		__kfifo_recsize(fifo) ? sizeof(*(fifo)->type) : 1, __kfifo_recsize(fifo), false))
#define kfifo_peek(fifo, value) \
	__kfifo_uint_must_check_helper(__kfifo_out(&(fifo)->kfifo, (typeof(*(fifo)->type) *)(value), \
		__kfifo_recsize(fifo) ? sizeof(*(fifo)->type) : 1, __kfifo_recsize(fifo), true))
#define kfifo_in(fifo, from, count) __kfifo_in(&(fifo)->kfifo, from, count, __kfifo_recsize(fifo))
#define kfifo_out(fifo, to, count) \
	__kfifo_uint_must_check_helper(__kfifo_out(&(fifo)->kfifo, to, count, __kfifo_recsize(fifo), false))
#define kfifo_out_peek(fifo, to, count) \
	__kfifo_uint_must_check_helper(__kfifo_out(&(fifo)->kfifo, to, count, __kfifo_recsize(fifo), true))
#define kfifo_in_spinlocked(fifo, from, count, lock)            \
({                                                              \
	unsigned long __flags;                                  \
	unsigned int __copied;                                  \
	spin_lock_irqsave(lock, __flags);                       \
	__copied = kfifo_in(fifo, from, count);                 \
	spin_unlock_irqrestore(lock, __flags);                  \
	__copied;                                               \
})
#define kfifo_out_spinlocked(fifo, to, count, lock)             \
({                                                              \
	unsigned long __flags;                                  \
	unsigned int __copied;                                  \
	spin_lock_irqsave(lock, __flags);                       \
	__copied = kfifo_out(fifo, to, count);                  \
	spin_unlock_irqrestore(lock, __flags);                  \
	__copied;                                               \
})
#define kfifo_in_spinlocked_noirqsave(fifo, from, count, lock) \
	({ unsigned int __copied; spin_lock(lock); __copied = kfifo_in(fifo, from, count); spin_unlock(lock); __copied; })
#define kfifo_out_spinlocked_noirqsave(fifo, to, count, lock) \
	({ unsigned int __copied; spin_lock(lock); __copied = kfifo_out(fifo, to, count); spin_unlock(lock); __copied; })
#define kfifo_in_locked(fifo, from, count, lock) kfifo_in_spinlocked(fifo, from, count, lock)
#define kfifo_out_locked(fifo, to, count, lock) kfifo_out_spinlocked(fifo, to, count, lock)
/* Bytes, and how many of them were copied; whole elements only. */
#define kfifo_from_user(fifo, from, length, copied) \
	__kfifo_int_must_check_helper(__kfifo_from_user(&(fifo)->kfifo, from, length, copied, __kfifo_recsize(fifo)))
#define kfifo_to_user(fifo, to, length, copied) \
	__kfifo_int_must_check_helper(__kfifo_to_user(&(fifo)->kfifo, to, length, copied, __kfifo_recsize(fifo)))
#define kfifo_dma_in_prepare(fifo, list, entries, length) \
	__kfifo_dma_pieces(&(fifo)->kfifo, list, entries, length, true)
#define kfifo_dma_in_finish(fifo, length) __kfifo_dma_finish(&(fifo)->kfifo, length, true)
#define kfifo_dma_out_prepare(fifo, list, entries, length) \
	__kfifo_dma_pieces(&(fifo)->kfifo, list, entries, length, false)
#define kfifo_dma_out_finish(fifo, length) __kfifo_dma_finish(&(fifo)->kfifo, length, false)

/* A driver that includes this header has these too. */
#include <linux/vmalloc.h>

#endif
