/* Least common multiple; 0 with 0. */
#ifndef _LINUX_LCM_H
#define _LINUX_LCM_H

#include <linux/gcd.h>

static inline unsigned long lcm(unsigned long a, unsigned long b) { return a && b ? a / gcd(a, b) * b : 0; }
static inline unsigned long lcm_not_zero(unsigned long a, unsigned long b)
{
	unsigned long l = lcm(a, b);

	return l ? l : b ? b : a;
}

#endif
