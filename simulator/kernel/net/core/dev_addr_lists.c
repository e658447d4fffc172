/* Addresses of a network interface beside its own: the multicast groups that it hears. */
#include <linux/etherdevice.h>
#include <net/core.h>

static struct netdev_hw_addr *find_mc(struct net_device *dev, const unsigned char *address)
{
	struct netdev_hw_addr *each;

	list_for_each_entry(each, &dev->mc.list, list)
		if (!memcmp(each->addr, address, dev->addr_len))
			return each;
	return NULL;
}

int dev_mc_add(struct net_device *dev, const unsigned char *address)
{
	struct netdev_hw_addr *known = find_mc(dev, address);

	if (!known) {
		known = kzalloc(sizeof(*known), GFP_ATOMIC);
		if (!known)
			return -ENOMEM;
		memcpy(known->addr, address, dev->addr_len);
		list_add_tail(&known->list, &dev->mc.list);
		dev->mc.count++;
	}
	known->refcount++;
	__dev_set_rx_mode(dev);
	return 0;
}

int dev_mc_del(struct net_device *dev, const unsigned char *address)
{
	struct netdev_hw_addr *known = find_mc(dev, address);

	if (!known)
		return -ENOENT;
	if (--known->refcount)
		return 0;
	list_del(&known->list);
	dev->mc.count--;
	kfree(known);
	__dev_set_rx_mode(dev);
	return 0;
}
