/* Network interfaces: opening and closing them, and their flags. */
#include <linux/net.h>
#include <net/core.h>

void __dev_set_rx_mode(struct net_device *dev)
{
	if ((dev->flags & IFF_UP) && netif_device_present(dev) && dev->netdev_ops->ndo_set_rx_mode)
		dev->netdev_ops->ndo_set_rx_mode(dev);
}

int dev_open(struct net_device *dev, void *extack)
{
	const struct net_device_ops *ops = dev->netdev_ops;
	int error = 0;

	ASSERT_RTNL();
	if (dev->flags & IFF_UP)
		return 0;
	if (!netif_device_present(dev))
		return -ENODEV;
	set_bit(__LINK_STATE_START, &dev->state);
	if (ops->ndo_validate_addr)
		error = ops->ndo_validate_addr(dev);
	if (!error && ops->ndo_open)
		error = ops->ndo_open(dev);
	if (error) {
		clear_bit(__LINK_STATE_START, &dev->state);
		return error;
	}
	dev->flags |= IFF_UP;
	__dev_set_rx_mode(dev);
	__activate_tx_queues(dev);
	__tell_netdev(NETDEV_UP, dev);
	return 0;
}

void dev_close(struct net_device *dev)
{
	ASSERT_RTNL();
	if (!(dev->flags & IFF_UP))
		return;
	__tell_netdev(NETDEV_GOING_DOWN, dev);
	clear_bit(__LINK_STATE_START, &dev->state);
	__deactivate_tx_queues(dev);
	if (dev->netdev_ops->ndo_stop)
		dev->netdev_ops->ndo_stop(dev);
	dev->flags &= ~IFF_UP;
	__tell_netdev(NETDEV_DOWN, dev);
}

unsigned int dev_get_flags(const struct net_device *dev)
{
	unsigned int kept = IFF_PROMISC | IFF_ALLMULTI;
	unsigned int flags = (dev->flags & ~(kept | IFF_RUNNING | IFF_LOWER_UP | IFF_DORMANT)) | (dev->gflags & kept);

	if (netif_running(dev)) {
		flags |= netif_oper_up(dev) ? IFF_RUNNING : 0;
		flags |= netif_carrier_ok(dev) ? IFF_LOWER_UP : 0;
	}
	return flags;
}

/* Whoever wants all packets counts: the first turns it on, the last off. */
static int change_count(struct net_device *dev, unsigned int flag, unsigned int *count, int change)
{
	unsigned int before = dev->flags;

	ASSERT_RTNL();
	*count += change;
	dev->flags = *count ? dev->flags | flag : dev->flags & ~flag;
	if (before == dev->flags)
		return 0;
	if (flag == IFF_PROMISC)
		pr_info("device %s %s promiscuous mode\n", dev->name, dev->flags & IFF_PROMISC ? "entered" : "left");
	__dev_set_rx_mode(dev);
	return 0;
}

int dev_set_promiscuity(struct net_device *dev, int change)
{
	return change_count(dev, IFF_PROMISC, &dev->promiscuity, change);
}

int dev_set_allmulti(struct net_device *dev, int change)
{
	return change_count(dev, IFF_ALLMULTI, &dev->allmulti, change);
}

int dev_change_flags(struct net_device *dev, unsigned int flags, void *extack)
{
	unsigned int settable = IFF_DEBUG | IFF_NOTRAILERS | IFF_NOARP | IFF_DYNAMIC | IFF_MULTICAST | IFF_PORTSEL |
		IFF_AUTOMEDIA;
	int error = 0;

	ASSERT_RTNL();
	dev->flags = (flags & settable) | (dev->flags & (IFF_UP | IFF_PROMISC | IFF_ALLMULTI | IFF_BROADCAST));
	if ((dev->flags ^ flags) & IFF_UP) {
		if (flags & IFF_UP)
			error = dev_open(dev, extack);
		else
			dev_close(dev);
	}
	if ((flags ^ dev->gflags) & IFF_PROMISC) {
		dev->gflags ^= IFF_PROMISC;
		dev_set_promiscuity(dev, dev->gflags & IFF_PROMISC ? 1 : -1);
	}
	if ((flags ^ dev->gflags) & IFF_ALLMULTI) {
		dev->gflags ^= IFF_ALLMULTI;
		dev_set_allmulti(dev, dev->gflags & IFF_ALLMULTI ? 1 : -1);
	}
	return error;
}
