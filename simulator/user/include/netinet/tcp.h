/* The header of a TCP segment (RFC 793). */
#ifndef _NETINET_TCP_H
#define _NETINET_TCP_H

#include <stdint.h>

struct tcphdr {
	uint16_t source, dest;
	uint32_t seq, ack_seq;
	uint16_t res1 : 4, doff : 4, fin : 1, syn : 1, rst : 1, psh : 1, ack : 1, urg : 1, res2 : 2;
	uint16_t window, check, urg_ptr;
};

#endif
