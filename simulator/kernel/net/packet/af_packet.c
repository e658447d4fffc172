/* Packet sockets: whole frames to and from an interface. Rings (PACKET_RX_RING), filters and fanout are not modelled: asking for them fails. */
#include "kernel/net/packet/internal.h"
#include <linux/rtnetlink.h>
#include <linux/uaccess.h>
#include <net/core.h>

static LIST_HEAD(packet_socks);
static DEFINE_MUTEX(packet_socks_lock);

static struct packet_sock *packet_of(struct socket *sock)
{
	return container_of(sock->sk, struct packet_sock, sk);
}

static void describe(const struct sk_buff *skb, struct sockaddr_ll *address)
{
	struct net_device *dev = skb->dev;

	address->sll_family = AF_PACKET;
	address->sll_protocol = skb->protocol;
	address->sll_ifindex = dev->ifindex;
	address->sll_hatype = dev->type;
	address->sll_pkttype = skb->pkt_type;
	address->sll_halen = dev->header_ops && dev->header_ops->parse ?
		dev->header_ops->parse(skb, address->sll_addr) : 0;
}

/* Ends the caller's reference. Whoever else has the packet sees none of what is done here: the head is its own. */
static int receive(struct sk_buff *skb, struct net_device *dev, struct packet_type *type, struct net_device *original)
{
	struct packet_sock *packet = container_of(type, struct packet_sock, hook);

	if (skb_shared(skb)) {
		struct sk_buff *clone = skb_clone(skb, GFP_ATOMIC);

		kfree_skb(skb);
		skb = clone;
	}
	if (!skb)
		return 0;
	describe(skb, (struct sockaddr_ll *)skb->cb);
	if (packet->sk.sk_type != SOCK_DGRAM)
		skb_push(skb, skb->data - skb_mac_header(skb));
	if (sock_queue_rcv_skb(&packet->sk, skb)) {
		atomic_inc(&packet->dropped);
		kfree_skb(skb);
	} else {
		atomic_inc(&packet->received);
	}
	return 0;
}

static void listen(struct packet_sock *packet)
{
	if (packet->running || !packet->protocol)
		return;
	packet->running = true;
	dev_add_pack(&packet->hook);
}

static void stop_listening(struct packet_sock *packet)
{
	if (!packet->running)
		return;
	packet->running = false;
	dev_remove_pack(&packet->hook);
}

static void fail(struct packet_sock *packet, int error)
{
	packet->sk.sk_err = error;
	wake_up_interruptible(&packet->sk.sk_wait);
}

static int packet_bind(struct socket *sock, struct sockaddr *given, int length)
{
	struct sockaddr_ll *address = (struct sockaddr_ll *)given;
	struct packet_sock *packet = packet_of(sock);
	struct net_device *dev = NULL;

	if (length < (int)sizeof(*address) || address->sll_family != AF_PACKET)
		return -EINVAL;
	if (address->sll_ifindex) {
		dev = dev_get_by_index(NULL, address->sll_ifindex);
		if (!dev)
			return -ENODEV;
	}
	mutex_lock(&packet_socks_lock);
	stop_listening(packet);
	dev_put(packet->hook.dev);
	packet->hook.dev = dev;
	packet->ifindex = address->sll_ifindex;
	if (address->sll_protocol)
		packet->protocol = packet->hook.type = address->sll_protocol;
	if (!dev || (dev->flags & IFF_UP))
		listen(packet);
	else if (packet->protocol)
		fail(packet, ENETDOWN);
	mutex_unlock(&packet_socks_lock);
	return 0;
}

static int packet_getname(struct socket *sock, struct sockaddr *given, int peer)
{
	struct sockaddr_ll *address = (struct sockaddr_ll *)given;
	struct packet_sock *packet = packet_of(sock);
	struct net_device *dev = packet->hook.dev;

	if (peer)
		return -EOPNOTSUPP;
	address->sll_family = AF_PACKET;
	address->sll_protocol = packet->protocol;
	address->sll_ifindex = packet->ifindex;
	if (dev) {
		address->sll_hatype = dev->type;
		address->sll_halen = dev->addr_len;
		memcpy(address->sll_addr, dev->dev_addr, dev->addr_len);
	}
	return offsetof(struct sockaddr_ll, sll_addr) + address->sll_halen;
}

