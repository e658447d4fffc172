// SPDX-License-Identifier: MIT
/* Sleeping within rcu_read_lock(), and what the section does to the counts. */
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/rcupdate.h>

static int __init sleep_rcu_init(void)
{
	rcu_read_lock();
	pr_info("atomic %d preemptible %d\n", in_atomic() != 0, preemptible());
	msleep(5);
	rcu_read_unlock();
	rcu_read_lock();
	msleep(5);
	rcu_read_unlock();
	pr_info("done\n");
	return 0;
}

static void __exit sleep_rcu_exit(void)
{
}

module_init(sleep_rcu_init);
module_exit(sleep_rcu_exit);
MODULE_LICENSE("GPL");
