// SPDX-License-Identifier: MIT
/* A call through a function pointer that was never set. */
#include <linux/module.h>

static struct {
	int (*open)(int);
	int (*close)(int);
} operations;

static noinline int invoke(int value)
{
	int result = READ_ONCE(operations.close)(value);

	pr_info("not reached\n");
	return result;
}

static int __init null_call_init(void)
{
	int value;

	pr_info("calling\n");
	value = invoke(3);
	pr_info("not reached\n");
	return value;
}

module_init(null_call_init);
MODULE_LICENSE("GPL");
