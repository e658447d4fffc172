/* Packets in memory: a head with room before and behind the data, and pages that follow it. */
#ifndef _LINUX_SKBUFF_H
#define _LINUX_SKBUFF_H

#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/cache.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/refcount.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

struct net_device;
struct napi_struct;
struct sk_buff;
struct sock;

#define CHECKSUM_NONE 0
#define CHECKSUM_UNNECESSARY 1
#define CHECKSUM_COMPLETE 2
#define CHECKSUM_PARTIAL 3

#ifdef CONFIG_X86
#define NET_IP_ALIGN 0
#else
#define NET_IP_ALIGN 2
#endif
#define NET_SKB_PAD max(32, L1_CACHE_BYTES)

#define MAX_SKB_FRAGS 17
#define SKB_DATA_ALIGN(size) ALIGN(size, SMP_CACHE_BYTES)
#define SKB_WITH_OVERHEAD(size) ((size) - SKB_DATA_ALIGN(sizeof(struct skb_shared_info)))
#define SKB_HEAD_ALIGN(size) (SKB_DATA_ALIGN(size) + SKB_DATA_ALIGN(sizeof(struct skb_shared_info)))
#define SKB_MAX_ORDER(size, order) SKB_WITH_OVERHEAD((PAGE_SIZE << (order)) - (size))
#define SKB_TRUESIZE(size) ((size) + SKB_DATA_ALIGN(sizeof(struct sk_buff)) + SKB_DATA_ALIGN(sizeof(struct skb_shared_info)))

typedef struct bio_vec {
	struct page *bv_page;
	unsigned int bv_len;
	unsigned int bv_offset;
} skb_frag_t;

struct skb_shared_hwtstamps {
	ktime_t hwtstamp;
};

/* At the end of the head's memory. */
struct skb_shared_info {
	__u8 flags;
	__u8 meta_len;
	__u8 nr_frags;
	__u8 tx_flags;
	unsigned short gso_size;
	unsigned short gso_segs;
	struct sk_buff *frag_list;
	struct skb_shared_hwtstamps hwtstamps;
	unsigned int gso_type;
	u32 tskey;
	atomic_t dataref;
	unsigned int xdp_frags_size;
	void *destructor_arg;
	skb_frag_t frags[MAX_SKB_FRAGS];
};

typedef unsigned int sk_buff_data_t;

struct sk_buff {
	struct sk_buff *next, *prev;
	struct net_device *dev;
	struct sock *sk;
	ktime_t tstamp;
	char cb[48] __aligned(8);
	void (*destructor)(struct sk_buff *skb);
	unsigned int len, data_len;
	__u16 mac_len, hdr_len;
	__u16 queue_mapping;
	__u8 cloned : 1, nohdr : 1, head_frag : 1, xmit_more : 1, ip_summed : 2, encapsulation : 1;
	__u8 pkt_type;
	__wsum csum;
	__u16 csum_start, csum_offset;
	__u32 priority;
	__u32 hash;
	__be16 protocol;
	__be16 vlan_proto;
	__u16 vlan_tci;
	__u8 vlan_present;
	u64 __others[5]; /* of routes, connections, scheduling: as much as Linux has of them, for sizes to be the same */
	__u16 transport_header, network_header, mac_header;
	sk_buff_data_t tail, end;
	unsigned char *head, *data;
	unsigned int truesize;
	refcount_t users;
};

struct sk_buff_head {
	struct sk_buff *next, *prev;
	__u32 qlen;
	spinlock_t lock;
};

