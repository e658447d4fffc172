// SPDX-License-Identifier: MIT
/* What do WARN, its once-only forms and dump_stack() print, and what do they return? */
#include <linux/bug.h>
#include <linux/module.h>

/* In a function of its own: gcc makes two places, which warn once each, of one that it knows more of. */
static noinline int once(int round)
{
	return WARN_ON_ONCE(round >= 0);
}

static noinline void inner(int round)
{
	int a = WARN_ON(round == 0), b = WARN(round == 1, "round %d\n", round);
	int c = once(round), d = WARN_ONCE(round == 2, "no newline %s", "here");

	pr_info("round %d: %d %d %d %d\n", round, a, b, c, d);
}

static noinline void outer(void)
{
	int round;

	for (round = 0; round < 4; round++)
		inner(round);
	dump_stack();
	pr_info("dumped\n");
}

static int __init warnings_init(void)
{
	outer();
	pr_info("loaded\n");
	return 0;
}

static void __exit warnings_exit(void)
{
	WARN(1, "going\n");
}

module_init(warnings_init);
module_exit(warnings_exit);
MODULE_LICENSE("GPL");
