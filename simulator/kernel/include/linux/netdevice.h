/* Network interfaces: what a driver fills in, how it is polled, how packets come and go. */
#ifndef _LINUX_NETDEVICE_H
#define _LINUX_NETDEVICE_H

#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/bug.h>
#include <linux/cache.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/hrtimer.h>
#include <linux/if.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/notifier.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/skbuff.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/types.h>
#include <linux/u64_stats_sync.h>
#include <linux/workqueue.h>

struct ethtool_ops;
struct net_device;

typedef u64 netdev_features_t;

#define __NETIF_F_BIT(bit) ((netdev_features_t)1 << (bit))
#define NETIF_F_SG __NETIF_F_BIT(0)
#define NETIF_F_IP_CSUM __NETIF_F_BIT(1)
#define NETIF_F_HW_CSUM __NETIF_F_BIT(3)
#define NETIF_F_IPV6_CSUM __NETIF_F_BIT(4)
#define NETIF_F_HIGHDMA __NETIF_F_BIT(5)
#define NETIF_F_FRAGLIST __NETIF_F_BIT(6)
#define NETIF_F_HW_VLAN_CTAG_TX __NETIF_F_BIT(7)
#define NETIF_F_HW_VLAN_CTAG_RX __NETIF_F_BIT(8)
#define NETIF_F_GSO __NETIF_F_BIT(11)
#define NETIF_F_GRO __NETIF_F_BIT(14)
#define NETIF_F_TSO __NETIF_F_BIT(16)
#define NETIF_F_RXCSUM __NETIF_F_BIT(40)
#define NETIF_F_RXALL __NETIF_F_BIT(43)

#define MAX_ADDR_LEN 32
#define NAPI_POLL_WEIGHT 64
#define NET_XMIT_SUCCESS 0x00
#define NET_XMIT_DROP 0x01
#define NET_XMIT_CN 0x02
#define NET_RX_SUCCESS 0
#define NET_RX_DROP 1
#define NET_NAME_UNKNOWN 0
#define NET_NAME_ENUM 1
#define LL_MAX_HEADER 128
#define HH_DATA_MOD 16
#define VLAN_HLEN 4
#define LL_RESERVED_SPACE(dev) ((((dev)->hard_header_len + (dev)->needed_headroom) & ~(HH_DATA_MOD - 1)) + HH_DATA_MOD)

/* As in Linux the smallest value makes it an int, which many ndo_start_xmit return. */
enum netdev_tx {
	__NETDEV_TX_MIN = INT_MIN,
	NETDEV_TX_OK = 0x00,
	NETDEV_TX_BUSY = 0x10,
};
typedef enum netdev_tx netdev_tx_t;

static inline bool dev_xmit_complete(int result) { return result < NETDEV_TX_BUSY; }

struct net_device_stats {
	unsigned long rx_packets, tx_packets, rx_bytes, tx_bytes, rx_errors, tx_errors, rx_dropped, tx_dropped;
	unsigned long multicast, collisions;
	unsigned long rx_length_errors, rx_over_errors, rx_crc_errors, rx_frame_errors, rx_fifo_errors, rx_missed_errors;
	unsigned long tx_aborted_errors, tx_carrier_errors, tx_fifo_errors, tx_heartbeat_errors, tx_window_errors;
	unsigned long rx_compressed, tx_compressed;
};

struct rtnl_link_stats64 {
	__u64 rx_packets, tx_packets, rx_bytes, tx_bytes, rx_errors, tx_errors, rx_dropped, tx_dropped;
	__u64 multicast, collisions;
	__u64 rx_length_errors, rx_over_errors, rx_crc_errors, rx_frame_errors, rx_fifo_errors, rx_missed_errors;
	__u64 tx_aborted_errors, tx_carrier_errors, tx_fifo_errors, tx_heartbeat_errors, tx_window_errors;
	__u64 rx_compressed, tx_compressed;
	__u64 rx_nohandler, rx_otherhost_dropped;
};

/* One CPU's counters. */
struct pcpu_sw_netstats {
	u64_stats_t rx_packets, rx_bytes, tx_packets, tx_bytes;
	struct u64_stats_sync syncp;
};