/* net/core/skbuff.c */
struct sk_buff *alloc_skb(unsigned int size, gfp_t gfp);
struct sk_buff *alloc_skb_with_frags(unsigned long header, unsigned long data, int order, int *error, gfp_t gfp);
struct sk_buff *__netdev_alloc_skb(struct net_device *dev, unsigned int length, gfp_t gfp);
struct sk_buff *__napi_alloc_skb(struct napi_struct *napi, unsigned int length, gfp_t gfp);
struct sk_buff *build_skb(void *data, unsigned int size);
struct sk_buff *napi_build_skb(void *data, unsigned int size);
void *netdev_alloc_frag(unsigned int size);
void *napi_alloc_frag(unsigned int size);
void skb_free_frag(void *data);
void kfree_skb(struct sk_buff *skb);
void consume_skb(struct sk_buff *skb);
void __kfree_skb(struct sk_buff *skb);
struct sk_buff *skb_clone(struct sk_buff *skb, gfp_t gfp);
struct sk_buff *skb_copy(const struct sk_buff *skb, gfp_t gfp);
struct sk_buff *pskb_copy(struct sk_buff *skb, gfp_t gfp);
int pskb_expand_head(struct sk_buff *skb, int before, int behind, gfp_t gfp);
int __skb_linearize(struct sk_buff *skb);
void *skb_put(struct sk_buff *skb, unsigned int length);
void *skb_push(struct sk_buff *skb, unsigned int length);
void *skb_pull(struct sk_buff *skb, unsigned int length);
void skb_trim(struct sk_buff *skb, unsigned int length);
int skb_pad(struct sk_buff *skb, int room);
int skb_put_padto(struct sk_buff *skb, unsigned int length);
#define __skb_put_padto(skb, length, free_on_error) skb_put_padto(skb, length)
#define skb_padto(skb, length) ((skb)->len >= (length) ? 0 : skb_pad(skb, (length) - (skb)->len))
int skb_copy_bits(const struct sk_buff *skb, int offset, void *to, int length);
int skb_store_bits(struct sk_buff *skb, int offset, const void *from, int length);
void skb_add_rx_frag(struct sk_buff *skb, int i, struct page *page, int offset, int size, unsigned int truesize);
void skb_queue_head(struct sk_buff_head *list, struct sk_buff *skb);
void skb_queue_tail(struct sk_buff_head *list, struct sk_buff *skb);
struct sk_buff *skb_dequeue(struct sk_buff_head *list);
void skb_queue_purge(struct sk_buff_head *list);

#define dev_alloc_skb(length) __netdev_alloc_skb(NULL, length, GFP_ATOMIC)
#define netdev_alloc_skb(dev, length) __netdev_alloc_skb(dev, length, GFP_ATOMIC)
#define napi_alloc_skb(napi, length) __napi_alloc_skb(napi, length, GFP_ATOMIC)
#define dev_kfree_skb(skb) consume_skb(skb)

static inline struct sk_buff *netdev_alloc_skb_ip_align(struct net_device *dev, unsigned int length);

#define skb_shinfo(skb) ((struct skb_shared_info *)skb_end_pointer(skb))

static inline unsigned char *skb_end_pointer(const struct sk_buff *skb) { return skb->head + skb->end; }
static inline unsigned int skb_end_offset(const struct sk_buff *skb) { return skb->end; }
static inline unsigned char *skb_tail_pointer(const struct sk_buff *skb) { return skb->head + skb->tail; }
static inline void skb_reset_tail_pointer(struct sk_buff *skb) { skb->tail = skb->data - skb->head; }
static inline void skb_set_tail_pointer(struct sk_buff *skb, int offset) { skb->tail = skb->data - skb->head + offset; }
static inline bool skb_is_nonlinear(const struct sk_buff *skb) { return skb->data_len; }
static inline unsigned int skb_headlen(const struct sk_buff *skb) { return skb->len - skb->data_len; }
static inline unsigned int skb_headroom(const struct sk_buff *skb) { return skb->data - skb->head; }
static inline int skb_tailroom(const struct sk_buff *skb) { return skb_is_nonlinear(skb) ? 0 : skb->end - skb->tail; }
static inline int skb_linearize(struct sk_buff *skb) { return skb_is_nonlinear(skb) ? __skb_linearize(skb) : 0; }
static inline bool skb_is_gso(const struct sk_buff *skb) { return skb_shinfo(skb)->gso_size; }
static inline struct sk_buff *skb_get(struct sk_buff *skb)
{
	refcount_inc(&skb->users);
	return skb;
}
static inline int skb_shared(const struct sk_buff *skb) { return refcount_read(&skb->users) != 1; }
static inline int skb_cloned(const struct sk_buff *skb)
{
	return skb->cloned && atomic_read(&skb_shinfo(skb)->dataref) != 1;
}
static inline int skb_header_cloned(const struct sk_buff *skb) { return skb_cloned(skb); }
static inline int skb_cow_head(struct sk_buff *skb, unsigned int headroom)
{
	int more = headroom > skb_headroom(skb) ? (int)(headroom - skb_headroom(skb)) : 0;

	return more || skb_header_cloned(skb) ? pskb_expand_head(skb, ALIGN(more, NET_SKB_PAD), 0, GFP_ATOMIC) : 0;
}

