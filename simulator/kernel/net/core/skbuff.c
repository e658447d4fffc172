/* Packets: their heads, the memory behind them, copies and clones. */
#define pr_fmt(fmt) "skbuff: " fmt
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <net/core.h>

static struct sk_buff *new_head(gfp_t gfp)
{
	struct kmem_cache *cache = __skb_head_cache();
	struct sk_buff *skb = cache ? kmem_cache_alloc(cache, gfp & ~__GFP_DMA) : NULL;

	if (skb)
		memset(skb, 0, sizeof(*skb));
	return skb;
}

/* Of `size` bytes all but the last, which the shared info takes, are for data. */
static void build_around(struct sk_buff *skb, void *data, unsigned int size)
{
	struct skb_shared_info *info;

	skb->head = skb->data = data;
	skb->end = SKB_WITH_OVERHEAD(size);
	skb->truesize = SKB_TRUESIZE(skb->end);
	skb->mac_header = skb->transport_header = (__u16)~0u;
	refcount_set(&skb->users, 1);
	info = skb_shinfo(skb);
	memset(info, 0, offsetof(struct skb_shared_info, dataref));
	atomic_set(&info->dataref, 1);
}

struct sk_buff *alloc_skb(unsigned int size, gfp_t gfp)
{
	unsigned int bytes = kmalloc_size_roundup(SKB_HEAD_ALIGN(size));
	struct sk_buff *skb = new_head(gfp);
	void *data = skb ? kmalloc(bytes, gfp | __GFP_NOWARN) : NULL;

	if (!data) {
		if (skb)
			kmem_cache_free(__skb_head_cache(), skb);
		return NULL;
	}
	build_around(skb, data, bytes);
	return skb;
}

/* `data` bytes in pages, behind a head for `header`. */
struct sk_buff *alloc_skb_with_frags(unsigned long header, unsigned long data, int order, int *error, gfp_t gfp)
{
	struct sk_buff *skb = alloc_skb(header, gfp);

	*error = -ENOBUFS;
	while (skb && data) {
		unsigned int piece = min_t(unsigned long, data, PAGE_SIZE << order);
		struct page *page = skb_shinfo(skb)->nr_frags < MAX_SKB_FRAGS ?
			alloc_pages(gfp | __GFP_COMP | __GFP_NOWARN, get_order(piece)) : NULL;

		if (!page) {
			kfree_skb(skb);
			return NULL;
		}
		skb_fill_page_desc(skb, skb_shinfo(skb)->nr_frags, page, 0, piece);
		skb->truesize += PAGE_SIZE << get_order(piece);
		data -= piece;
	}
	return skb;
}

struct sk_buff *build_skb(void *data, unsigned int size)
{
	struct sk_buff *skb = new_head(GFP_ATOMIC);

	if (!skb)
		return NULL;
	build_around(skb, data, size ? size : ksize(data));
	skb->head_frag = size != 0;
	return skb;
}

struct sk_buff *napi_build_skb(void *data, unsigned int size)
{
	return build_skb(data, size);
}

/* Small heads and large ones are objects of kmalloc; those between are pieces of a page. */
static struct sk_buff *alloc_for_receiving(unsigned int length, gfp_t gfp)
{
	unsigned int bytes = SKB_HEAD_ALIGN(length);
	struct sk_buff *skb;
	void *data;

	if (length <= SKB_WITH_OVERHEAD(1024) || length > SKB_WITH_OVERHEAD(PAGE_SIZE) ||
	    (gfp & (__GFP_DIRECT_RECLAIM | __GFP_DMA)))
		return alloc_skb(length, gfp);
	data = netdev_alloc_frag(bytes);
	skb = data ? build_skb(data, bytes) : NULL;
	if (data && !skb)
		skb_free_frag(data);
	return skb;
}

struct sk_buff *__netdev_alloc_skb(struct net_device *dev, unsigned int length, gfp_t gfp)
{
	struct sk_buff *skb = alloc_for_receiving(length + NET_SKB_PAD, gfp);

	if (!skb)
		return NULL;
	skb_reserve(skb, NET_SKB_PAD);
	skb->dev = dev;
	return skb;
}

struct sk_buff *__napi_alloc_skb(struct napi_struct *napi, unsigned int length, gfp_t gfp)
{
	struct sk_buff *skb = alloc_for_receiving(length + NET_SKB_PAD + NET_IP_ALIGN, gfp);

