/* The header of a UDP datagram (RFC 768). */
#ifndef _UAPI_LINUX_UDP_H
#define _UAPI_LINUX_UDP_H

#include <linux/types.h>

struct udphdr {
	__be16 source, dest, len;
	__sum16 check;
};

#endif
