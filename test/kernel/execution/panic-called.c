// SPDX-License-Identifier: MIT
/* panic() itself. (Asked in a boot of its own.) */
#include <linux/module.h>
#include <linux/panic.h>

static int __init panic_called_init(void)
{
	pr_info("before\n");
	panic("out of %d ideas", 7);
	return 0;
}

module_init(panic_called_init);
MODULE_LICENSE("GPL");