enum netdev_state_t {
	__LINK_STATE_START,
	__LINK_STATE_PRESENT,
	__LINK_STATE_NOCARRIER,
	__LINK_STATE_LINKWATCH_PENDING,
	__LINK_STATE_DORMANT,
};

enum netdev_queue_state_t { __QUEUE_STATE_DRV_XOFF, __QUEUE_STATE_STACK_XOFF, __QUEUE_STATE_FROZEN };

/* A queue of packets to be sent, first in, first out, and the lock under which the driver is given them. */
struct netdev_queue {
	struct net_device *dev;
	spinlock_t _xmit_lock;
	int xmit_lock_owner;
	unsigned long state;
	unsigned long trans_start;
	atomic_long_t trans_timeout;
	struct sk_buff_head waiting;
	bool active, running, scheduled;
	struct netdev_queue *next_scheduled;
};

enum { NAPI_STATE_SCHED, NAPI_STATE_MISSED, NAPI_STATE_DISABLE, NAPI_STATE_NPSVC, NAPI_STATE_LISTED };

struct napi_struct {
	struct list_head poll_list;
	unsigned long state;
	int weight;
	int (*poll)(struct napi_struct *napi, int budget);
	struct net_device *dev;
	struct list_head dev_list;
	unsigned int napi_id;
};

struct netdev_hw_addr {
	struct list_head list;
	unsigned char addr[MAX_ADDR_LEN];
	int refcount;
};

struct netdev_hw_addr_list {
	struct list_head list;
	int count;
};

struct header_ops {
	int (*create)(struct sk_buff *skb, struct net_device *dev, unsigned short type, const void *destination,
		      const void *source, unsigned int length);
	int (*parse)(const struct sk_buff *skb, unsigned char *address);
};

struct net_device_ops {
	int (*ndo_init)(struct net_device *dev);
	void (*ndo_uninit)(struct net_device *dev);
	int (*ndo_open)(struct net_device *dev);
	int (*ndo_stop)(struct net_device *dev);
	netdev_tx_t (*ndo_start_xmit)(struct sk_buff *skb, struct net_device *dev);
	netdev_features_t (*ndo_features_check)(struct sk_buff *skb, struct net_device *dev, netdev_features_t features);
	void (*ndo_set_rx_mode)(struct net_device *dev);
	int (*ndo_set_mac_address)(struct net_device *dev, void *address);
	int (*ndo_validate_addr)(struct net_device *dev);
	int (*ndo_do_ioctl)(struct net_device *dev, struct ifreq *request, int command);
	int (*ndo_eth_ioctl)(struct net_device *dev, struct ifreq *request, int command);
	int (*ndo_siocdevprivate)(struct net_device *dev, struct ifreq *request, void __user *data, int command);
	int (*ndo_set_config)(struct net_device *dev, struct ifmap *map);
	int (*ndo_change_mtu)(struct net_device *dev, int mtu);
	void (*ndo_tx_timeout)(struct net_device *dev, unsigned int queue);
	void (*ndo_get_stats64)(struct net_device *dev, struct rtnl_link_stats64 *storage);
	struct net_device_stats *(*ndo_get_stats)(struct net_device *dev);
	void (*ndo_poll_controller)(struct net_device *dev);
	int (*ndo_set_features)(struct net_device *dev, netdev_features_t features);
	netdev_features_t (*ndo_fix_features)(struct net_device *dev, netdev_features_t features);
};

enum { NETREG_UNINITIALIZED, NETREG_REGISTERED, NETREG_UNREGISTERING, NETREG_UNREGISTERED, NETREG_RELEASED };

