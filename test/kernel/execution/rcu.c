// SPDX-License-Identifier: MIT
/* RCU: callbacks wait for readers, synchronize_rcu() for both, and rcu_barrier() for all callbacks. */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/srcu.h>

struct thing {
	int value;
	struct rcu_head head;
};
static struct thing __rcu *current_thing;
static int freed;
static bool reading;
DEFINE_STATIC_SRCU(domain);

static void free_thing(struct rcu_head *head)
{
	struct thing *thing = container_of(head, struct thing, head);

	pr_info("freeing %d\n", thing->value);
	freed++;
	kfree(thing);
}

static int reader(void *data)
{
	struct thing *thing;

	rcu_read_lock();
	thing = rcu_dereference(current_thing);
	reading = true;
	mdelay(30);
	pr_info("still %d, freed %d\n", thing->value, freed);
	rcu_read_unlock();
	return 0;
}

static int sleeping_reader(void *data)
{
	int index = srcu_read_lock(&domain);

	reading = true;
	msleep(30);
	pr_info("srcu reader ends\n");
	srcu_read_unlock(&domain, index);
	return 0;
}

static struct thing *make(int value)
{
	struct thing *thing = kzalloc(sizeof(*thing), GFP_KERNEL);

	thing->value = value;
	return thing;
}

static int __init rcu_init_test(void)
{
	struct thing *old;

	rcu_assign_pointer(current_thing, make(1));
	kthread_run(reader, NULL, "reader");
	while (!READ_ONCE(reading))
		msleep(1);
	old = rcu_replace_pointer(current_thing, make(2), true);
	call_rcu(&old->head, free_thing);
	pr_info("now %d\n", rcu_access_pointer(current_thing)->value);
	rcu_barrier();
	pr_info("barrier, freed %d\n", freed);
	old = rcu_replace_pointer(current_thing, NULL, true);
	synchronize_rcu();
	kfree(old);
	pr_info("gone %d\n", rcu_access_pointer(current_thing) == NULL);
	for (freed = 0; freed < 1;) {
		old = make(10);
		call_rcu(&old->head, free_thing);
		old = make(11);
		call_rcu(&old->head, free_thing);
		rcu_barrier();
	}
	old = make(12);
	kfree_rcu(old, head);
	reading = false;
	kthread_run(sleeping_reader, NULL, "srcu");
	while (!READ_ONCE(reading))
		msleep(1);
	synchronize_srcu(&domain);
	pr_info("srcu synchronized\n");
	return 0;
}

static void __exit rcu_exit_test(void)
{
	rcu_barrier();
}

module_init(rcu_init_test);
module_exit(rcu_exit_test);
MODULE_LICENSE("GPL");
