/* TCP headers in buffers. */
#ifndef _LINUX_TCP_H
#define _LINUX_TCP_H

#include <linux/ip.h>
#include <uapi/linux/tcp.h>

static inline struct tcphdr *tcp_hdr(const struct sk_buff *skb)
{
	return (struct tcphdr *)skb_transport_header(skb);
}

#endif
