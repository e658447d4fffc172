/* The header of a UDP datagram (RFC 768). */
#ifndef _NETINET_UDP_H
#define _NETINET_UDP_H

#include <stdint.h>

struct udphdr {
	union {
		struct { uint16_t uh_sport, uh_dport, uh_ulen, uh_sum; };
		struct { uint16_t source, dest, len, check; };
	};
};

#endif
