/* Addresses and options of packet sockets. */
#ifndef _NETPACKET_PACKET_H
#define _NETPACKET_PACKET_H

#include <linux/if_packet.h>

#endif
