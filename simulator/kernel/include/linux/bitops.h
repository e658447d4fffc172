/* Bits in words and arrays of words. */
#ifndef _LINUX_BITOPS_H
#define _LINUX_BITOPS_H

#include <linux/bits.h>
#include <linux/types.h>
#include <linux/log2.h>
#include <asm/barrier.h>

#define BITS_PER_TYPE(type) (sizeof(type) * BITS_PER_BYTE)
#define BITS_TO_LONGS(nr) (((nr) + BITS_PER_LONG - 1) / BITS_PER_LONG)
#define BITS_TO_U64(nr) BITS_TO_LONGS(nr)
#define BITS_TO_U32(nr) (((nr) + 31) / 32)
#define BITS_TO_BYTES(nr) (((nr) + 7) / 8)
#define BIT_PLACE(nr, address) (*((volatile unsigned long *)(address) + BIT_WORD(nr)))

static inline void set_bit(long nr, volatile unsigned long *address) { BIT_PLACE(nr, address) |= BIT_MASK(nr); }
static inline void clear_bit(long nr, volatile unsigned long *address) { BIT_PLACE(nr, address) &= ~BIT_MASK(nr); }
static inline void change_bit(long nr, volatile unsigned long *address) { BIT_PLACE(nr, address) ^= BIT_MASK(nr); }

static inline bool test_bit(long nr, const volatile unsigned long *address)
{
	return (address[BIT_WORD(nr)] & BIT_MASK(nr)) != 0;
}

static inline bool test_and_set_bit(long nr, volatile unsigned long *address)
{
	return (BIT_PLACE(nr, address) & BIT_MASK(nr)) ? 1 : ((BIT_PLACE(nr, address) |= BIT_MASK(nr)), 0);
}

static inline bool test_and_clear_bit(long nr, volatile unsigned long *address)
{
	return (BIT_PLACE(nr, address) & BIT_MASK(nr)) ? ((BIT_PLACE(nr, address) &= ~BIT_MASK(nr)), 1) : 0;
}

static inline bool test_and_change_bit(long nr, volatile unsigned long *address)
{
	return !((BIT_PLACE(nr, address) ^= BIT_MASK(nr)) & BIT_MASK(nr));
}

#define __set_bit set_bit
#define __clear_bit clear_bit
#define __change_bit change_bit
#define __test_and_set_bit test_and_set_bit
#define __test_and_clear_bit test_and_clear_bit
#define set_bit_le set_bit
#define test_bit_le test_bit
#define test_and_set_bit_lock test_and_set_bit
#define clear_bit_unlock clear_bit
#define assign_bit(nr, address, value) ((value) ? set_bit(nr, address) : clear_bit(nr, address))
#define __assign_bit assign_bit

static inline int ffs(int x) { return __builtin_ffs(x); }
static inline unsigned long __ffs(unsigned long word) { return __builtin_ctzl(word); }
static inline unsigned long ffz(unsigned long word) { return __builtin_ctzl(~word); }
static inline int fls(unsigned int x) { return x ? 32 - __builtin_clz(x) : 0; }
static inline int fls64(u64 x) { return x ? 64 - __builtin_clzll(x) : 0; }
static inline unsigned long __fls(unsigned long word) { return 63 - __builtin_clzl(word); }
static inline unsigned int fls_long(unsigned long x) { return fls64(x); }
static inline unsigned int hweight8(unsigned int w) { return __builtin_popcount(w & 0xff); }
static inline unsigned int hweight16(unsigned int w) { return __builtin_popcount(w & 0xffff); }
static inline unsigned int hweight32(unsigned int w) { return __builtin_popcount(w); }
static inline unsigned long hweight64(u64 w) { return __builtin_popcountll(w); }
static inline unsigned long hweight_long(unsigned long w) { return __builtin_popcountl(w); }
static inline u8 rol8(u8 word, unsigned int shift) { return (word << (shift & 7)) | (word >> ((-shift) & 7)); }
static inline u8 ror8(u8 word, unsigned int shift) { return (word >> (shift & 7)) | (word << ((-shift) & 7)); }
static inline u16 rol16(u16 word, unsigned int shift) { return (word << (shift & 15)) | (word >> ((-shift) & 15)); }
static inline u16 ror16(u16 word, unsigned int shift) { return (word >> (shift & 15)) | (word << ((-shift) & 15)); }
static inline u64 rol64(u64 word, unsigned int shift) { return (word << (shift & 63)) | (word >> ((-shift) & 63)); }
static inline u64 ror64(u64 word, unsigned int shift) { return (word >> (shift & 63)) | (word << ((-shift) & 63)); }
static inline u32 rol32(u32 word, unsigned int shift) { return (word << (shift & 31)) | (word >> ((-shift) & 31)); }
static inline u32 ror32(u32 word, unsigned int shift) { return (word >> (shift & 31)) | (word << ((-shift) & 31)); }
static inline s32 sign_extend32(u32 value, int index) { return (s32)(value << (31 - index)) >> (31 - index); }
static inline s64 sign_extend64(u64 value, int index) { return (s64)(value << (63 - index)) >> (63 - index); }

