/* Rounding and dividing. */
#ifndef _LINUX_MATH_H
#define _LINUX_MATH_H

#include <linux/types.h>

#define __round_mask(x, y) ((__typeof__(x))((y) - 1))
#define round_up(x, y) ((((x) - 1) | __round_mask(x, y)) + 1)
#define round_down(x, y) ((x) & ~__round_mask(x, y))
#define DIV_ROUND_UP(n, d) (((n) + (d) - 1) / (d))
#define DIV_ROUND_UP_ULL(n, d) (((unsigned long long)(n) + (d) - 1) / (d))
#define DIV_ROUND_DOWN_ULL(n, d) ((unsigned long long)(n) / (d))
#define DIV_ROUND_CLOSEST(x, divisor)                                           \
	({                                                                      \
		__typeof__(x) __close_x = (x);                                  \
		__typeof__(divisor) __close_d = (divisor);                      \
		((__typeof__(x))-1 > 0 || (__typeof__(divisor))-1 > 0 || (__close_x > 0) == (__close_d > 0)) \
			? (__close_x + __close_d / 2) / __close_d               \
			: (__close_x - __close_d / 2) / __close_d;              \
	})
#define DIV_ROUND_CLOSEST_ULL(x, divisor) (((unsigned long long)(x) + (divisor) / 2) / (divisor))
#define roundup(x, y) ({ __typeof__(y) __round_y = (y); (((x) + (__round_y - 1)) / __round_y) * __round_y; })
#define rounddown(x, y) ({ __typeof__(x) __round_x = (x); __round_x - (__round_x % (y)); })
#define mult_frac(x, n, d) ({ __typeof__(x) __q = (x) / (d), __r = (x) % (d); __q * (n) + __r * (n) / (d); })
#define abs(x) ({ __typeof__(x) __abs = (x); __abs < 0 ? -__abs : __abs; })
#define abs_diff(a, b) ({ __typeof__(a) __ad = (a), __bd = (b); __ad > __bd ? __ad - __bd : __bd - __ad; })
#define sector_div(a, b) do_div(a, b)
#define reciprocal_scale(value, end) ((u32)(((u64)(value) * (end)) >> 32))

static inline unsigned long int_sqrt(unsigned long x)
{
	unsigned long root = 0, bit = 1UL << 62;

	for (; bit; bit >>= 2) {
		if (x >= root + bit) {
			x -= root + bit;
			root = (root >> 1) + bit;
		} else {
			root >>= 1;
		}
	}
	return root;
}

#endif