struct net_device {
	char name[IFNAMSIZ];
	unsigned long mem_start, mem_end, base_addr;
	int irq;
	unsigned long state;
	struct list_head dev_list, napi_list;
	unsigned int flags;
	unsigned long long priv_flags;
	const struct net_device_ops *netdev_ops;
	const struct ethtool_ops *ethtool_ops;
	const struct header_ops *header_ops;
	int ifindex;
	unsigned short gflags;
	unsigned short hard_header_len;
	unsigned int mtu;
	unsigned short needed_headroom, needed_tailroom;
	netdev_features_t features, hw_features, wanted_features, vlan_features, hw_enc_features;
	unsigned int min_mtu, max_mtu;
	unsigned short type;
	unsigned char min_header_len;
	unsigned char name_assign_type;
	struct net_device_stats stats;
	atomic_long_t rx_dropped, tx_dropped, rx_nohandler;
	atomic_t carrier_up_count, carrier_down_count;
	unsigned char operstate, link_mode, if_port, dma;
	unsigned char perm_addr[MAX_ADDR_LEN], addr_len;
	unsigned short dev_id, dev_port;
	struct netdev_hw_addr_list uc, mc;
	unsigned int promiscuity, allmulti;
	const unsigned char *dev_addr;
	unsigned char __dev_addr[MAX_ADDR_LEN];
	unsigned char broadcast[MAX_ADDR_LEN];
	struct netdev_queue *_tx;
	unsigned int num_tx_queues, real_num_tx_queues, num_rx_queues, real_num_rx_queues;
	unsigned int tx_queue_len;
	spinlock_t tx_global_lock, addr_list_lock;
	struct timer_list watchdog_timer;
	int watchdog_timeo;
	atomic_t refcount;
	struct list_head linkwatch_list;
	u8 reg_state;
	bool needs_free_netdev;
	bool threaded;
	void (*priv_destructor)(struct net_device *dev);
	void *ml_priv;
	struct pcpu_sw_netstats *tstats;
	unsigned int gso_max_size;
	struct device dev;
};

#define to_net_dev(device) container_of(device, struct net_device, dev)
#define SET_NETDEV_DEV(net, device) ((net)->dev.parent = (device))
#define SET_NETDEV_DEVTYPE(net, device_type) ((net)->dev.type = (device_type))
#define NETDEV_ALIGN 32

static inline void *netdev_priv(const struct net_device *dev)
{
	return (char *)dev + ALIGN(sizeof(struct net_device), NETDEV_ALIGN);
}

enum netdev_cmd {
	NETDEV_UP = 1,
	NETDEV_DOWN,
	NETDEV_REBOOT,
	NETDEV_CHANGE,
	NETDEV_REGISTER,
	NETDEV_UNREGISTER,
	NETDEV_CHANGEMTU,
	NETDEV_CHANGEADDR,
	NETDEV_PRE_CHANGEADDR,
	NETDEV_GOING_DOWN,
};

struct netdev_notifier_info {
	struct net_device *dev;
};

static inline struct net_device *netdev_notifier_info_to_dev(const struct netdev_notifier_info *info)
{
	return info->dev;
}

/* Whoever is given packets of a protocol; of ETH_P_ALL, every packet, also those that leave. */
struct packet_type {
	__be16 type;
	struct net_device *dev;
	int (*func)(struct sk_buff *skb, struct net_device *dev, struct packet_type *type, struct net_device *original);
	void *af_packet_priv;
	struct list_head list;
};

/* net/core/dev.c: interfaces */
struct net_device *alloc_netdev_mqs(int private_size, const char *name, unsigned char name_assign_type,
				    void (*setup)(struct net_device *dev), unsigned int tx_queues, unsigned int rx_queues);