unsigned long find_next_bit(const unsigned long *address, unsigned long size, unsigned long offset);
unsigned long find_next_zero_bit(const unsigned long *address, unsigned long size, unsigned long offset);
#define find_first_bit(address, size) find_next_bit(address, size, 0)
#define find_first_zero_bit(address, size) find_next_zero_bit(address, size, 0)
unsigned long find_last_bit(const unsigned long *address, unsigned long size);

#define for_each_set_bitrange(b, e, address, size)                                              \
	for ((b) = find_first_bit(address, size), (e) = find_next_zero_bit(address, size, b); (b) < (size); \
	     (b) = find_next_bit(address, size, (e) + 1), (e) = find_next_zero_bit(address, size, b))
#define for_each_set_bitrange_from(b, e, address, size)                                         \
	for ((b) = find_next_bit(address, size, b), (e) = find_next_zero_bit(address, size, b); (b) < (size); \
	     (b) = find_next_bit(address, size, (e) + 1), (e) = find_next_zero_bit(address, size, b))
#define for_each_clear_bitrange(b, e, address, size)                                            \
	for ((b) = find_first_zero_bit(address, size), (e) = find_next_bit(address, size, b); (b) < (size); \
	     (b) = find_next_zero_bit(address, size, (e) + 1), (e) = find_next_bit(address, size, b))
#define for_each_clear_bitrange_from(b, e, address, size)                                       \
	for ((b) = find_next_zero_bit(address, size, b), (e) = find_next_bit(address, size, b); (b) < (size); \
	     (b) = find_next_zero_bit(address, size, (e) + 1), (e) = find_next_bit(address, size, b))
#define for_each_set_bit_from(bit, address, size) \
	for ((bit) = find_next_bit((address), (size), (bit)); (bit) < (size); (bit) = find_next_bit((address), (size), (bit) + 1))
#define for_each_clear_bit_from(bit, address, size)                                             \
	for ((bit) = find_next_zero_bit((address), (size), (bit)); (bit) < (size);              \
	     (bit) = find_next_zero_bit((address), (size), (bit) + 1))
#define for_each_set_bit(bit, address, size) \
	for ((bit) = find_first_bit(address, size); (bit) < (size); (bit) = find_next_bit(address, size, (bit) + 1))
#define for_each_clear_bit(bit, address, size) \
	for ((bit) = find_first_zero_bit(address, size); (bit) < (size); \
	     (bit) = find_next_zero_bit(address, size, (bit) + 1))

static inline int get_count_order(unsigned int count) { return count == 0 ? -1 : fls(count - 1); }
static inline int get_count_order_long(unsigned long count) { return count == 0 ? -1 : (int)fls64(count - 1); }

/* Eight bits at a time, those that are all clear left out. */
#define for_each_set_clump8(start, clump, bits, size) \
	for ((start) = 0; (start) = __find_clump8(&(clump), bits, size, start), (start) < (size); (start) += 8)
static inline unsigned long __find_clump8(unsigned long *clump, const unsigned long *bits, unsigned long size, unsigned long offset)
{
	offset = find_next_bit(bits, size, offset);
	if (offset == size)
		return size;
	offset &= ~7ul;
	*clump = bits[offset / 64] >> offset % 64 & 0xff;
	return offset;
}

#endif
