/* Shared by the files of packet sockets. */
#ifndef _PACKET_INTERNAL_H
#define _PACKET_INTERNAL_H

#include <linux/netdevice.h>
#include <net/sock.h>

struct packet_sock {
	struct sock sk;
	struct packet_type hook;
	bool running;
	int ifindex;
	__be16 protocol;
	struct list_head list;
	struct list_head memberships;
	atomic_t received, dropped;
};

struct packet_membership {
	struct list_head list;
	struct packet_mreq request;
};

int __packet_add_membership(struct packet_sock *packet, const struct packet_mreq *request);
int __packet_drop_membership(struct packet_sock *packet, const struct packet_mreq *request);
void __packet_leave(struct packet_membership *membership);

#endif
