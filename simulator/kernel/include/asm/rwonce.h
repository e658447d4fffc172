/* Single, untorn accesses that the compiler may neither repeat nor leave out. */
#ifndef _ASM_RWONCE_H
#define _ASM_RWONCE_H

#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))
#define __READ_ONCE(x) READ_ONCE(x)
#define ACCESS_ONCE(x) (*(volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, value)                                    \
	do {                                                    \
		*(volatile __typeof__(x) *)&(x) = (value);      \
	} while (0)
#define __WRITE_ONCE(x, value) WRITE_ONCE(x, value)

#endif
