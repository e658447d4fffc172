// SPDX-License-Identifier: MIT
/* An oops in the exit function: rmmod dies. */
#include <linux/module.h>

static int *nowhere;

static int __init oops_exit_init(void)
{
	pr_info("here\n");
	return 0;
}

static void __exit oops_exit_exit(void)
{
	pr_info("going\n");
	WRITE_ONCE(nowhere[4], 5);
	pr_info("not reached\n");
}

module_init(oops_exit_init);
module_exit(oops_exit_exit);
MODULE_LICENSE("GPL");
