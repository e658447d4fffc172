// SPDX-License-Identifier: MIT
/* Notifier chains: order by priority, stopping, registering twice, and values. */
#include <linux/module.h>
#include <linux/notifier.h>

static int answer = NOTIFY_OK;

static int say(struct notifier_block *block, unsigned long action, void *data)
{
	pr_info("priority %d action %lu data %ld\n", block->priority, action, (long)data);
	return block->priority == 5 ? answer : NOTIFY_DONE;
}

static struct notifier_block low = { .notifier_call = say, .priority = -1 };
static struct notifier_block middle = { .notifier_call = say };
static struct notifier_block also = { .notifier_call = say };
static struct notifier_block high = { .notifier_call = say, .priority = 5 };
static BLOCKING_NOTIFIER_HEAD(blocking);
static ATOMIC_NOTIFIER_HEAD(atomic);
static RAW_NOTIFIER_HEAD(raw);

static int __init notifiers_init(void)
{
	pr_info("empty %d\n", blocking_notifier_call_chain(&blocking, 1, NULL));
	pr_info("register %d %d %d\n", blocking_notifier_chain_register(&blocking, &low),
		blocking_notifier_chain_register(&blocking, &middle),
		blocking_notifier_chain_register(&blocking, &high));
	pr_info("call %x\n", blocking_notifier_call_chain(&blocking, 2, (void *)22));
	answer = NOTIFY_STOP;
	pr_info("stopped %x\n", blocking_notifier_call_chain(&blocking, 3, NULL));
	answer = NOTIFY_BAD;
	pr_info("bad %x\n", blocking_notifier_call_chain(&blocking, 4, NULL));
	answer = notifier_from_errno(-ENOMEM);
	pr_info("errno %d\n", notifier_to_errno(blocking_notifier_call_chain(&blocking, 5, NULL)));
	pr_info("twice %d\n", blocking_notifier_chain_register(&blocking, &low));
	pr_info("unregister %d", blocking_notifier_chain_unregister(&blocking, &middle));
	pr_cont(" again %d\n", blocking_notifier_chain_unregister(&blocking, &middle));
	answer = NOTIFY_OK;
	atomic_notifier_chain_register(&atomic, &middle);
	atomic_notifier_chain_register(&atomic, &also);
	pr_info("atomic %x\n", atomic_notifier_call_chain(&atomic, 6, NULL));
	pr_info("unregister %d\n", atomic_notifier_chain_unregister(&atomic, &middle));
	pr_info("unregister %d\n", atomic_notifier_chain_unregister(&atomic, &also));
	pr_info("raw %d", raw_notifier_chain_register(&raw, &also));
	pr_cont(" %x\n", raw_notifier_call_chain(&raw, 7, NULL));
	return 0;
}

static void __exit notifiers_exit(void)
{
}

module_init(notifiers_init);
module_exit(notifiers_exit);
MODULE_LICENSE("GPL");