	if (!skb)
		return NULL;
	skb_reserve(skb, NET_SKB_PAD + NET_IP_ALIGN);
	skb->dev = napi->dev;
	return skb;
}

static void free_data(struct sk_buff *skb)
{
	struct skb_shared_info *info = skb_shinfo(skb);

	if (skb->cloned && !atomic_dec_and_test(&info->dataref))
		return;
	for (int i = 0; i < info->nr_frags; i++)
		skb_frag_unref(skb, i);
	while (info->frag_list) {
		struct sk_buff *next = info->frag_list->next;

		kfree_skb(info->frag_list);
		info->frag_list = next;
	}
	if (skb->head_frag)
		skb_free_frag(skb->head);
	else
		kfree(skb->head);
}

void __kfree_skb(struct sk_buff *skb)
{
	if (skb->destructor) {
		WARN_ON(in_hardirq());
		skb->destructor(skb);
	}
	free_data(skb);
	kmem_cache_free(__skb_head_cache(), skb);
}

void kfree_skb(struct sk_buff *skb)
{
	if (skb && refcount_dec_and_test(&skb->users))
		__kfree_skb(skb);
}

void consume_skb(struct sk_buff *skb)
{
	kfree_skb(skb);
}

/* A head of its own over the same data. */
struct sk_buff *skb_clone(struct sk_buff *skb, gfp_t gfp)
{
	struct sk_buff *clone = new_head(gfp);

	if (!clone)
		return NULL;
	*clone = *skb;
	clone->next = clone->prev = NULL;
	clone->sk = NULL;
	clone->destructor = NULL;
	clone->hdr_len = skb->nohdr ? skb_headroom(skb) : skb->hdr_len;
	clone->nohdr = 0;
	clone->cloned = skb->cloned = 1;
	refcount_set(&clone->users, 1);
	atomic_inc(&skb_shinfo(skb)->dataref);
	return clone;
}

static void copy_description(struct sk_buff *to, const struct sk_buff *from, int moved)
{
	to->dev = from->dev;
	to->tstamp = from->tstamp;
	memcpy(to->cb, from->cb, sizeof(to->cb));
	to->protocol = from->protocol;
	to->pkt_type = from->pkt_type;
	to->priority = from->priority;
	to->queue_mapping = from->queue_mapping;
	to->ip_summed = from->ip_summed;
	to->csum = from->csum;
	to->csum_start = from->csum_start + moved;
	to->csum_offset = from->csum_offset;
	to->mac_header = skb_mac_header_was_set(from) ? from->mac_header + moved : from->mac_header;
	to->network_header = from->network_header + moved;
	to->transport_header = from->transport_header + moved;
}

/* Everything in one linear piece, with the same room before it. */
struct sk_buff *skb_copy(const struct sk_buff *skb, gfp_t gfp)
{
	unsigned int headroom = skb_headroom(skb);
	struct sk_buff *copy = alloc_skb(skb->end + skb->data_len, gfp);

	if (!copy)
		return NULL;
	skb_reserve(copy, headroom);
	skb_put(copy, skb->len);
	BUG_ON(skb_copy_bits(skb, 0, copy->data, skb->len));
	copy_description(copy, skb, 0);
	return copy;
}

/* A linear part of its own, the pages shared. */
struct sk_buff *pskb_copy(struct sk_buff *skb, gfp_t gfp)
{
	struct sk_buff *copy = alloc_skb(skb->end, gfp);

	if (!copy)
		return NULL;
	skb_reserve(copy, skb_headroom(skb));
	skb_put_data(copy, skb->data, skb_headlen(skb));
	for (int i = 0; i < skb_shinfo(skb)->nr_frags; i++) {
		skb_shinfo(copy)->frags[i] = skb_shinfo(skb)->frags[i];
		skb_frag_ref(skb, i);
	}
	skb_shinfo(copy)->nr_frags = skb_shinfo(skb)->nr_frags;
	copy->data_len = skb->data_len;
	copy->len = skb->len;
	copy->truesize += skb->data_len;
	copy_description(copy, skb, 0);
	return copy;
}

