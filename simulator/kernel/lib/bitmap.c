/* Arrays of bits: searching, setting and counting. */
#include <linux/bitmap.h>
#include <linux/errno.h>
#include <linux/slab.h>

static unsigned long find_from(const unsigned long *address, unsigned long size, unsigned long offset, unsigned long invert)
{
	while (offset < size) {
		unsigned long word = (address[BIT_WORD(offset)] ^ invert) & BITMAP_FIRST_WORD_MASK(offset);

		if (word) {
			unsigned long found = (offset & ~63UL) + __ffs(word);

			return found < size ? found : size;
		}
		offset = (offset & ~63UL) + BITS_PER_LONG;
	}
	return size;
}

unsigned long find_next_bit(const unsigned long *address, unsigned long size, unsigned long offset)
{
	return find_from(address, size, offset, 0);
}

unsigned long find_next_zero_bit(const unsigned long *address, unsigned long size, unsigned long offset)
{
	return find_from(address, size, offset, ~0UL);
}

unsigned long find_last_bit(const unsigned long *address, unsigned long size)
{
	unsigned long bit = size;

	while (bit-- > 0)
		if (test_bit(bit, address))
			return bit;
	return size;
}

void bitmap_set(unsigned long *map, unsigned int start, unsigned int count)
{
	while (count--)
		__set_bit(start++, map);
}

void bitmap_clear(unsigned long *map, unsigned int start, unsigned int count)
{
	while (count--)
		__clear_bit(start++, map);
}

unsigned int bitmap_weight(const unsigned long *map, unsigned int nbits)
{
	unsigned int weight = 0, word;

	for (word = 0; word < nbits / BITS_PER_LONG; word++)
		weight += hweight_long(map[word]);
	if (nbits % BITS_PER_LONG)
		weight += hweight_long(map[word] & BITMAP_LAST_WORD_MASK(nbits));
	return weight;
}

unsigned long bitmap_find_next_zero_area(unsigned long *map, unsigned long size, unsigned long start,
					 unsigned int count, unsigned long align_mask)
{
	for (;;) {
		unsigned long first = find_next_zero_bit(map, size, start), taken;

		first = (first + align_mask) & ~align_mask;
		if (first + count > size)
			return first + count;
		taken = find_next_bit(map, first + count, first);
		if (taken >= first + count)
			return first;
		start = taken + 1;
	}
}

unsigned long *bitmap_alloc(unsigned int nbits, gfp_t flags)
{
	return kmalloc(bitmap_size(nbits), flags);
}

unsigned long *bitmap_zalloc(unsigned int nbits, gfp_t flags)
{
	return kzalloc(bitmap_size(nbits), flags);
}

void bitmap_free(const unsigned long *bitmap)
{
	kfree(bitmap);
}

int bitmap_allocate_region(unsigned long *map, unsigned int start, int order)
{
	unsigned int bit, end = start + (1u << order);

	for (bit = start; bit < end; bit++)
		if (test_bit(bit, map))
			return -EBUSY;
	bitmap_set(map, start, 1u << order);
	return 0;
}

/* A run of 2^order zero bits that starts at a multiple of its length; taken. */
int __bitmap_find_region(unsigned long *map, unsigned int nbits, int order)
{
	unsigned int start;

	for (start = 0; start + (1u << order) <= nbits; start += 1u << order)
		if (!bitmap_allocate_region(map, start, order))
			return start;
	return -ENOMEM;
}

void bitmap_release_region(unsigned long *map, unsigned int start, int order)
{
	bitmap_clear(map, start, 1u << order);
}