static int packet_setsockopt(struct socket *sock, int level, int name, const void __user *value, unsigned int length)
{
	struct packet_mreq request = { 0 };
	int error;

	if (level != SOL_PACKET || (name != PACKET_ADD_MEMBERSHIP && name != PACKET_DROP_MEMBERSHIP))
		return -ENOPROTOOPT;
	if (length < sizeof(request))
		return -EINVAL;
	if (copy_from_user(&request, value, sizeof(request)))
		return -EFAULT;
	rtnl_lock();
	error = name == PACKET_ADD_MEMBERSHIP ? __packet_add_membership(packet_of(sock), &request) :
						__packet_drop_membership(packet_of(sock), &request);
	rtnl_unlock();
	return error;
}

/* Reading the counters sets them to zero. */
static int packet_getsockopt(struct socket *sock, int level, int name, void __user *value, int __user *length)
{
	struct packet_sock *packet = packet_of(sock);
	struct tpacket_stats stats;
	int room;

	if (level != SOL_PACKET || name != PACKET_STATISTICS)
		return -ENOPROTOOPT;
	if (get_user(room, length))
		return -EFAULT;
	if (room < 0)
		return -EINVAL;
	stats.tp_drops = atomic_xchg(&packet->dropped, 0);
	stats.tp_packets = atomic_xchg(&packet->received, 0) + stats.tp_drops;
	room = min(room, (int)sizeof(stats));
	return copy_to_user(value, &stats, room) || put_user(room, length) ? -EFAULT : 0;
}

static int packet_ioctl(struct socket *sock, unsigned int command, unsigned long argument)
{
	struct ifreq request;
	int error;

	if (copy_from_user(&request, (void __user *)argument, sizeof(request)))
		return -EFAULT;
	error = dev_ioctl(command, &request);
	if (!error && copy_to_user((void __user *)argument, &request, sizeof(request)))
		return -EFAULT;
	return error;
}

/* Room for the header before it. All in one piece if it fits into a page; else the header, and pages for the rest, eight at once at most. */
static struct sk_buff *alloc_packet(struct sock *sk, struct net_device *dev, size_t length, bool nonblocking, int *error)
{
	size_t reserved = LL_RESERVED_SPACE(dev);
	size_t linear = reserved + dev->needed_tailroom + length < PAGE_SIZE ? length :
		min_t(size_t, length, dev->hard_header_len);
	struct sk_buff *skb = sock_alloc_send_pskb(sk, reserved + dev->needed_tailroom + linear, length - linear,
						   nonblocking, error, 3);

	if (!skb)
		return NULL;
	skb_reserve(skb, reserved);
	skb_reset_network_header(skb);
	if (sk->sk_type == SOCK_RAW)
		skb_reserve(skb, -(int)dev->hard_header_len);
	skb_put(skb, linear);
	skb->data_len = length - linear;
	skb->len += length - linear;
	skb->dev = dev;
	return skb;
}

static int fill_packet(struct sk_buff *skb, struct socket *sock, struct msghdr *message, size_t length)
{
	struct net_device *dev = skb->dev;
	struct sockaddr_ll *address = message->msg_name;
	int offset = 0;

	if (sock->type == SOCK_DGRAM) {
		offset = dev_hard_header(skb, dev, ntohs(skb->protocol), address ? address->sll_addr : NULL, NULL, length);
		if (offset < 0)
			return -EINVAL;
	}
	if (skb_copy_datagram_from_iter(skb, offset, &message->msg_iter, length))
		return -EFAULT;
	return sock->type == SOCK_RAW && length < dev->hard_header_len ? -EINVAL : 0;
}

static int send_to(struct net_device *dev, struct socket *sock, struct msghdr *message, size_t length, __be16 protocol)
{
	size_t header = sock->type == SOCK_RAW ? dev->hard_header_len : 0;
	struct sk_buff *skb;
	int error;

	if (!(dev->flags & IFF_UP))
		return -ENETDOWN;
	if (length > dev->mtu + header)
		return -EMSGSIZE;
	skb = alloc_packet(sock->sk, dev, length, message->msg_flags & MSG_DONTWAIT, &error);
	if (!skb)
		return error;
	skb->protocol = protocol;
	error = fill_packet(skb, sock, message, length);
	if (error) {
		kfree_skb(skb);
		return error;
	}
	if (sock->type == SOCK_RAW && !protocol)
		skb->protocol = ((struct ethhdr *)skb->data)->h_proto;
	error = dev_queue_xmit(skb);
	if (error > 0)
		error = error == NET_XMIT_CN ? 0 : -ENOBUFS;
	return error ? error : (int)length;
}

