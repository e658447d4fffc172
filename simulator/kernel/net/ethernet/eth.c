/* Ethernet: headers, addresses, what every such interface has in common. */
#include <linux/etherdevice.h>
#include <linux/rtnetlink.h>
#include <linux/if_packet.h>

/* net/if_arp.h */
#define ARPHRD_ETHER 1

const struct header_ops eth_header_ops = { .create = eth_header, .parse = eth_header_parse };

int eth_header(struct sk_buff *skb, struct net_device *dev, unsigned short type, const void *destination,
	       const void *source, unsigned int length)
{
	struct ethhdr *header = skb_push(skb, ETH_HLEN);

	header->h_proto = htons(type != ETH_P_802_3 && type != ETH_P_802_2 ? type : length);
	memcpy(header->h_source, source ? source : dev->dev_addr, ETH_ALEN);
	if (destination)
		memcpy(header->h_dest, destination, ETH_ALEN);
	return destination ? ETH_HLEN : -ETH_HLEN;
}

int eth_header_parse(const struct sk_buff *skb, unsigned char *address)
{
	memcpy(address, eth_hdr(skb)->h_source, ETH_ALEN);
	return ETH_ALEN;
}

static u8 kind_of_address(const struct net_device *dev, const u8 *destination)
{
	if (ether_addr_equal(destination, dev->dev_addr))
		return PACKET_HOST;
	if (!is_multicast_ether_addr(destination))
		return PACKET_OTHERHOST;
	return ether_addr_equal(destination, dev->broadcast) ? PACKET_BROADCAST : PACKET_MULTICAST;
}

/* Takes the header off a packet that came, and says which protocol it carries. */
__be16 eth_type_trans(struct sk_buff *skb, struct net_device *dev)
{
	struct ethhdr *header;

	skb->dev = dev;
	skb_reset_mac_header(skb);
	header = (struct ethhdr *)skb->data;
	__skb_pull(skb, ETH_HLEN);
	skb->pkt_type = kind_of_address(dev, header->h_dest);
	if (ntohs(header->h_proto) >= ETH_P_802_3_MIN)
		return header->h_proto;
	/* A length: an IPX packet without a header of its own begins with 0xffff. */
	if (skb->len >= 2 && *(u16 *)skb->data == 0xffff)
		return htons(ETH_P_802_3);
	return htons(ETH_P_802_2);
}

int eth_mac_addr(struct net_device *dev, void *address)
{
	struct sockaddr *given = address;

	if (netif_running(dev))
		return -EBUSY;
	if (!is_valid_ether_addr((u8 *)given->sa_data))
		return -EADDRNOTAVAIL;
	eth_hw_addr_set(dev, (u8 *)given->sa_data);
	return 0;
}

int eth_validate_addr(struct net_device *dev)
{
	return is_valid_ether_addr(dev->dev_addr) ? 0 : -EADDRNOTAVAIL;
}

void ether_setup(struct net_device *dev)
{
	dev->header_ops = &eth_header_ops;
	dev->type = ARPHRD_ETHER;
	dev->hard_header_len = dev->min_header_len = ETH_HLEN;
	dev->mtu = dev->max_mtu = ETH_DATA_LEN;
	dev->min_mtu = ETH_MIN_MTU;
	dev->addr_len = ETH_ALEN;
	dev->tx_queue_len = 1000;
	dev->flags = IFF_BROADCAST | IFF_MULTICAST;
	eth_broadcast_addr(dev->broadcast);
}

struct net_device *alloc_etherdev_mqs(int private_size, unsigned int tx_queues, unsigned int rx_queues)
{
	return alloc_netdev_mqs(private_size, "eth%d", NET_NAME_ENUM, ether_setup, tx_queues, rx_queues);
}
