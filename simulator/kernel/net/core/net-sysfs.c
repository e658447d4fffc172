/* /sys/class/net: an interface's attributes and counters. */
#include <linux/ctype.h>
#include <net/core.h>

extern struct class __net_class;

static int add_net_class(void)
{
	static bool done;

	if (done)
		return 0;
	done = true;
	return class_register(&__net_class);
}

static void release_netdev(struct device *dev)
{
	kvfree(to_net_dev(dev));
}

#define NETDEV_ATTRIBUTE(name) \
	static struct device_attribute netdev_##name = __ATTR(name, 0444, netdev_##name##_show, NULL);

#define SHOW(name, format, value...)                                                                    \
	static ssize_t netdev_##name##_show(struct device *device, struct device_attribute *attribute, char *buffer) \
	{                                                                                               \
		struct net_device *dev = to_net_dev(device);                                            \
		return sysfs_emit(buffer, format, value);                                               \
	}                                                                                               \
	NETDEV_ATTRIBUTE(name)

static const char *const netdev_operstates[] = { "unknown", "notpresent", "down", "lowerlayerdown", "testing", "dormant", "up" };

SHOW(addr_len, "%d\n", dev->addr_len)
SHOW(address, "%*phC\n", dev->addr_len, dev->dev_addr)
SHOW(flags, "%#x\n", dev->flags)
SHOW(ifindex, "%d\n", dev->ifindex)
SHOW(mtu, "%d\n", dev->mtu)
SHOW(operstate, "%s\n", netdev_operstates[netif_running(dev) ? dev->operstate : IF_OPER_DOWN])
SHOW(tx_queue_len, "%d\n", dev->tx_queue_len)
SHOW(type, "%d\n", dev->type)

/* Nobody can tell before the interface is up. */
static ssize_t netdev_carrier_show(struct device *device, struct device_attribute *attribute, char *buffer)
{
	struct net_device *dev = to_net_dev(device);

	return netif_running(dev) ? sysfs_emit(buffer, "%d\n", netif_carrier_ok(dev)) : -EINVAL;
}
NETDEV_ATTRIBUTE(carrier)

static struct attribute *netdev_attributes[] = {
	&netdev_addr_len.attr, &netdev_address.attr, &netdev_carrier.attr, &netdev_flags.attr,
	&netdev_ifindex.attr, &netdev_mtu.attr, &netdev_operstate.attr, &netdev_tx_queue_len.attr,
	&netdev_type.attr, NULL,
};
static const struct attribute_group netdev_group = { .attrs = netdev_attributes };

#define COUNTER(name)                                                                                   \
	static ssize_t netdev_##name##_show(struct device *device, struct device_attribute *attribute, char *buffer) \
	{                                                                                               \
		struct rtnl_link_stats64 stats;                                                         \
		return sysfs_emit(buffer, "%llu\n", dev_get_stats(to_net_dev(device), &stats)->name);   \
	}                                                                                               \
	NETDEV_ATTRIBUTE(name)

COUNTER(rx_packets)
COUNTER(tx_packets)
COUNTER(rx_bytes)
COUNTER(tx_bytes)
COUNTER(rx_errors)
COUNTER(tx_errors)
COUNTER(rx_dropped)
COUNTER(tx_dropped)
COUNTER(multicast)
COUNTER(rx_length_errors)
COUNTER(rx_crc_errors)
COUNTER(rx_fifo_errors)
COUNTER(rx_missed_errors)
COUNTER(rx_nohandler)

static struct attribute *netdev_counters[] = {
	&netdev_rx_packets.attr, &netdev_tx_packets.attr, &netdev_rx_bytes.attr, &netdev_tx_bytes.attr,
	&netdev_rx_errors.attr, &netdev_tx_errors.attr, &netdev_rx_dropped.attr, &netdev_tx_dropped.attr,
	&netdev_multicast.attr, &netdev_rx_length_errors.attr, &netdev_rx_crc_errors.attr,
	&netdev_rx_fifo_errors.attr, &netdev_rx_missed_errors.attr, &netdev_rx_nohandler.attr, NULL,
};
static const struct attribute_group netdev_counter_group = { .name = "statistics", .attrs = netdev_counters };
static const struct attribute_group *netdev_groups[] = { &netdev_group, &netdev_counter_group, NULL };

struct class __net_class = { .name = "net" };

int __netdev_sysfs_add(struct net_device *dev)
{
	int error;

	device_initialize(&dev->dev);
	dev->dev.class = &__net_class;
	dev->dev.groups = netdev_groups;
	dev->dev.release = release_netdev;
	error = add_net_class();
	if (!error)
		error = dev_set_name(&dev->dev, "%s", dev->name);
	return error ? error : device_add(&dev->dev);
}

/* The reference of device_initialize() stays until free_netdev(). */
void __netdev_sysfs_remove(struct net_device *dev)
{
	device_del(&dev->dev);
}