/* New memory for the head, with more room before and behind; whoever shared the old one keeps it. */
int pskb_expand_head(struct sk_buff *skb, int before, int behind, gfp_t gfp)
{
	unsigned int bytes = kmalloc_size_roundup(SKB_HEAD_ALIGN(skb->end + before + behind));
	struct sk_buff old = *skb;
	u8 *data;

	BUG_ON(before < 0 || skb_shared(skb));
	data = kmalloc(bytes, gfp);
	if (!data)
		return -ENOMEM;
	memcpy(data + before, skb->head, skb->tail);
	memcpy(data + SKB_WITH_OVERHEAD(bytes), skb_shinfo(skb), sizeof(struct skb_shared_info));
	if (skb_cloned(skb))
		for (int i = 0; i < skb_shinfo(skb)->nr_frags; i++)
			skb_frag_ref(skb, i);
	else
		skb_shinfo(skb)->nr_frags = 0;
	free_data(&old);
	skb->head = data;
	skb->data = data + before + (old.data - old.head);
	skb->tail += before;
	skb->end = SKB_WITH_OVERHEAD(bytes);
	if (skb_mac_header_was_set(skb))
		skb->mac_header += before;
	skb->network_header += before;
	skb->transport_header += before;
	skb->head_frag = skb->cloned = skb->nohdr = 0;
	atomic_set(&skb_shinfo(skb)->dataref, 1);
	return 0;
}

int __skb_linearize(struct sk_buff *skb)
{
	unsigned int rest = skb->data_len;
	struct skb_shared_info *info;
	int error = 0;

	if (skb->end - skb->tail < rest || skb_cloned(skb))
		error = pskb_expand_head(skb, 0, rest, GFP_ATOMIC);
	if (error)
		return error;
	BUG_ON(skb_copy_bits(skb, skb_headlen(skb), skb_tail_pointer(skb), rest));
	info = skb_shinfo(skb);
	for (int i = 0; i < info->nr_frags; i++)
		skb_frag_unref(skb, i);
	info->nr_frags = 0;
	skb->tail += rest;
	skb->data_len = 0;
	return 0;
}

static void refuse_room(const struct sk_buff *skb, const char *who, unsigned int length)
{
	pr_emerg("%s: text:%px len:%d put:%d head:%px data:%px tail:%#lx end:%#lx dev:%s\n", who,
		 __builtin_return_address(0), skb->len, length, skb->head, skb->data, (unsigned long)skb->tail,
		 (unsigned long)skb->end, skb->dev ? skb->dev->name : "<NULL>");
	BUG();
}

void *skb_put(struct sk_buff *skb, unsigned int length)
{
	void *end = skb_tail_pointer(skb);

	BUG_ON(skb_is_nonlinear(skb));
	skb->tail += length;
	skb->len += length;
	if (skb->tail > skb->end)
		refuse_room(skb, "skb_over_panic", length);
	return end;
}

void *skb_push(struct sk_buff *skb, unsigned int length)
{
	skb->data -= length;
	skb->len += length;
	if (skb->data < skb->head)
		refuse_room(skb, "skb_under_panic", length);
	return skb->data;
}

void *skb_pull(struct sk_buff *skb, unsigned int length)
{
	return length > skb->len ? NULL : __skb_pull(skb, length);
}

void skb_trim(struct sk_buff *skb, unsigned int length)
{
	if (skb->len > length)
		__skb_trim(skb, length);
}

/* Zeros behind the packet; it is freed where there is no memory for them. */
int skb_pad(struct sk_buff *skb, int room)
{
	int error = 0;

	if (skb_tailroom(skb) < room || skb_cloned(skb)) {
		int missing = room - (int)(skb->end - skb->tail);

		error = pskb_expand_head(skb, 0, max(missing, 0), GFP_ATOMIC);
	}
	if (!error)
		error = skb_linearize(skb);
	if (error)
		kfree_skb(skb);
	else
		memset(skb->data + skb->len, 0, room);
	return error;
}

int skb_put_padto(struct sk_buff *skb, unsigned int length)
{
	unsigned int had = skb->len;

	if (had >= length)
		return 0;
	if (skb_pad(skb, length - had))
		return -ENOMEM;
	__skb_put(skb, length - had);
	return 0;
}

void skb_add_rx_frag(struct sk_buff *skb, int i, struct page *page, int offset, int size, unsigned int truesize)
{
	skb_fill_page_desc(skb, i, page, offset, size);
	skb->len += size;
	skb->data_len += size;
	skb->truesize += truesize;
}