void free_netdev(struct net_device *dev);
int register_netdevice(struct net_device *dev);
int register_netdev(struct net_device *dev);
void unregister_netdevice(struct net_device *dev);
void unregister_netdev(struct net_device *dev);
int devm_register_netdev(struct device *dev, struct net_device *netdev);
struct net_device *devm_alloc_etherdev_mqs(struct device *dev, int private_size, unsigned int tx, unsigned int rx);
int register_netdevice_notifier(struct notifier_block *block);
int unregister_netdevice_notifier(struct notifier_block *block);
struct net_device *dev_get_by_name(void *net, const char *name);
struct net_device *__dev_get_by_name(void *net, const char *name);
struct net_device *dev_get_by_index(void *net, int index);
int dev_open(struct net_device *dev, void *extack);
void dev_close(struct net_device *dev);
unsigned int dev_get_flags(const struct net_device *dev);
int dev_change_flags(struct net_device *dev, unsigned int flags, void *extack);
int dev_set_mtu(struct net_device *dev, int mtu);
int dev_set_mac_address(struct net_device *dev, struct sockaddr *address, void *extack);
void dev_addr_mod(struct net_device *dev, unsigned int offset, const void *address, size_t length);
int dev_set_promiscuity(struct net_device *dev, int change);
int dev_set_allmulti(struct net_device *dev, int change);
int dev_mc_add(struct net_device *dev, const unsigned char *address);
int dev_mc_del(struct net_device *dev, const unsigned char *address);
struct rtnl_link_stats64 *dev_get_stats(struct net_device *dev, struct rtnl_link_stats64 *storage);
void netdev_stats_to_stats64(struct rtnl_link_stats64 *to, const struct net_device_stats *from);
void dev_get_tstats64(struct net_device *dev, struct rtnl_link_stats64 *storage);
int dev_ioctl(unsigned int command, struct ifreq *request);
int netif_set_real_num_tx_queues(struct net_device *dev, unsigned int count);
int netif_set_real_num_rx_queues(struct net_device *dev, unsigned int count);
void netdev_update_features(struct net_device *dev);

/* net/core/link_watch.c */
void netif_carrier_on(struct net_device *dev);
void netif_carrier_off(struct net_device *dev);
void netif_device_attach(struct net_device *dev);
void netif_device_detach(struct net_device *dev);

/* net/core/transmit.c and net/core/receive.c: packets */
int dev_queue_xmit(struct sk_buff *skb);
void __netif_schedule(struct netdev_queue *queue);
void netif_tx_wake_queue(struct netdev_queue *queue);
int netif_receive_skb(struct sk_buff *skb);
int netif_rx(struct sk_buff *skb);
int napi_gro_receive(struct napi_struct *napi, struct sk_buff *skb);
void napi_gro_flush(struct napi_struct *napi, bool old);
void dev_add_pack(struct packet_type *type);
void dev_remove_pack(struct packet_type *type);
void __dev_kfree_skb_irq(struct sk_buff *skb);
void dev_kfree_skb_any(struct sk_buff *skb);
void napi_consume_skb(struct sk_buff *skb, int budget);

#define netif_rx_ni(skb) netif_rx(skb)
#define dev_kfree_skb_irq(skb) __dev_kfree_skb_irq(skb)
#define dev_consume_skb_irq(skb) __dev_kfree_skb_irq(skb)
#define dev_consume_skb_any(skb) dev_kfree_skb_any(skb)

/* net/core/napi.c */
void netif_napi_add_weight(struct net_device *dev, struct napi_struct *napi,
			   int (*poll)(struct napi_struct *napi, int budget), int weight);
void __netif_napi_del(struct napi_struct *napi);
void netif_napi_del(struct napi_struct *napi);
void napi_enable(struct napi_struct *napi);
void napi_disable(struct napi_struct *napi);
void napi_synchronize(const struct napi_struct *napi);
bool napi_schedule_prep(struct napi_struct *napi);
void __napi_schedule(struct napi_struct *napi);
bool napi_complete_done(struct napi_struct *napi, int work);

#define netif_napi_add(dev, napi, poll) netif_napi_add_weight(dev, napi, poll, NAPI_POLL_WEIGHT)
#define netif_napi_add_tx(dev, napi, poll) netif_napi_add(dev, napi, poll)
#define __napi_schedule_irqoff(napi) __napi_schedule(napi)
#define napi_complete(napi) napi_complete_done(napi, 0)

static inline void napi_schedule(struct napi_struct *napi)
{
	if (napi_schedule_prep(napi))
		__napi_schedule(napi);
}
#define napi_schedule_irqoff(napi) napi_schedule(napi)
static inline bool napi_disable_pending(struct napi_struct *napi) { return test_bit(NAPI_STATE_DISABLE, &napi->state); }

#define alloc_netdev_mq(size, name, type, setup, count) alloc_netdev_mqs(size, name, type, setup, count, count)
#define alloc_netdev(size, name, type, setup) alloc_netdev_mqs(size, name, type, setup, 1, 1)

static inline void dev_hold(struct net_device *dev)
{
	if (dev)
		atomic_inc(&dev->refcount);
}
static inline void dev_put(struct net_device *dev)
{
	if (dev)
		atomic_dec(&dev->refcount);
}

