/* 64-bit division, which 32-bit machines cannot write as an operator. */
#ifndef _LINUX_MATH64_H
#define _LINUX_MATH64_H

#include <linux/types.h>
#include <linux/math.h>

#define do_div(n, base)                                 \
	({                                              \
		u32 __base = (base);                    \
		u32 __remainder = (u64)(n) % __base;    \
		(n) = (u64)(n) / __base;                \
		__remainder;                            \
	})
#define div64_long(x, y) div64_s64(x, y)
#define div64_ul(x, y) div64_u64(x, y)

static inline s64 div_s64_rem(s64 dividend, s32 divisor, s32 *remainder)
{
	*remainder = dividend % divisor;
	return dividend / divisor;
}

static inline u64 div_u64_rem(u64 dividend, u32 divisor, u32 *remainder)
{
	*remainder = dividend % divisor;
	return dividend / divisor;
}

static inline u64 div64_u64_rem(u64 dividend, u64 divisor, u64 *remainder)
{
	*remainder = dividend % divisor;
	return dividend / divisor;
}

static inline u64 div_u64(u64 dividend, u32 divisor) { return dividend / divisor; }
static inline s64 div_s64(s64 dividend, s32 divisor) { return dividend / divisor; }
static inline u64 div64_u64(u64 dividend, u64 divisor) { return dividend / divisor; }
static inline s64 div64_s64(s64 dividend, s64 divisor) { return dividend / divisor; }
static inline u64 mul_u64_u32_shr(u64 a, u32 b, unsigned int shift) { return (u64)(((unsigned __int128)a * b) >> shift); }
static inline u64 mul_u64_u64_shr(u64 a, u64 b, unsigned int shift) { return (u64)(((unsigned __int128)a * b) >> shift); }
static inline u64 mul_u64_u32_div(u64 a, u32 b, u32 divisor) { return (u64)((unsigned __int128)a * b / divisor); }
static inline u64 mul_u64_u64_div_u64(u64 a, u64 b, u64 divisor) { return (u64)((unsigned __int128)a * b / divisor); }
static inline u64 mul_u32_u32(u32 a, u32 b) { return (u64)a * b; }

#define DIV64_U64_ROUND_UP(n, d) ({ u64 __up_d = (d); div64_u64((n) + __up_d - 1, __up_d); })
#define DIV_U64_ROUND_UP(n, d) ({ u32 __up_d = (d); div_u64((n) + __up_d - 1, __up_d); })

#endif
