/* What a packet socket has an interface listen to beyond its own address: groups, or everything. */
#include "kernel/net/packet/internal.h"
#include <linux/slab.h>
#include <linux/string.h>

static int join(struct net_device *dev, const struct packet_mreq *request, int change)
{
	switch (request->mr_type) {
	case PACKET_MR_PROMISC: return dev_set_promiscuity(dev, change);
	case PACKET_MR_ALLMULTI: return dev_set_allmulti(dev, change);
	case PACKET_MR_MULTICAST:
		if (request->mr_alen != dev->addr_len)
			return -EINVAL;
		return change > 0 ? dev_mc_add(dev, request->mr_address) : dev_mc_del(dev, request->mr_address);
	default: return -EINVAL;
	}
}

void __packet_leave(struct packet_membership *membership)
{
	struct net_device *dev = dev_get_by_index(NULL, membership->request.mr_ifindex);

	if (dev)
		join(dev, &membership->request, -1);
	dev_put(dev);
	list_del(&membership->list);
	kfree(membership);
}

int __packet_add_membership(struct packet_sock *packet, const struct packet_mreq *request)
{
	struct net_device *dev = dev_get_by_index(NULL, request->mr_ifindex);
	struct packet_membership *membership;
	int error;

	if (!dev)
		return -ENODEV;
	membership = kzalloc(sizeof(*membership), GFP_KERNEL);
	error = membership ? join(dev, request, 1) : -ENOBUFS;
	dev_put(dev);
	if (error) {
		kfree(membership);
		return error;
	}
	membership->request = *request;
	list_add_tail(&membership->list, &packet->memberships);
	return 0;
}

int __packet_drop_membership(struct packet_sock *packet, const struct packet_mreq *request)
{
	struct packet_membership *each;

	list_for_each_entry(each, &packet->memberships, list)
		if (!memcmp(&each->request, request, sizeof(*request))) {
			__packet_leave(each);
			return 0;
		}
	return -EADDRNOTAVAIL;
}
