/* Arrays of bits. */
#ifndef __LINUX_BITMAP_H
#define __LINUX_BITMAP_H

#include <linux/bitops.h>
#include <linux/gfp_types.h>
#include <linux/string.h>

#define BITMAP_FIRST_WORD_MASK(start) (~0UL << ((start) & (BITS_PER_LONG - 1)))
#define BITMAP_LAST_WORD_MASK(nbits) (~0UL >> (-(nbits) & (BITS_PER_LONG - 1)))
#define bitmap_size(nbits) (BITS_TO_LONGS(nbits) * sizeof(unsigned long))

unsigned long *bitmap_alloc(unsigned int nbits, gfp_t flags);
unsigned long *bitmap_zalloc(unsigned int nbits, gfp_t flags);
void bitmap_free(const unsigned long *bitmap);
void bitmap_set(unsigned long *map, unsigned int start, unsigned int count);
void bitmap_clear(unsigned long *map, unsigned int start, unsigned int count);
unsigned int bitmap_weight(const unsigned long *map, unsigned int nbits);
unsigned long bitmap_find_next_zero_area(unsigned long *map, unsigned long size, unsigned long start,
					 unsigned int count, unsigned long align_mask);

static inline void bitmap_zero(unsigned long *map, unsigned int nbits)
{
	memset(map, 0, bitmap_size(nbits));
}

static inline void bitmap_fill(unsigned long *map, unsigned int nbits)
{
	memset(map, 0xff, bitmap_size(nbits));
}

static inline void bitmap_copy(unsigned long *to, const unsigned long *from, unsigned int nbits)
{
	memcpy(to, from, bitmap_size(nbits));
}

static inline bool bitmap_empty(const unsigned long *map, unsigned int nbits)
{
	return find_first_bit(map, nbits) >= nbits;
}

static inline bool bitmap_full(const unsigned long *map, unsigned int nbits)
{
	return find_first_zero_bit(map, nbits) >= nbits;
}

static inline bool bitmap_equal(const unsigned long *a, const unsigned long *b, unsigned int nbits)
{
	unsigned int whole = nbits / BITS_PER_LONG, i;

	for (i = 0; i < whole; i++)
		if (a[i] != b[i])
			return false;
	return nbits % BITS_PER_LONG == 0 || ((a[i] ^ b[i]) & BITMAP_LAST_WORD_MASK(nbits)) == 0;
}

#define BITMAP_OPERATION(name, expression)                                                              \
static inline void name(unsigned long *to, const unsigned long *a, const unsigned long *b, unsigned int nbits) \
{                                                                                                       \
	unsigned int i;                                                                                 \
	for (i = 0; i < BITS_TO_LONGS(nbits); i++)                                                      \
		to[i] = expression;                                                                     \
}

BITMAP_OPERATION(__bitmap_and, a[i] & b[i])
BITMAP_OPERATION(bitmap_or, a[i] | b[i])
BITMAP_OPERATION(bitmap_xor, a[i] ^ b[i])
BITMAP_OPERATION(__bitmap_andnot, a[i] & ~b[i])

static inline bool bitmap_and(unsigned long *to, const unsigned long *a, const unsigned long *b, unsigned int nbits)
{
	__bitmap_and(to, a, b, nbits);
	return !bitmap_empty(to, nbits);
}

static inline bool bitmap_andnot(unsigned long *to, const unsigned long *a, const unsigned long *b, unsigned int nbits)
{
	__bitmap_andnot(to, a, b, nbits);
	return !bitmap_empty(to, nbits);
}

static inline void bitmap_complement(unsigned long *to, const unsigned long *from, unsigned int nbits)
{
	unsigned int i;

	for (i = 0; i < BITS_TO_LONGS(nbits); i++)
		to[i] = ~from[i];
}

static inline bool bitmap_intersects(const unsigned long *a, const unsigned long *b, unsigned int nbits)
{
	unsigned int bit;

	for (bit = 0; bit < nbits; bit++)
		if (test_bit(bit, a) && test_bit(bit, b))
			return true;
	return false;
}

static inline bool bitmap_subset(const unsigned long *a, const unsigned long *b, unsigned int nbits)
{
	unsigned int bit;

	for (bit = 0; bit < nbits; bit++)
		if (test_bit(bit, a) && !test_bit(bit, b))
			return false;
	return true;
}

#define bitmap_shift_left(to, from, shift, nbits) __bitmap_shift(to, from, nbits, -(int)(shift))
#define bitmap_shift_right(to, from, shift, nbits) __bitmap_shift(to, from, nbits, (int)(shift))
static inline void __bitmap_shift(unsigned long *to, const unsigned long *from, unsigned int nbits, int down)
{
	int i, step = down < 0 ? -1 : 1, first = down < 0 ? (int)nbits - 1 : 0;

	for (i = first; i >= 0 && i < (int)nbits; i += step) {
		int source = i + down;

		if (source >= 0 && source < (int)nbits && test_bit(source, from))
			set_bit(i, to);
		else
			clear_bit(i, to);
	}
}

#define bitmap_find_free_region(map, nbits, order) __bitmap_find_region(map, nbits, order)
int __bitmap_find_region(unsigned long *map, unsigned int nbits, int order);
void bitmap_release_region(unsigned long *map, unsigned int start, int order);
int bitmap_allocate_region(unsigned long *map, unsigned int start, int order);

#endif
