/* What the files of the network core have of each other. */
#ifndef _NET_CORE_H
#define _NET_CORE_H

#include <linux/netdevice.h>
#include <linux/rtnetlink.h>

/* dev.c */
extern struct list_head __all_netdevs;
int __tell_netdev(unsigned long event, struct net_device *dev);

/* dev_open.c */
void __dev_set_rx_mode(struct net_device *dev);

/* skb_memory.c */
struct kmem_cache *__skb_head_cache(void);

/* link_watch.c */
void __linkwatch_forget(struct net_device *dev);
void __refresh_operstate(struct net_device *dev);

/* transmit.c */
void __init_tx_queues(struct net_device *dev);
void __activate_tx_queues(struct net_device *dev);
void __deactivate_tx_queues(struct net_device *dev);
void __run_tx_softirq(void);

/* receive.c */
void __tap_outgoing(struct sk_buff *skb, struct net_device *dev);

/* napi.c */
void __run_rx_softirq(void);
void __init_napi(void);

/* net-sysfs.c */
int __netdev_sysfs_add(struct net_device *dev);
void __netdev_sysfs_remove(struct net_device *dev);

/* net/packet/af_packet.c */
void __packet_init(void);

#endif
