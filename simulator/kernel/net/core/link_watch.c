/* The carrier of interfaces: who hears of its coming and going, and when their queues begin to send. */
#include <net/core.h>
#include <linux/workqueue.h>

static LIST_HEAD(changed);
static DEFINE_SPINLOCK(changed_lock);
static void work_on_changes(struct work_struct *work);
static DECLARE_WORK(linkwatch_work, work_on_changes);

/* RFC 2863, as far as a carrier tells. It follows a little later. */
void __refresh_operstate(struct net_device *dev)
{
	dev->operstate = netif_carrier_ok(dev) ? IF_OPER_UP : IF_OPER_DOWN;
}

static void settle(struct net_device *dev)
{
	clear_bit(__LINK_STATE_LINKWATCH_PENDING, &dev->state);
	__refresh_operstate(dev);
	if (!(dev->flags & IFF_UP))
		return;
	if (netif_carrier_ok(dev))
		__activate_tx_queues(dev);
	else
		__deactivate_tx_queues(dev);
	__tell_netdev(NETDEV_CHANGE, dev);
}

static struct net_device *take_changed(void)
{
	struct net_device *dev;
	unsigned long flags;

	spin_lock_irqsave(&changed_lock, flags);
	dev = list_first_entry_or_null(&changed, struct net_device, linkwatch_list);
	if (dev)
		list_del_init(&dev->linkwatch_list);
	spin_unlock_irqrestore(&changed_lock, flags);
	return dev;
}

static void work_on_changes(struct work_struct *work)
{
	struct net_device *dev;

	rtnl_lock();
	while ((dev = take_changed())) {
		settle(dev);
		dev_put(dev);
	}
	rtnl_unlock();
}

static void note_change(struct net_device *dev)
{
	unsigned long flags;

	if (test_and_set_bit(__LINK_STATE_LINKWATCH_PENDING, &dev->state))
		return;
	dev_hold(dev);
	spin_lock_irqsave(&changed_lock, flags);
	list_add_tail(&dev->linkwatch_list, &changed);
	spin_unlock_irqrestore(&changed_lock, flags);
	schedule_work(&linkwatch_work);
}

/* Of an interface that goes. */
void __linkwatch_forget(struct net_device *dev)
{
	bool waits;
	unsigned long flags;

	spin_lock_irqsave(&changed_lock, flags);
	waits = !list_empty(&dev->linkwatch_list);
	list_del_init(&dev->linkwatch_list);
	spin_unlock_irqrestore(&changed_lock, flags);
	if (waits)
		dev_put(dev);
}

void netif_carrier_on(struct net_device *dev)
{
	if (!test_and_clear_bit(__LINK_STATE_NOCARRIER, &dev->state) || dev->reg_state == NETREG_UNINITIALIZED)
		return;
	atomic_inc(&dev->carrier_up_count);
	note_change(dev);
}

void netif_carrier_off(struct net_device *dev)
{
	if (test_and_set_bit(__LINK_STATE_NOCARRIER, &dev->state) || dev->reg_state == NETREG_UNINITIALIZED)
		return;
	atomic_inc(&dev->carrier_down_count);
	note_change(dev);
}

void netif_device_detach(struct net_device *dev)
{
	if (test_and_clear_bit(__LINK_STATE_PRESENT, &dev->state) && netif_running(dev))
		netif_tx_stop_all_queues(dev);
}

void netif_device_attach(struct net_device *dev)
{
	if (!test_and_set_bit(__LINK_STATE_PRESENT, &dev->state) && netif_running(dev))
		netif_tx_wake_all_queues(dev);
}
