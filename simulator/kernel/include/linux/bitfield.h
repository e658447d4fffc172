/* Register fields described by their masks. */
#ifndef _LINUX_BITFIELD_H
#define _LINUX_BITFIELD_H

#include <linux/bitops.h>
#include <asm/byteorder.h>

#define __bf_shf(mask) (__builtin_ffsll(mask) - 1)
#define FIELD_MAX(mask) ((__typeof__(mask))((mask) >> __bf_shf(mask)))
#define FIELD_FIT(mask, value) (!((((__typeof__(mask))(value)) << __bf_shf(mask)) & ~(mask)))
#define FIELD_PREP(mask, value) (((__typeof__(mask))(value) << __bf_shf(mask)) & (mask))
#define FIELD_PREP_CONST(mask, value) FIELD_PREP(mask, value)
#define FIELD_GET(mask, word) ((__typeof__(mask))(((word) & (mask)) >> __bf_shf(mask)))

#define __FIELD_FAMILY(type)                                                                            \
static inline type type##_encode_bits(type value, type field) { return (value << __bf_shf(field)) & field; } \
static inline type type##_get_bits(type word, type field) { return (word & field) >> __bf_shf(field); } \
static inline type type##_replace_bits(type old, type value, type field)                                \
{                                                                                                       \
	return (old & ~field) | type##_encode_bits(value, field);                                       \
}                                                                                                       \
static inline void type##p_replace_bits(type *place, type value, type field)                           \
{                                                                                                       \
	*place = type##_replace_bits(*place, value, field);                                             \
}

__FIELD_FAMILY(u8)
__FIELD_FAMILY(u16)
__FIELD_FAMILY(u32)
__FIELD_FAMILY(u64)

#define __ORDERED_FIELD_FAMILY(order, size)                                                             \
static inline __##order##size order##size##_encode_bits(u##size value, u##size field)                  \
{                                                                                                       \
	return cpu_to_##order##size(u##size##_encode_bits(value, field));                               \
}                                                                                                       \
static inline u##size order##size##_get_bits(__##order##size word, u##size field)                      \
{                                                                                                       \
	return u##size##_get_bits(order##size##_to_cpu(word), field);                                   \
}                                                                                                       \
static inline __##order##size order##size##_replace_bits(__##order##size old, u##size value, u##size field) \
{                                                                                                       \
	return cpu_to_##order##size(u##size##_replace_bits(order##size##_to_cpu(old), value, field));   \
}                                                                                                       \
static inline void order##size##p_replace_bits(__##order##size *place, u##size value, u##size field)   \
{                                                                                                       \
	*place = order##size##_replace_bits(*place, value, field);                                      \
}

__ORDERED_FIELD_FAMILY(le, 16)
__ORDERED_FIELD_FAMILY(le, 32)
__ORDERED_FIELD_FAMILY(le, 64)
__ORDERED_FIELD_FAMILY(be, 16)
__ORDERED_FIELD_FAMILY(be, 32)
__ORDERED_FIELD_FAMILY(be, 64)

#endif
