/* What nodes of the device tree say of network interfaces. */
#ifndef __LINUX_OF_NET_H
#define __LINUX_OF_NET_H

#include <linux/etherdevice.h>
#include <linux/of.h>

static inline int of_get_mac_address(struct device_node *node, u8 *address)
{
	static const char *const names[] = { "mac-address", "local-mac-address", "address" };
	int i;

	for (i = 0; i < 3; i++)
		if (!of_property_read_u8_array(node, names[i], address, ETH_ALEN) && is_valid_ether_addr(address))
			return 0;
	return -ENODEV;
}
static inline int of_get_ethdev_address(struct device_node *node, struct net_device *dev)
{
	u8 address[ETH_ALEN];
	int error = of_get_mac_address(node, address);

	if (!error)
		eth_hw_addr_set(dev, address);
	return error;
}

#endif