static inline struct netdev_queue *netdev_get_tx_queue(const struct net_device *dev, unsigned int index)
{
	return &dev->_tx[index];
}
static inline void netif_tx_stop_queue(struct netdev_queue *queue) { set_bit(__QUEUE_STATE_DRV_XOFF, &queue->state); }
static inline void netif_tx_start_queue(struct netdev_queue *queue) { clear_bit(__QUEUE_STATE_DRV_XOFF, &queue->state); }
static inline bool netif_tx_queue_stopped(const struct netdev_queue *queue)
{
	return test_bit(__QUEUE_STATE_DRV_XOFF, &queue->state);
}
#define netif_xmit_stopped(queue) netif_tx_queue_stopped(queue)
static inline void netif_start_queue(struct net_device *dev) { netif_tx_start_queue(&dev->_tx[0]); }
static inline void netif_stop_queue(struct net_device *dev) { netif_tx_stop_queue(&dev->_tx[0]); }
static inline void netif_wake_queue(struct net_device *dev) { netif_tx_wake_queue(&dev->_tx[0]); }
static inline bool netif_queue_stopped(const struct net_device *dev) { return netif_tx_queue_stopped(&dev->_tx[0]); }
#define netif_stop_subqueue(dev, index) netif_tx_stop_queue(netdev_get_tx_queue(dev, index))
#define netif_wake_subqueue(dev, index) netif_tx_wake_queue(netdev_get_tx_queue(dev, index))
#define netif_start_subqueue(dev, index) netif_tx_start_queue(netdev_get_tx_queue(dev, index))
#define __netif_subqueue_stopped(dev, index) netif_tx_queue_stopped(netdev_get_tx_queue(dev, index))

static inline void netif_tx_start_all_queues(struct net_device *dev)
{
	for (unsigned int i = 0; i < dev->num_tx_queues; i++)
		netif_tx_start_queue(&dev->_tx[i]);
}
static inline void netif_tx_stop_all_queues(struct net_device *dev)
{
	for (unsigned int i = 0; i < dev->num_tx_queues; i++)
		netif_tx_stop_queue(&dev->_tx[i]);
}
static inline void netif_tx_wake_all_queues(struct net_device *dev)
{
	for (unsigned int i = 0; i < dev->num_tx_queues; i++)
		netif_tx_wake_queue(&dev->_tx[i]);
}

static inline void __netif_tx_lock(struct netdev_queue *queue, int cpu)
{
	spin_lock(&queue->_xmit_lock);
	WRITE_ONCE(queue->xmit_lock_owner, cpu);
}
static inline void __netif_tx_unlock(struct netdev_queue *queue)
{
	WRITE_ONCE(queue->xmit_lock_owner, -1);
	spin_unlock(&queue->_xmit_lock);
}
static inline void netif_tx_lock_bh(struct net_device *dev)
{
	spin_lock_bh(&dev->tx_global_lock);
	for (unsigned int i = 0; i < dev->num_tx_queues; i++)
		__netif_tx_lock(&dev->_tx[i], smp_processor_id());
}
static inline void netif_tx_unlock_bh(struct net_device *dev)
{
	for (unsigned int i = 0; i < dev->num_tx_queues; i++)
		__netif_tx_unlock(&dev->_tx[i]);
	spin_unlock_bh(&dev->tx_global_lock);
}
/* When it returns, no CPU is in ndo_start_xmit(), and none will enter it. */
static inline void netif_tx_disable(struct net_device *dev)
{
	netif_tx_lock_bh(dev);
	netif_tx_stop_all_queues(dev);
	netif_tx_unlock_bh(dev);
}
static inline void netif_trans_update(struct net_device *dev) { WRITE_ONCE(dev->_tx[0].trans_start, jiffies); }

