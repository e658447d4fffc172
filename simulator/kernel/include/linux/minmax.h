/* Smaller, larger, clamped, exchanged. */
#ifndef _LINUX_MINMAX_H
#define _LINUX_MINMAX_H

#define min(x, y) ({ __typeof__(x) __min_x = (x); __typeof__(y) __min_y = (y); __min_x < __min_y ? __min_x : __min_y; })
#define max(x, y) ({ __typeof__(x) __max_x = (x); __typeof__(y) __max_y = (y); __max_x > __max_y ? __max_x : __max_y; })
#define min_t(type, x, y) ({ type __min_x = (x); type __min_y = (y); __min_x < __min_y ? __min_x : __min_y; })
#define max_t(type, x, y) ({ type __max_x = (x); type __max_y = (y); __max_x > __max_y ? __max_x : __max_y; })
#define min3(x, y, z) min((__typeof__(x))min(x, y), z)
#define max3(x, y, z) max((__typeof__(x))max(x, y), z)
#define min_not_zero(x, y)                                              \
	({                                                              \
		__typeof__(x) __nz_x = (x);                             \
		__typeof__(y) __nz_y = (y);                             \
		__nz_x == 0 ? __nz_y : (__nz_y == 0 ? __nz_x : min(__nz_x, __nz_y)); \
	})
#define clamp(value, low, high) min((__typeof__(value))max(value, low), high)
#define clamp_t(type, value, low, high) min_t(type, max_t(type, value, low), high)
#define clamp_val(value, low, high) clamp_t(__typeof__(value), value, low, high)
#define in_range(value, start, length) ((value) - (start) < (length))
#define swap(a, b)                              \
	do {                                    \
		__typeof__(a) __swap = (a);     \
		(a) = (b);                      \
		(b) = __swap;                   \
	} while (0)

#endif
