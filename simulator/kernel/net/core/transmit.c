/* Packets on their way out: a queue, first in, first out, and the driver's ndo_start_xmit(). Only an interface's first queue is used. */
#include <linux/net.h>
#include <net/core.h>

/* Packets that one run of a queue sends before others have their turn. */
#define RUN_QUOTA 64

static struct transmit_cpu {
	struct netdev_queue *scheduled;
	struct sk_buff *completed;
} transmit_cpus[__CPU_LIMIT];

static void watch(struct timer_list *timer);

void __init_tx_queues(struct net_device *dev)
{
	spin_lock_init(&dev->tx_global_lock);
	timer_setup(&dev->watchdog_timer, watch, 0);
	for (unsigned int i = 0; i < dev->num_tx_queues; i++) {
		struct netdev_queue *queue = &dev->_tx[i];

		queue->dev = dev;
		queue->xmit_lock_owner = -1;
		spin_lock_init(&queue->_xmit_lock);
		skb_queue_head_init(&queue->waiting);
	}
}

static void start_watchdog(struct net_device *dev)
{
	if (!dev->netdev_ops->ndo_tx_timeout)
		return;
	if (dev->watchdog_timeo <= 0)
		dev->watchdog_timeo = 5 * HZ;
	mod_timer(&dev->watchdog_timer, round_jiffies(jiffies + dev->watchdog_timeo));
}

/* Without a carrier what is sent goes nowhere. */
void __activate_tx_queues(struct net_device *dev)
{
	if (!netif_carrier_ok(dev) || dev->_tx[0].active)
		return;
	for (unsigned int i = 0; i < dev->num_tx_queues; i++) {
		dev->_tx[i].trans_start = jiffies;
		dev->_tx[i].active = true;
	}
	start_watchdog(dev);
}

/* When it returns, nothing is queued and the driver is not being given anything. */
void __deactivate_tx_queues(struct net_device *dev)
{
	for (unsigned int i = 0; i < dev->num_tx_queues; i++) {
		struct netdev_queue *queue = &dev->_tx[i];

		spin_lock_bh(&queue->waiting.lock);
		queue->active = false;
		spin_unlock_bh(&queue->waiting.lock);
		while (READ_ONCE(queue->running) || READ_ONCE(queue->scheduled))
			msleep(1);
		skb_queue_purge(&queue->waiting);
	}
	del_timer_sync(&dev->watchdog_timer);
}

static int overdue_queue(struct net_device *dev)
{
	for (unsigned int i = 0; i < dev->num_tx_queues; i++) {
		struct netdev_queue *queue = &dev->_tx[i];

		if (netif_tx_queue_stopped(queue) &&
		    time_after(jiffies, READ_ONCE(queue->trans_start) + dev->watchdog_timeo))
			return i;
	}
	return -1;
}

static void freeze(struct net_device *dev, bool frozen)
{
	for (unsigned int i = 0; i < dev->num_tx_queues; i++) {
		struct netdev_queue *queue = &dev->_tx[i];

		__netif_tx_lock(queue, smp_processor_id());
		if (frozen)
			set_bit(__QUEUE_STATE_FROZEN, &queue->state);
		else
			clear_bit(__QUEUE_STATE_FROZEN, &queue->state);
		__netif_tx_unlock(queue);
		if (!frozen)
			__netif_schedule(queue);
	}
}

/* A queue that the driver stopped and did not wake. */
static void watch(struct timer_list *timer)
{
	struct net_device *dev = from_timer(dev, timer, watchdog_timer);
	int overdue;

	if (!netif_device_present(dev) || !netif_running(dev) || !netif_carrier_ok(dev))
		return;
	spin_lock(&dev->tx_global_lock);
	overdue = overdue_queue(dev);
	if (overdue >= 0) {
		struct netdev_queue *queue = &dev->_tx[overdue];

		atomic_long_inc(&queue->trans_timeout);
		netdev_crit(dev, "NETDEV WATCHDOG: CPU: %d: transmit queue %u timed out %u ms\n", smp_processor_id(),
			    overdue, jiffies_to_msecs(jiffies - queue->trans_start));
		freeze(dev, true);
		dev->netdev_ops->ndo_tx_timeout(dev, overdue);
		freeze(dev, false);
	}
	spin_unlock(&dev->tx_global_lock);
	mod_timer(&dev->watchdog_timer, round_jiffies(jiffies + dev->watchdog_timeo));
}

static bool may_send(const struct netdev_queue *queue)
{
	return !(queue->state & (BIT(__QUEUE_STATE_DRV_XOFF) | BIT(__QUEUE_STATE_FROZEN)));
}

/* Whether the driver took it. */
static bool give_to_driver(struct netdev_queue *queue, struct sk_buff *skb)
{
	struct net_device *dev = queue->dev;
	netdev_tx_t result = NETDEV_TX_BUSY;

	__netif_tx_lock(queue, smp_processor_id());
	if (may_send(queue)) {
		__tap_outgoing(skb, dev);
		result = dev->netdev_ops->ndo_start_xmit(skb, dev);
		if (result == NETDEV_TX_OK)
			WRITE_ONCE(queue->trans_start, jiffies);
	}
	__netif_tx_unlock(queue);
	if (!dev_xmit_complete(result) && result != NETDEV_TX_BUSY && net_ratelimit())
		pr_warn("BUG %s code %d qlen %d\n", dev->name, result, queue->waiting.qlen);
	return dev_xmit_complete(result);
}