/* Of an empty packet only: what is there already would be left behind. */
static inline void skb_reserve(struct sk_buff *skb, int length)
{
	skb->data += length;
	skb->tail += length;
}

static inline void *__skb_put(struct sk_buff *skb, unsigned int length)
{
	void *end = skb_tail_pointer(skb);

	skb->tail += length;
	skb->len += length;
	return end;
}

static inline void *__skb_push(struct sk_buff *skb, unsigned int length)
{
	skb->data -= length;
	skb->len += length;
	return skb->data;
}

static inline void *__skb_pull(struct sk_buff *skb, unsigned int length)
{
	skb->len -= length;
	BUG_ON(skb->len < skb->data_len);
	return skb->data += length;
}

static inline void *skb_put_data(struct sk_buff *skb, const void *data, unsigned int length)
{
	return memcpy(skb_put(skb, length), data, length);
}

static inline void *skb_put_zero(struct sk_buff *skb, unsigned int length)
{
	return memset(skb_put(skb, length), 0, length);
}

static inline void skb_put_u8(struct sk_buff *skb, u8 value) { *(u8 *)skb_put(skb, 1) = value; }
static inline void __skb_trim(struct sk_buff *skb, unsigned int length)
{
	if (WARN_ON(skb_is_nonlinear(skb)))
		return;
	skb->len = length;
	skb_set_tail_pointer(skb, length);
}

static inline void skb_copy_to_linear_data(struct sk_buff *skb, const void *from, unsigned int length)
{
	memcpy(skb->data, from, length);
}

static inline void skb_copy_from_linear_data(const struct sk_buff *skb, void *to, unsigned int length)
{
	memcpy(to, skb->data, length);
}

static inline unsigned char *skb_mac_header(const struct sk_buff *skb) { return skb->head + skb->mac_header; }
static inline unsigned char *skb_network_header(const struct sk_buff *skb) { return skb->head + skb->network_header; }
static inline unsigned char *skb_transport_header(const struct sk_buff *skb)
{
	return skb->head + skb->transport_header;
}
static inline bool skb_mac_header_was_set(const struct sk_buff *skb) { return skb->mac_header != (__u16)~0u; }
static inline void skb_reset_mac_header(struct sk_buff *skb) { skb->mac_header = skb->data - skb->head; }
static inline void skb_reset_network_header(struct sk_buff *skb) { skb->network_header = skb->data - skb->head; }
static inline void skb_reset_transport_header(struct sk_buff *skb) { skb->transport_header = skb->data - skb->head; }
static inline int skb_network_offset(const struct sk_buff *skb) { return skb_network_header(skb) - skb->data; }
static inline int skb_transport_offset(const struct sk_buff *skb) { return skb_transport_header(skb) - skb->data; }
static inline void skb_checksum_none_assert(const struct sk_buff *skb) { BUG_ON(skb->ip_summed != CHECKSUM_NONE); }
static inline void skb_record_rx_queue(struct sk_buff *skb, u16 queue) { skb->queue_mapping = queue + 1; }
static inline u16 skb_get_queue_mapping(const struct sk_buff *skb) { return skb->queue_mapping; }
static inline void skb_set_queue_mapping(struct sk_buff *skb, u16 queue) { skb->queue_mapping = queue; }
static inline struct ethhdr *eth_hdr(const struct sk_buff *skb) { return (struct ethhdr *)skb_mac_header(skb); }
/* Time stamps of packets are not modelled: nobody can ask for one, so there is nothing to do. */
static inline void skb_tx_timestamp(struct sk_buff *skb) { }

