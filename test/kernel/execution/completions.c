// SPDX-License-Identifier: MIT
/* Completions: counting, waking one or all, and whose wait ends first. */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>

static DECLARE_COMPLETION(one);
static struct completion many;
static int through;

static int waiter(void *data)
{
	wait_for_completion(&many);
	pr_info("%s goes on\n", current->comm);
	through++;
	return 0;
}

static int __init completions_init(void)
{
	int i;

	init_completion(&many);
	for (i = 0; i < 3; i++) {
		kthread_run(waiter, NULL, "waiter-%d", i);
		msleep(10);
	}
	complete(&many);
	msleep(20);
	pr_info("one through %d done %d\n", through, completion_done(&many));
	complete_all(&many);
	msleep(20);
	pr_info("all through %d done %d\n", through, completion_done(&many));
	pr_info("still open %d %d\n", try_wait_for_completion(&many), try_wait_for_completion(&many));
	reinit_completion(&many);
	pr_info("closed %d\n", try_wait_for_completion(&many));
	complete(&one);
	complete(&one);
	complete(&one);
	pr_info("three times %d", try_wait_for_completion(&one));
	pr_cont(" %d", try_wait_for_completion(&one));
	pr_cont(" %lu", wait_for_completion_timeout(&one, 5));
	pr_cont(" %lu\n", wait_for_completion_timeout(&one, 2));
	pr_info("io %lu killable %ld interruptible %ld\n", wait_for_completion_io_timeout(&one, 2),
		wait_for_completion_killable_timeout(&one, 2), wait_for_completion_interruptible_timeout(&one, 2));
	return 0;
}

static void __exit completions_exit(void)
{
}

module_init(completions_init);
module_exit(completions_exit);
MODULE_LICENSE("GPL");