static inline bool netif_running(const struct net_device *dev) { return test_bit(__LINK_STATE_START, &dev->state); }
static inline bool netif_carrier_ok(const struct net_device *dev) { return !test_bit(__LINK_STATE_NOCARRIER, &dev->state); }
static inline bool netif_device_present(const struct net_device *dev) { return test_bit(__LINK_STATE_PRESENT, &dev->state); }
static inline bool netif_oper_up(const struct net_device *dev)
{
	return dev->operstate == IF_OPER_UP || dev->operstate == IF_OPER_UNKNOWN;
}
static inline bool netdev_xmit_more(void) { return false; }

/* Byte queue limits are not modelled: no queue is ever stopped by them. */
static inline void netdev_tx_sent_queue(struct netdev_queue *queue, unsigned int bytes) { }
static inline bool __netdev_tx_sent_queue(struct netdev_queue *queue, unsigned int bytes, bool more) { return !more; }
static inline void netdev_tx_completed_queue(struct netdev_queue *queue, unsigned int packets, unsigned int bytes) { }
static inline void netdev_tx_reset_queue(struct netdev_queue *queue) { }
static inline void netdev_sent_queue(struct net_device *dev, unsigned int bytes) { }
static inline bool __netdev_sent_queue(struct net_device *dev, unsigned int bytes, bool more) { return !more; }
static inline void netdev_completed_queue(struct net_device *dev, unsigned int packets, unsigned int bytes) { }
static inline void netdev_reset_queue(struct net_device *dev) { }

static inline void __hw_addr_set(struct net_device *dev, const void *address, size_t length)
{
	dev_addr_mod(dev, 0, address, length);
}
static inline void dev_addr_set(struct net_device *dev, const u8 *address) { dev_addr_mod(dev, 0, address, dev->addr_len); }
#define netdev_mc_count(dev) ((dev)->mc.count)
#define netdev_mc_empty(dev) ((dev)->mc.count == 0)
#define netdev_uc_count(dev) ((dev)->uc.count)
#define netdev_for_each_mc_addr(address, dev) list_for_each_entry(address, &(dev)->mc.list, list)
#define netdev_for_each_uc_addr(address, dev) list_for_each_entry(address, &(dev)->uc.list, list)

static inline void dev_sw_netstats_rx_add(struct net_device *dev, unsigned int bytes)
{
	struct pcpu_sw_netstats *stats = this_cpu_ptr(dev->tstats);

	u64_stats_add(&stats->rx_bytes, bytes);
	u64_stats_inc(&stats->rx_packets);
}
static inline void dev_sw_netstats_tx_add(struct net_device *dev, unsigned int packets, unsigned int bytes)
{
	struct pcpu_sw_netstats *stats = this_cpu_ptr(dev->tstats);

	u64_stats_add(&stats->tx_bytes, bytes);
	u64_stats_add(&stats->tx_packets, packets);
}
#define netdev_alloc_pcpu_stats(type) alloc_percpu(type)

static inline int dev_hard_header(struct sk_buff *skb, struct net_device *dev, unsigned short type,
				  const void *destination, const void *source, unsigned int length)
{
	return dev->header_ops && dev->header_ops->create ?
		dev->header_ops->create(skb, dev, type, destination, source, length) : 0;
}

