// SPDX-License-Identifier: MIT
/* A read through NULL, in a function of a function. */
#include <linux/module.h>

struct thing {
	int first;
	int second[10];
};
static struct thing *nothing;

static noinline int use(struct thing *thing)
{
	return READ_ONCE(thing->second[3]);
}

static noinline int between(struct thing *thing)
{
	int value = use(thing);

	pr_info("not reached %d\n", value);
	return value;
}

static int __init null_init(void)
{
	int value = between(nothing);

	pr_info("not reached\n");
	return value;
}

module_init(null_init);
MODULE_LICENSE("GPL");