static struct sk_buff *next_to_send(struct netdev_queue *queue)
{
	return queue->active && may_send(queue) ? __skb_dequeue(&queue->waiting) : NULL;
}

/* One CPU at a time; the others leave theirs in the queue for it. */
static void run_queue(struct netdev_queue *queue)
{
	unsigned int quota = RUN_QUOTA;
	struct sk_buff *skb;

	spin_lock(&queue->waiting.lock);
	if (queue->running) {
		spin_unlock(&queue->waiting.lock);
		return;
	}
	queue->running = true;
	while ((skb = next_to_send(queue))) {
		bool taken;

		spin_unlock(&queue->waiting.lock);
		taken = give_to_driver(queue, skb);
		spin_lock(&queue->waiting.lock);
		if (!taken)
			__skb_queue_head(&queue->waiting, skb);
		if (!taken || !--quota) {
			__netif_schedule(queue);
			break;
		}
	}
	queue->running = false;
	spin_unlock(&queue->waiting.lock);
}

/* Without scatter/gather the driver gets one piece. */
static struct sk_buff *made_fit(struct sk_buff *skb, struct net_device *dev)
{
	if (!skb_is_nonlinear(skb) || (dev->features & NETIF_F_SG) || !skb_linearize(skb))
		return skb;
	kfree_skb(skb);
	atomic_long_inc(&dev->tx_dropped);
	return NULL;
}

static int enqueue(struct netdev_queue *queue, struct sk_buff *skb)
{
	int result = NET_XMIT_SUCCESS;

	spin_lock(&queue->waiting.lock);
	if (!queue->active)
		result = NET_XMIT_CN;
	else if (queue->waiting.qlen >= queue->dev->tx_queue_len)
		result = NET_XMIT_DROP;
	else
		__skb_queue_tail(&queue->waiting, skb);
	spin_unlock(&queue->waiting.lock);
	if (result != NET_XMIT_SUCCESS)
		kfree_skb(skb);
	return result;
}

/* Always takes the packet. NET_XMIT_ codes, or a negative error. */
int dev_queue_xmit(struct sk_buff *skb)
{
	struct net_device *dev = skb->dev;
	int result;

	skb_reset_mac_header(skb);
	skb = made_fit(skb, dev);
	if (!skb)
		return -ENOMEM;
	skb->queue_mapping = 0;
	rcu_read_lock_bh();
	result = enqueue(&dev->_tx[0], skb);
	if (result == NET_XMIT_SUCCESS)
		run_queue(&dev->_tx[0]);
	rcu_read_unlock_bh();
	return result;
}

void __netif_schedule(struct netdev_queue *queue)
{
	struct transmit_cpu *here;
	unsigned long flags;

	local_irq_save(flags);
	if (!xchg(&queue->scheduled, true)) {
		here = &transmit_cpus[smp_processor_id()];
		queue->next_scheduled = here->scheduled;
		here->scheduled = queue;
		raise_softirq_irqoff(NET_TX_SOFTIRQ);
	}
	local_irq_restore(flags);
}

void netif_tx_wake_queue(struct netdev_queue *queue)
{
	if (test_and_clear_bit(__QUEUE_STATE_DRV_XOFF, &queue->state))
		__netif_schedule(queue);
}

/* What may not be freed with interrupts off is freed here, a little later. */
void __dev_kfree_skb_irq(struct sk_buff *skb)
{
	struct transmit_cpu *here;
	unsigned long flags;

	if (!skb || !refcount_dec_and_test(&skb->users))
		return;
	local_irq_save(flags);
	here = &transmit_cpus[smp_processor_id()];
	skb->next = here->completed;
	here->completed = skb;
	raise_softirq_irqoff(NET_TX_SOFTIRQ);
	local_irq_restore(flags);
}

void dev_kfree_skb_any(struct sk_buff *skb)
{
	if (in_hardirq() || irqs_disabled())
		__dev_kfree_skb_irq(skb);
	else
		kfree_skb(skb);
}

void napi_consume_skb(struct sk_buff *skb, int budget)
{
	if (budget)
		consume_skb(skb);
	else
		dev_kfree_skb_any(skb);
}

void __run_tx_softirq(void)
{
	struct transmit_cpu *here = &transmit_cpus[smp_processor_id()];
	struct netdev_queue *queue;
	struct sk_buff *skb;

	local_irq_disable();
	skb = here->completed;
	here->completed = NULL;
	queue = here->scheduled;
	here->scheduled = NULL;
	local_irq_enable();
	while (skb) {
		struct sk_buff *next = skb->next;

		__kfree_skb(skb);
		skb = next;
	}
	while (queue) {
		struct netdev_queue *next = queue->next_scheduled;

		WRITE_ONCE(queue->scheduled, false);
		run_queue(queue);
		queue = next;
	}
}