/* Log messages that begin with the driver, the device and the interface. */
void netdev_printk(const char *level, const struct net_device *dev, const char *fmt, ...) __printf(3, 4);
#define netdev_emerg(dev, fmt, ...) netdev_printk(KERN_EMERG, dev, fmt, ##__VA_ARGS__)
#define netdev_crit(dev, fmt, ...) netdev_printk(KERN_CRIT, dev, fmt, ##__VA_ARGS__)
#define netdev_err(dev, fmt, ...) netdev_printk(KERN_ERR, dev, fmt, ##__VA_ARGS__)
#define netdev_warn(dev, fmt, ...) netdev_printk(KERN_WARNING, dev, fmt, ##__VA_ARGS__)
#define netdev_notice(dev, fmt, ...) netdev_printk(KERN_NOTICE, dev, fmt, ##__VA_ARGS__)
#define netdev_info(dev, fmt, ...) netdev_printk(KERN_INFO, dev, fmt, ##__VA_ARGS__)
#define netdev_dbg(dev, fmt, ...) ({ if (0) netdev_printk(KERN_DEBUG, dev, fmt, ##__VA_ARGS__); })
#define netdev_err_once(dev, fmt, ...) \
	do { static bool __printed; if (!__printed) { __printed = true; netdev_err(dev, fmt, ##__VA_ARGS__); } } while (0)
enum {
	NETIF_MSG_DRV = 0x1,
	NETIF_MSG_PROBE = 0x2,
	NETIF_MSG_LINK = 0x4,
	NETIF_MSG_TIMER = 0x8,
	NETIF_MSG_IFDOWN = 0x10,
	NETIF_MSG_IFUP = 0x20,
	NETIF_MSG_RX_ERR = 0x40,
	NETIF_MSG_TX_ERR = 0x80,
	NETIF_MSG_TX_QUEUED = 0x100,
	NETIF_MSG_INTR = 0x200,
	NETIF_MSG_TX_DONE = 0x400,
	NETIF_MSG_RX_STATUS = 0x800,
	NETIF_MSG_PKTDATA = 0x1000,
	NETIF_MSG_HW = 0x2000,
	NETIF_MSG_WOL = 0x4000,
};
#define netif_msg_drv(p) ((p)->msg_enable & NETIF_MSG_DRV)
#define netif_msg_probe(p) ((p)->msg_enable & NETIF_MSG_PROBE)
#define netif_msg_link(p) ((p)->msg_enable & NETIF_MSG_LINK)
#define netif_msg_timer(p) ((p)->msg_enable & NETIF_MSG_TIMER)
#define netif_msg_ifdown(p) ((p)->msg_enable & NETIF_MSG_IFDOWN)
#define netif_msg_ifup(p) ((p)->msg_enable & NETIF_MSG_IFUP)
#define netif_msg_rx_err(p) ((p)->msg_enable & NETIF_MSG_RX_ERR)
#define netif_msg_tx_err(p) ((p)->msg_enable & NETIF_MSG_TX_ERR)
#define netif_msg_tx_queued(p) ((p)->msg_enable & NETIF_MSG_TX_QUEUED)
#define netif_msg_intr(p) ((p)->msg_enable & NETIF_MSG_INTR)
#define netif_msg_tx_done(p) ((p)->msg_enable & NETIF_MSG_TX_DONE)
#define netif_msg_rx_status(p) ((p)->msg_enable & NETIF_MSG_RX_STATUS)
#define netif_msg_pktdata(p) ((p)->msg_enable & NETIF_MSG_PKTDATA)
#define netif_msg_hw(p) ((p)->msg_enable & NETIF_MSG_HW)
#define netif_msg_wol(p) ((p)->msg_enable & NETIF_MSG_WOL)
#define netif_level(level, priv, type, dev, fmt, ...) \
	do { if (netif_msg_##type(priv)) netdev_##level(dev, fmt, ##__VA_ARGS__); } while (0)
#define netif_emerg(priv, type, dev, fmt, ...) netif_level(emerg, priv, type, dev, fmt, ##__VA_ARGS__)
#define netif_crit(priv, type, dev, fmt, ...) netif_level(crit, priv, type, dev, fmt, ##__VA_ARGS__)
#define netif_err(priv, type, dev, fmt, ...) netif_level(err, priv, type, dev, fmt, ##__VA_ARGS__)
#define netif_warn(priv, type, dev, fmt, ...) netif_level(warn, priv, type, dev, fmt, ##__VA_ARGS__)
#define netif_notice(priv, type, dev, fmt, ...) netif_level(notice, priv, type, dev, fmt, ##__VA_ARGS__)
#define netif_info(priv, type, dev, fmt, ...) netif_level(info, priv, type, dev, fmt, ##__VA_ARGS__)
#define netif_dbg(priv, type, dev, fmt, ...) netif_level(dbg, priv, type, dev, fmt, ##__VA_ARGS__)
#define netif_msg_init(value, defaults) __netif_msg_init(value, defaults)
static inline u32 __netif_msg_init(int value, int defaults)
{
	return value < 0 || value >= 32 ? (u32)defaults : value == 0 ? 0 : (1u << value) - 1;
}

static inline const char *netdev_name(const struct net_device *dev)
{
	return !dev->name[0] || strchr(dev->name, '%') ? "(unnamed net_device)" : dev->name;
}

#endif
