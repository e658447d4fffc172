// SPDX-License-Identifier: MIT
/* A write through a poisoned pointer, which is no address at all. */
#include <linux/module.h>

static noinline void poke(unsigned long address)
{
	WRITE_ONCE(*(u64 *)address, 1);
	pr_info("not reached\n");
}

static int __init non_canonical_init(void)
{
	poke(0xdead000000000100ul);
	return 0;
}

module_init(non_canonical_init);
MODULE_LICENSE("GPL");
