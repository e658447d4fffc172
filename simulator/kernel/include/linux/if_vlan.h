/* Tags of virtual LANs in frames and beside them, as in a kernel without CONFIG_VLAN_8021Q: no interface stands on another. */
#ifndef _LINUX_IF_VLAN_H_
#define _LINUX_IF_VLAN_H_

#include <linux/etherdevice.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>

#define VLAN_HLEN 4
#define VLAN_ETH_HLEN 18
#define VLAN_ETH_ZLEN 64
#define VLAN_ETH_DATA_LEN 1500
#define VLAN_ETH_FRAME_LEN 1518
#define VLAN_PRIO_MASK 0xe000
#define VLAN_PRIO_SHIFT 13
#define VLAN_CFI_MASK 0x1000
#define VLAN_VID_MASK 0x0fff
#define VLAN_N_VID 4096

struct vlan_hdr {
	__be16 h_vlan_TCI, h_vlan_encapsulated_proto;
};
struct vlan_ethhdr {
	unsigned char h_dest[ETH_ALEN], h_source[ETH_ALEN];
	__be16 h_vlan_proto, h_vlan_TCI, h_vlan_encapsulated_proto;
};

#define skb_vlan_tag_present(skb) ((skb)->vlan_present)
#define skb_vlan_tag_get(skb) ((skb)->vlan_tci)
#define skb_vlan_tag_get_id(skb) ((skb)->vlan_tci & VLAN_VID_MASK)
#define skb_vlan_tag_get_cfi(skb) (!!((skb)->vlan_tci & VLAN_CFI_MASK))
#define skb_vlan_tag_get_prio(skb) (((skb)->vlan_tci & VLAN_PRIO_MASK) >> VLAN_PRIO_SHIFT)
#define vlan_eth_hdr(skb) ((struct vlan_ethhdr *)skb_mac_header(skb))
#define skb_vlan_eth_hdr(skb) ((struct vlan_ethhdr *)(skb)->data)
#define is_vlan_dev(dev) ((void)(dev), false)
#define vlan_uses_dev(dev) ((void)(dev), false)

static inline bool eth_type_vlan(__be16 type) { return type == htons(ETH_P_8021Q) || type == htons(ETH_P_8021AD); }
static inline void __vlan_hwaccel_put_tag(struct sk_buff *skb, __be16 protocol, u16 tag)
{
	skb->vlan_proto = protocol;
	skb->vlan_tci = tag;
	skb->vlan_present = 1;
}
static inline void __vlan_hwaccel_clear_tag(struct sk_buff *skb) { skb->vlan_present = 0; }
static inline int __vlan_hwaccel_get_tag(const struct sk_buff *skb, u16 *tag)
{
	*tag = skb->vlan_present ? skb->vlan_tci : 0;
	return skb->vlan_present ? 0 : -EINVAL;
}
static inline int __vlan_get_tag(const struct sk_buff *skb, u16 *tag)
{
	const struct vlan_ethhdr *header = skb_vlan_eth_hdr(skb);

	if (!eth_type_vlan(header->h_vlan_proto))
		return -ENODATA;
	*tag = ntohs(header->h_vlan_TCI);
	return 0;
}
static inline int vlan_get_tag(const struct sk_buff *skb, u16 *tag)
{
	return skb->dev->features & NETIF_F_HW_VLAN_CTAG_TX ? __vlan_hwaccel_get_tag(skb, tag) : __vlan_get_tag(skb, tag);
}
/* Of a frame whose first tag may stand in it; what stands behind a second one is not looked for. */
static inline __be16 vlan_get_protocol(const struct sk_buff *skb)
{
	return eth_type_vlan(skb->protocol) && skb->len >= VLAN_ETH_HLEN ? skb_vlan_eth_hdr(skb)->h_vlan_encapsulated_proto : skb->protocol;
}
static inline bool skb_vlan_tagged(const struct sk_buff *skb) { return skb->vlan_present || eth_type_vlan(skb->protocol); }
#define vlan_features_check(skb, features) (features)

#endif
