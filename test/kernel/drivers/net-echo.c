// SPDX-License-Identifier: MIT
/* An interface without hardware: what it is given to send comes back from its ring of four, by NAPI. */
#include <linux/etherdevice.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/skbuff.h>
#include <linux/timer.h>

#define RING 4

struct echo {
	struct net_device *dev;
	struct napi_struct napi;
	struct timer_list timer;
	struct sk_buff *ring[RING];
	unsigned int head, tail;
	unsigned int polls;
};

/* Nothing of what is sent is ever done. */
static bool stall;
module_param(stall, bool, 0);

static int echo_poll(struct napi_struct *napi, int budget)
{
	struct echo *echo = container_of(napi, struct echo, napi);
	int work = 0;

	echo->polls++;
	while (work < budget && echo->tail != echo->head) {
		struct sk_buff *sent = echo->ring[echo->tail % RING], *skb;
		unsigned int length = sent->len;

		skb = napi_alloc_skb(napi, length);
		if (skb) {
			skb_copy_bits(sent, 0, skb_put(skb, length), length);
			skb->protocol = eth_type_trans(skb, echo->dev);
			echo->dev->stats.rx_packets++;
			echo->dev->stats.rx_bytes += length;
			napi_gro_receive(napi, skb);
		}
		napi_consume_skb(sent, budget);
		echo->tail++;
		work++;
	}
	if (netif_queue_stopped(echo->dev))
		netif_wake_queue(echo->dev);
	if (work < budget)
		napi_complete_done(napi, work);
	return work;
}

static void echo_timer(struct timer_list *timer)
{
	struct echo *echo = from_timer(echo, timer, timer);

	napi_schedule(&echo->napi);
}

static netdev_tx_t echo_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct echo *echo = netdev_priv(dev);

	if (echo->head - echo->tail == RING) {
		netif_stop_queue(dev);
		return NETDEV_TX_BUSY;
	}
	netdev_info(dev, "xmit len %u headroom %u proto %04x nonlinear %d bh %d\n", skb->len, skb_headroom(skb),
		    ntohs(skb->protocol), skb_is_nonlinear(skb), in_softirq() != 0);
	dev->stats.tx_packets++;
	dev->stats.tx_bytes += skb->len;
	echo->ring[echo->head++ % RING] = skb;
	if (echo->head - echo->tail == RING)
		netif_stop_queue(dev);
	if (!stall)
		mod_timer(&echo->timer, jiffies + 10);
	return NETDEV_TX_OK;
}

static int echo_open(struct net_device *dev)
{
	struct echo *echo = netdev_priv(dev);

	netdev_info(dev, "open, running %d carrier %d\n", netif_running(dev), netif_carrier_ok(dev));
	napi_enable(&echo->napi);
	netif_start_queue(dev);
	netif_carrier_on(dev);
	return 0;
}

static int echo_stop(struct net_device *dev)
{
	struct echo *echo = netdev_priv(dev);

	netdev_info(dev, "stop, running %d\n", netif_running(dev));
	netif_stop_queue(dev);
	del_timer_sync(&echo->timer);
	napi_disable(&echo->napi);
	while (echo->tail != echo->head)
		dev_kfree_skb(echo->ring[echo->tail++ % RING]);
	netif_carrier_off(dev);
	return 0;
}

static void echo_tx_timeout(struct net_device *dev, unsigned int queue)
{
	struct echo *echo = netdev_priv(dev);

	netdev_info(dev, "timeout of queue %u, %u waiting\n", queue, echo->head - echo->tail);
	napi_schedule(&echo->napi);
}

static const struct net_device_ops echo_ops = {
	.ndo_tx_timeout = echo_tx_timeout,
	.ndo_open = echo_open,
	.ndo_stop = echo_stop,
	.ndo_start_xmit = echo_xmit,
	.ndo_validate_addr = eth_validate_addr,
	.ndo_set_mac_address = eth_mac_addr,
};

static struct net_device *echo_dev;

static void sizes(void)
{
	struct sk_buff *skb;
	int lengths[] = { 60, 128, 640, 641, 700, 1536, 3700, 5000 };
	int i;

	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		skb = netdev_alloc_skb(echo_dev, lengths[i]);
		pr_info("netdev_alloc_skb %d: headroom %u tailroom %d end %u frag %d truesize-head %u\n", lengths[i],
			skb_headroom(skb), skb_tailroom(skb), skb_end_offset(skb), skb->head_frag,
			skb->truesize - skb_end_offset(skb) - (unsigned int)SKB_DATA_ALIGN(sizeof(struct skb_shared_info)));
		kfree_skb(skb);
	}
	skb = alloc_skb(100, GFP_KERNEL);
	pr_info("alloc_skb 100: headroom %u tailroom %d\n", skb_headroom(skb), skb_tailroom(skb));
	skb_reserve(skb, 16);
	memset(skb_put(skb, 40), 7, 40);
	pr_info("put %d headroom %u tailroom %d\n", skb->len, skb_headroom(skb), skb_tailroom(skb));
	skb_push(skb, 8);
	skb_pull(skb, 20);
	pr_info("push, pull %d headroom %u pull-too-much %d\n", skb->len, skb_headroom(skb), skb_pull(skb, 100) == NULL);
	pr_info("padto %d len %d last %d\n", skb_put_padto(skb, 60), skb->len, skb->data[59]);
	skb_trim(skb, 10);
	pr_info("trim %d\n", skb->len);
	kfree_skb(skb);
	pr_info("shared info %zu, frags %d, pad %d, ip align %d\n", SKB_DATA_ALIGN(sizeof(struct skb_shared_info)), (int)MAX_SKB_FRAGS,
		NET_SKB_PAD, NET_IP_ALIGN);
}

static int __init echo_init(void)
{
	static const u8 address[ETH_ALEN] = { 0x02, 0, 0, 0, 0, 1 };
	struct net_device *other;
	struct echo *echo;
	int err;

	echo_dev = alloc_etherdev(sizeof(*echo));
	if (!echo_dev)
		return -ENOMEM;
	echo = netdev_priv(echo_dev);
	echo->dev = echo_dev;
	timer_setup(&echo->timer, echo_timer, 0);
	echo_dev->netdev_ops = &echo_ops;
	netif_napi_add(echo_dev, &echo->napi, echo_poll);
	netdev_info(echo_dev, "mtu %u min %u max %u hlen %u qlen %u\n", echo_dev->mtu, echo_dev->min_mtu, echo_dev->max_mtu,
		    echo_dev->hard_header_len, echo_dev->tx_queue_len);
	eth_hw_addr_set(echo_dev, address);
	netif_carrier_off(echo_dev);
	err = register_netdev(echo_dev);
	netdev_info(echo_dev, "registered %d, flags %x\n", err, dev_get_flags(echo_dev));
	sizes();
	other = alloc_etherdev(0);
	other->netdev_ops = &echo_ops;
	strcpy(other->name, echo_dev->name);
	pr_info("same name %d\n", register_netdev(other));
	strcpy(other->name, "a b");
	pr_info("bad name %d\n", register_netdev(other));
	free_netdev(other);
	return err;
}

static void __exit echo_exit(void)
{
	unregister_netdev(echo_dev);
	free_netdev(echo_dev);
}
module_init(echo_init);
module_exit(echo_exit);
MODULE_LICENSE("GPL");
