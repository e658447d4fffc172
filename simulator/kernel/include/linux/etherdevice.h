/* Ethernet interfaces and their addresses. */
#ifndef _LINUX_ETHERDEVICE_H
#define _LINUX_ETHERDEVICE_H

#include <linux/if_ether.h>
#include <linux/netdevice.h>
#include <linux/property.h>
#include <linux/random.h>
#include <asm/unaligned.h>

/* net/ethernet/eth.c */
__be16 eth_type_trans(struct sk_buff *skb, struct net_device *dev);
int eth_header(struct sk_buff *skb, struct net_device *dev, unsigned short type, const void *destination,
	       const void *source, unsigned int length);
int eth_header_parse(const struct sk_buff *skb, unsigned char *address);
int eth_mac_addr(struct net_device *dev, void *address);
int eth_validate_addr(struct net_device *dev);
void ether_setup(struct net_device *dev);
struct net_device *alloc_etherdev_mqs(int private_size, unsigned int tx_queues, unsigned int rx_queues);
extern const struct header_ops eth_header_ops;

#define alloc_etherdev(size) alloc_etherdev_mq(size, 1)
#define alloc_etherdev_mq(size, count) alloc_etherdev_mqs(size, count, count)
#define devm_alloc_etherdev(dev, size) devm_alloc_etherdev_mqs(dev, size, 1, 1)

static inline bool is_zero_ether_addr(const u8 *address)
{
	return !(address[0] | address[1] | address[2] | address[3] | address[4] | address[5]);
}
static inline bool is_multicast_ether_addr(const u8 *address) { return address[0] & 1; }
static inline bool is_unicast_ether_addr(const u8 *address) { return !is_multicast_ether_addr(address); }
static inline bool is_local_ether_addr(const u8 *address) { return address[0] & 2; }
static inline bool is_broadcast_ether_addr(const u8 *address)
{
	return (address[0] & address[1] & address[2] & address[3] & address[4] & address[5]) == 0xff;
}
static inline bool is_valid_ether_addr(const u8 *address)
{
	return !is_multicast_ether_addr(address) && !is_zero_ether_addr(address);
}
static inline void eth_random_addr(u8 *address)
{
	get_random_bytes(address, ETH_ALEN);
	address[0] = (address[0] & 0xfe) | 0x02;
}
static inline void eth_broadcast_addr(u8 *address) { memset(address, 0xff, ETH_ALEN); }
static inline void eth_zero_addr(u8 *address) { memset(address, 0, ETH_ALEN); }
static inline void ether_addr_copy(u8 *to, const u8 *from) { memcpy(to, from, ETH_ALEN); }
static inline bool ether_addr_equal(const u8 *a, const u8 *b) { return !memcmp(a, b, ETH_ALEN); }
static inline void eth_hw_addr_set(struct net_device *dev, const u8 *address) { __hw_addr_set(dev, address, ETH_ALEN); }
static inline void eth_hw_addr_random(struct net_device *dev)
{
	u8 address[ETH_ALEN];

	eth_random_addr(address);
	eth_hw_addr_set(dev, address);
}
/* The address that firmware gives in the device's node. */
static inline int eth_platform_get_mac_address(struct device *dev, u8 *address)
{
	static const char *const names[] = { "mac-address", "local-mac-address", "address" };
	int i;

	for (i = 0; i < 3; i++)
		if (!device_property_read_u8_array(dev, names[i], address, ETH_ALEN) && is_valid_ether_addr(address))
			return 0;
	return -ENODEV;
}
static inline int platform_get_ethdev_address(struct device *dev, struct net_device *net)
{
	u8 address[ETH_ALEN];
	int error = eth_platform_get_mac_address(dev, address);

	if (!error)
		eth_hw_addr_set(net, address);
	return error;
}
#define device_get_ethdev_address(dev, net) platform_get_ethdev_address(dev, net)
static inline int eth_skb_pad(struct sk_buff *skb) { return skb_put_padto(skb, ETH_ZLEN); }

#endif
