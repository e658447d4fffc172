/* UDP headers in buffers. */
#ifndef _LINUX_UDP_H
#define _LINUX_UDP_H

#include <linux/ip.h>
#include <uapi/linux/udp.h>

static inline struct udphdr *udp_hdr(const struct sk_buff *skb)
{
	return (struct udphdr *)skb_transport_header(skb);
}

#endif
