/* Counters of an interface: the driver's, and what the core dropped. */
#include <linux/netdevice.h>

void netdev_stats_to_stats64(struct rtnl_link_stats64 *to, const struct net_device_stats *from)
{
	const unsigned long *source = (const unsigned long *)from;
	u64 *target = (u64 *)to;

	BUILD_BUG_ON(sizeof(*from) > sizeof(*to));
	memset(to, 0, sizeof(*to));
	for (unsigned int i = 0; i < sizeof(*from) / sizeof(*source); i++)
		target[i] = source[i];
}

static void add_per_cpu(struct rtnl_link_stats64 *to, const struct pcpu_sw_netstats *stats)
{
	for (int cpu = 0; cpu < (int)nr_cpu_ids; cpu++) {
		const struct pcpu_sw_netstats *own = per_cpu_ptr(stats, cpu);

		to->rx_packets += u64_stats_read(&own->rx_packets);
		to->rx_bytes += u64_stats_read(&own->rx_bytes);
		to->tx_packets += u64_stats_read(&own->tx_packets);
		to->tx_bytes += u64_stats_read(&own->tx_bytes);
	}
}

void dev_get_tstats64(struct net_device *dev, struct rtnl_link_stats64 *storage)
{
	netdev_stats_to_stats64(storage, &dev->stats);
	add_per_cpu(storage, dev->tstats);
}

struct rtnl_link_stats64 *dev_get_stats(struct net_device *dev, struct rtnl_link_stats64 *storage)
{
	const struct net_device_ops *ops = dev->netdev_ops;

	if (ops->ndo_get_stats64) {
		memset(storage, 0, sizeof(*storage));
		ops->ndo_get_stats64(dev, storage);
	} else {
		netdev_stats_to_stats64(storage, ops->ndo_get_stats ? ops->ndo_get_stats(dev) : &dev->stats);
	}
	storage->rx_dropped += atomic_long_read(&dev->rx_dropped);
	storage->tx_dropped += atomic_long_read(&dev->tx_dropped);
	storage->rx_nohandler += atomic_long_read(&dev->rx_nohandler);
	return storage;
}
