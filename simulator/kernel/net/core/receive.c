/* Packets that came: to whoever asked for all, then to whoever asked for their protocol. */
#include <net/core.h>

static LIST_HEAD(handlers);
static DEFINE_SPINLOCK(handlers_lock);

void dev_add_pack(struct packet_type *type)
{
	spin_lock_bh(&handlers_lock);
	list_add_rcu(&type->list, &handlers);
	spin_unlock_bh(&handlers_lock);
}

/* When it returns, it is given nothing any more. */
void dev_remove_pack(struct packet_type *type)
{
	spin_lock_bh(&handlers_lock);
	list_del_rcu(&type->list);
	spin_unlock_bh(&handlers_lock);
	synchronize_net();
}

static bool wants(const struct packet_type *type, const struct sk_buff *skb)
{
	return (type->type == htons(ETH_P_ALL) || type->type == skb->protocol) && (!type->dev || type->dev == skb->dev);
}

/* Each gets a reference; the function ends it. */
static bool deliver(struct sk_buff *skb)
{
	struct packet_type *type;
	bool taken = false;

	list_for_each_entry_rcu(type, &handlers, list) {
		if (!wants(type, skb))
			continue;
		taken = true;
		skb_get(skb);
		type->func(skb, skb->dev, type, skb->dev);
	}
	return taken;
}

int netif_receive_skb(struct sk_buff *skb)
{
	bool taken;

	skb_reset_network_header(skb);
	if (skb->transport_header == (__u16)~0u)
		skb_reset_transport_header(skb);
	skb->mac_len = skb->network_header - skb->mac_header;
	rcu_read_lock();
	taken = deliver(skb);
	rcu_read_unlock();
	if (!taken)
		atomic_long_inc(&skb->dev->rx_dropped);
	kfree_skb(skb);
	return taken ? NET_RX_SUCCESS : NET_RX_DROP;
}

/* Nothing is merged: each packet goes up as it came. */
int napi_gro_receive(struct napi_struct *napi, struct sk_buff *skb)
{
	netif_receive_skb(skb);
	return 0;
}

/* Packets of drivers that are not polled: each CPU's backlog is (sysctl net.core.netdev_max_backlog). */
#define MAX_BACKLOG 1000

static struct backlog {
	struct sk_buff_head waiting;
	struct napi_struct napi;
} backlogs[__CPU_LIMIT];
static struct net_device backlog_device;

static int poll_backlog(struct napi_struct *napi, int budget)
{
	struct backlog *backlog = container_of(napi, struct backlog, napi);
	struct sk_buff *skb;
	int work = 0;

	while (work < budget && (skb = skb_dequeue(&backlog->waiting))) {
		netif_receive_skb(skb);
		work++;
	}
	if (work < budget)
		napi_complete_done(napi, work);
	return work;
}

static struct backlog *backlog_here(void)
{
	struct backlog *backlog = &backlogs[smp_processor_id()];

	if (!backlog->napi.poll) {
		INIT_LIST_HEAD(&backlog_device.napi_list);
		skb_queue_head_init(&backlog->waiting);
		netif_napi_add(&backlog_device, &backlog->napi, poll_backlog);
		napi_enable(&backlog->napi);
	}
	return backlog;
}

/* From any context. */
int netif_rx(struct sk_buff *skb)
{
	struct backlog *backlog;
	unsigned long flags;
	bool full;

	local_irq_save(flags);
	backlog = backlog_here();
	full = backlog->waiting.qlen >= MAX_BACKLOG;
	if (!full) {
		skb_queue_tail(&backlog->waiting, skb);
		napi_schedule(&backlog->napi);
	}
	local_irq_restore(flags);
	if (!full)
		return NET_RX_SUCCESS;
	atomic_long_inc(&skb->dev->rx_dropped);
	dev_kfree_skb_any(skb);
	return NET_RX_DROP;
}

/* A packet that leaves, for those who listen to all. */
void __tap_outgoing(struct sk_buff *skb, struct net_device *dev)
{
	struct packet_type *type;

	rcu_read_lock();
	list_for_each_entry_rcu(type, &handlers, list) {
		struct sk_buff *copy;

		if (type->type != htons(ETH_P_ALL) || (type->dev && type->dev != dev) ||
		    (skb->sk && type->af_packet_priv == skb->sk))
			continue;
		copy = skb_clone(skb, GFP_ATOMIC);
		if (!copy)
			break;
		skb_reset_mac_header(copy);
		__skb_pull(copy, min_t(unsigned int, dev->hard_header_len, skb_headlen(copy)));
		copy->pkt_type = PACKET_OUTGOING;
		type->func(copy, dev, type, dev);
	}
	rcu_read_unlock();
}
