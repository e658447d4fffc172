// SPDX-License-Identifier: MIT
/* A division by zero. */
#include <linux/module.h>

static int zero;

static noinline int divide(int by)
{
	return 100 / by;
}

static int __init divide_init(void)
{
	pr_info("quotient %d\n", divide(READ_ONCE(zero)));
	return 0;
}

module_init(divide_init);
MODULE_LICENSE("GPL");
