/* Forms of wait_event() that hold a lock, and what else waits for a condition. */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/wait.h>

static DECLARE_WAIT_QUEUE_HEAD(queue);
static DEFINE_SPINLOCK(lock);
static int condition, commands;

static int waker(void *form)
{
	msleep(2);
	spin_lock_irq(&queue.lock);
	condition = 1;
	wake_up_locked(&queue);
	spin_unlock_irq(&queue.lock);
	while (!kthread_should_stop())
		msleep(1);
	return 0;
}

#define FORM(name, held, wait)                                                                  \
	do {                                                                                    \
		struct task_struct *task;                                                       \
		long result = 0;                                                                \
		condition = commands = 0;                                                       \
		task = kthread_run(waker, NULL, "waker");                                       \
		spin_lock_irq(held);                                                            \
		wait;                                                                           \
		spin_unlock_irq(held);                                                          \
		kthread_stop(task);                                                             \
		pr_info(name ": %ld, condition %d, commands %d, waiting %d\n", result, condition, commands, waitqueue_active(&queue)); \
	} while (0)

static int __init waits_init(void)
{
	struct pci_dev *pdev = pci_get_subsys(0x1234, 0x11e8, PCI_ANY_ID, PCI_ANY_ID, NULL);

	FORM("lock_irq", &lock, wait_event_lock_irq(queue, condition, lock));
	FORM("lock_irq_cmd", &lock, wait_event_lock_irq_cmd(queue, condition, lock, commands++));
	FORM("interruptible_lock_irq", &lock, result = wait_event_interruptible_lock_irq(queue, condition, lock));
	FORM("interruptible_lock_irq_cmd", &lock, result = wait_event_interruptible_lock_irq_cmd(queue, condition, lock, commands++));
	FORM("lock_irq_timeout", &lock, result = !!wait_event_lock_irq_timeout(queue, condition, lock, HZ));
	FORM("lock_irq_timeout that ends", &lock, result = wait_event_lock_irq_timeout(queue, condition == 2, lock, 5));
	FORM("interruptible_lock_irq_timeout", &lock, result = wait_event_interruptible_lock_irq_timeout(queue, condition == 2, lock, 5));
	FORM("interruptible_locked_irq", &queue.lock, result = wait_event_interruptible_locked_irq(queue, condition));
	FORM("exclusive_locked_irq", &queue.lock, result = wait_event_interruptible_exclusive_locked_irq(queue, condition));
	spin_lock(&queue.lock);
	pr_info("locked at once: %d\n", wait_event_interruptible_locked(queue, condition));
	spin_unlock(&queue.lock);
	pr_info("idle_exclusive_timeout: %ld\n", wait_event_idle_exclusive_timeout(queue, condition == 2, 3));
	if (pdev) {
		int first = pci_find_capability(pdev, PCI_CAP_ID_MSI);

		pr_info("capability %x, the next one %x, above %d, requests %d\n", first, pci_find_next_capability(pdev, first, PCI_CAP_ID_MSI),
			pci_upstream_bridge(pdev) != NULL, pcix_set_mmrbc(pdev, 512));
		pr_info("pending %d, functions %d, own %d\n", pci_wait_for_pending_transaction(pdev), pci_sriov_get_totalvfs(pdev),
			pci_physfn(pdev) == pdev);
		pci_dev_put(pdev);
	}
	return 0;
}

static void __exit waits_exit(void)
{
}

module_init(waits_init);
module_exit(waits_exit);
MODULE_LICENSE("GPL");
