// SPDX-License-Identifier: MIT
/* BUG_ON in an init function: what is printed, and what becomes of insmod and of the module? */
#include <linux/bug.h>
#include <linux/module.h>

static noinline void check(int value)
{
	pr_info("checking %d\n", value);
	BUG_ON(value != 1);
}

static int __init bug_init(void)
{
	check(1);
	check(2);
	pr_info("not reached\n");
	return 0;
}

static void __exit bug_exit(void)
{
}

module_init(bug_init);
module_exit(bug_exit);
MODULE_LICENSE("GPL");