static inline unsigned int skb_frag_size(const skb_frag_t *frag) { return frag->bv_len; }
static inline unsigned int skb_frag_off(const skb_frag_t *frag) { return frag->bv_offset; }
static inline struct page *skb_frag_page(const skb_frag_t *frag) { return frag->bv_page; }
static inline void *skb_frag_address(const skb_frag_t *frag) { return page_address(frag->bv_page) + frag->bv_offset; }
static inline void skb_frag_size_set(skb_frag_t *frag, unsigned int size) { frag->bv_len = size; }
static inline void skb_frag_off_set(skb_frag_t *frag, unsigned int offset) { frag->bv_offset = offset; }
static inline void skb_frag_ref(struct sk_buff *skb, int i) { get_page(skb_shinfo(skb)->frags[i].bv_page); }
static inline void skb_frag_unref(struct sk_buff *skb, int i) { put_page(skb_shinfo(skb)->frags[i].bv_page); }

static inline dma_addr_t skb_frag_dma_map(struct device *dev, const skb_frag_t *frag, size_t offset, size_t size,
					  enum dma_data_direction direction)
{
	return dma_map_page(dev, frag->bv_page, frag->bv_offset + offset, size, direction);
}

static inline void skb_fill_page_desc(struct sk_buff *skb, int i, struct page *page, int offset, int size)
{
	skb_shinfo(skb)->frags[i] = (skb_frag_t){ .bv_page = page, .bv_len = size, .bv_offset = offset };
	skb_shinfo(skb)->nr_frags = i + 1;
}

static inline struct sk_buff *netdev_alloc_skb_ip_align(struct net_device *dev, unsigned int length)
{
	struct sk_buff *skb = netdev_alloc_skb(dev, length + NET_IP_ALIGN);

	if (NET_IP_ALIGN && skb)
		skb_reserve(skb, NET_IP_ALIGN);
	return skb;
}

static inline void __skb_queue_head_init(struct sk_buff_head *list)
{
	list->next = list->prev = (struct sk_buff *)list;
	list->qlen = 0;
}

static inline void skb_queue_head_init(struct sk_buff_head *list)
{
	spin_lock_init(&list->lock);
	__skb_queue_head_init(list);
}

static inline int skb_queue_empty(const struct sk_buff_head *list) { return list->next == (const struct sk_buff *)list; }
static inline __u32 skb_queue_len(const struct sk_buff_head *list) { return list->qlen; }
static inline struct sk_buff *skb_peek(const struct sk_buff_head *list)
{
	return skb_queue_empty(list) ? NULL : list->next;
}

static inline void __skb_insert(struct sk_buff *skb, struct sk_buff *before, struct sk_buff *behind,
				struct sk_buff_head *list)
{
	skb->next = behind;
	skb->prev = before;
	before->next = skb;
	behind->prev = skb;
	list->qlen++;
}

static inline void __skb_queue_tail(struct sk_buff_head *list, struct sk_buff *skb)
{
	__skb_insert(skb, list->prev, (struct sk_buff *)list, list);
}

static inline void __skb_queue_head(struct sk_buff_head *list, struct sk_buff *skb)
{
	__skb_insert(skb, (struct sk_buff *)list, list->next, list);
}

static inline void __skb_unlink(struct sk_buff *skb, struct sk_buff_head *list)
{
	list->qlen--;
	skb->next->prev = skb->prev;
	skb->prev->next = skb->next;
	skb->next = skb->prev = NULL;
}

static inline struct sk_buff *__skb_dequeue(struct sk_buff_head *list)
{
	struct sk_buff *skb = skb_peek(list);

	if (skb)
		__skb_unlink(skb, list);
	return skb;
}

#define skb_queue_walk(queue, skb) \
	for (skb = (queue)->next; skb != (struct sk_buff *)(queue); skb = skb->next)
#define skb_walk_frags(skb, iter) for (iter = skb_shinfo(skb)->frag_list; iter; iter = iter->next)

#endif
