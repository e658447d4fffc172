// SPDX-License-Identifier: MIT
/* A thread that ends with a spinlock held. */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/spinlock.h>

static DEFINE_SPINLOCK(lock);

static int thread(void *data)
{
	spin_lock(&lock);
	pr_info("thread ends\n");
	return 0;
}

static int __init leaky_exit_init(void)
{
	kthread_run(thread, NULL, "forgetful");
	msleep(20);
	return 0;
}

static void __exit leaky_exit_exit(void)
{
	pr_info("gone\n");
}

module_init(leaky_exit_init);
module_exit(leaky_exit_exit);
MODULE_LICENSE("GPL");