static int packet_sendmsg(struct socket *sock, struct msghdr *message, size_t length)
{
	struct packet_sock *packet = packet_of(sock);
	struct sockaddr_ll *address = message->msg_name;
	__be16 protocol = address ? address->sll_protocol : packet->protocol;
	struct net_device *dev;
	int result;

	if (address && message->msg_namelen < (int)sizeof(*address))
		return -EINVAL;
	dev = dev_get_by_index(NULL, address ? address->sll_ifindex : packet->ifindex);
	if (!dev)
		return -ENXIO;
	result = send_to(dev, sock, message, length, protocol);
	dev_put(dev);
	return result;
}

static int packet_recvmsg(struct socket *sock, struct msghdr *message, size_t length, int flags)
{
	struct sk_buff *skb;
	int copied, error;

	if (flags & ~(MSG_PEEK | MSG_DONTWAIT | MSG_TRUNC))
		return -EINVAL;
	skb = skb_recv_datagram(sock->sk, flags, &error);
	if (!skb)
		return error;
	copied = min_t(size_t, length, skb->len);
	if (copied < (int)skb->len)
		message->msg_flags |= MSG_TRUNC;
	error = skb_copy_datagram_msg(skb, 0, message, copied);
	if (message->msg_name) {
		message->msg_namelen = sizeof(struct sockaddr_ll);
		memcpy(message->msg_name, skb->cb, sizeof(struct sockaddr_ll));
	}
	if (!error)
		error = flags & MSG_TRUNC ? (int)skb->len : copied;
	kfree_skb(skb);
	return error;
}

/* When the interface goes while the socket is open: whoever waits is told, and a new one of that number hears nothing of it. */
static int packet_notified(struct notifier_block *block, unsigned long event, void *data)
{
	struct net_device *dev = netdev_notifier_info_to_dev(data);
	struct packet_sock *packet;

	mutex_lock(&packet_socks_lock);
	list_for_each_entry(packet, &packet_socks, list) {
		if (packet->hook.dev != dev)
			continue;
		if (event == NETDEV_UP)
			listen(packet);
		if (event == NETDEV_DOWN || event == NETDEV_UNREGISTER) {
			if (packet->running)
				fail(packet, ENETDOWN);
			stop_listening(packet);
		}
		if (event == NETDEV_UNREGISTER) {
			packet->ifindex = -1;
			packet->hook.dev = NULL;
			dev_put(dev);
		}
	}
	mutex_unlock(&packet_socks_lock);
	return NOTIFY_DONE;
}

static int packet_release(struct socket *sock)
{
	struct packet_sock *packet = packet_of(sock);
	struct packet_membership *each, *next;

	mutex_lock(&packet_socks_lock);
	list_del(&packet->list);
	stop_listening(packet);
	dev_put(packet->hook.dev);
	mutex_unlock(&packet_socks_lock);
	rtnl_lock();
	list_for_each_entry_safe(each, next, &packet->memberships, list)
		__packet_leave(each);
	rtnl_unlock();
	skb_queue_purge(&packet->sk.sk_receive_queue);
	__sock_put(&packet->sk);
	return 0;
}

static const struct proto_ops packet_ops = {
	.family = AF_PACKET,
	.release = packet_release,
	.bind = packet_bind,
	.getname = packet_getname,
	.poll = datagram_poll,
	.ioctl = packet_ioctl,
	.setsockopt = packet_setsockopt,
	.getsockopt = packet_getsockopt,
	.sendmsg = packet_sendmsg,
	.recvmsg = packet_recvmsg,
};

static int packet_create(struct socket *sock, int protocol)
{
	struct packet_sock *packet;

	if (sock->type != SOCK_DGRAM && sock->type != SOCK_RAW)
		return -ESOCKTNOSUPPORT;
	packet = kzalloc(sizeof(*packet), GFP_KERNEL);
	if (!packet)
		return -ENOBUFS;
	sock->ops = &packet_ops;
	sock_init_data(sock, &packet->sk);
	INIT_LIST_HEAD(&packet->memberships);
	packet->protocol = packet->hook.type = protocol;
	packet->hook.func = receive;
	packet->hook.af_packet_priv = &packet->sk;
	mutex_lock(&packet_socks_lock);
	list_add_tail(&packet->list, &packet_socks);
	listen(packet);
	mutex_unlock(&packet_socks_lock);
	return 0;
}

static const struct net_proto_family packet_family = { .family = AF_PACKET, .create = packet_create };
static struct notifier_block packet_block = { .notifier_call = packet_notified };

void __packet_init(void)
{
	sock_register(&packet_family);
	register_netdevice_notifier(&packet_block);
}
