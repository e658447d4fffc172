// SPDX-License-Identifier: MIT
/* A write to a kernel address where nothing is mapped. */
#include <linux/module.h>

static noinline void poke(unsigned long address)
{
	WRITE_ONCE(*(u32 *)address, 1);
	pr_info("not reached\n");
}

static int __init wild_init(void)
{
	poke(0xffffd00012345678ul);
	return 0;
}

module_init(wild_init);
MODULE_LICENSE("GPL");
