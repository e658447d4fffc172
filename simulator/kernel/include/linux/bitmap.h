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
int bitmap_parselist(const char *text, unsigned long *map, int bits); /* lib/bitmap-str.c */
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

#define bitmap_from_u64(map, value) ((void)((map)[0] = (value)))
/* `room` bytes of which `bytes` are copied: on a little-endian machine words of 32 bits stand as the bitmap's do. */
static inline void __bitmap_copy_tail(void *to, const void *from, unsigned int nbits, unsigned int room, unsigned int bytes)
{
	memset(to, 0, room);
	memcpy(to, from, bytes);
	if (nbits % 32)
		((u32 *)to)[nbits / 32] &= ~0u >> (32 - nbits % 32);
}

static inline void bitmap_from_arr32(unsigned long *map, const u32 *from, unsigned int nbits)
{
	__bitmap_copy_tail(map, from, nbits, bitmap_size(nbits), (nbits + 31) / 32 * 4);
}

static inline void bitmap_to_arr32(u32 *to, const unsigned long *map, unsigned int nbits)
{
	__bitmap_copy_tail(to, map, nbits, (nbits + 31) / 32 * 4, (nbits + 31) / 32 * 4);
}

static inline unsigned long bitmap_get_value8(const unsigned long *map, unsigned long start)
{
	return map[start / BITS_PER_LONG] >> start % BITS_PER_LONG & 0xff;
}

static inline void bitmap_set_value8(unsigned long *map, unsigned long value, unsigned long start)
{
	unsigned long *word = &map[start / BITS_PER_LONG], offset = start % BITS_PER_LONG;

	*word = (*word & ~(0xfful << offset)) | value << offset;
}

static inline void bitmap_replace(unsigned long *to, const unsigned long *old, const unsigned long *new,
				  const unsigned long *mask, unsigned int nbits)
{
	unsigned int i;

	for (i = 0; i < BITS_TO_LONGS(nbits); i++)
		to[i] = (old[i] & ~mask[i]) | (new[i] & mask[i]);
}

#endif
