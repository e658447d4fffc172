// SPDX-License-Identifier: MIT
/* Opens eth0 and counts what comes in. */
#include <arpa/inet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netpacket/packet.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>

#define PROTOCOL 0x88b5

static unsigned char packet[ETH_FRAME_LEN];

int main(void)
{
	struct ifreq request = { .ifr_name = "eth0", .ifr_flags = IFF_UP };
	struct timeval timeout = { .tv_usec = 100000 };
	int fd = socket(AF_PACKET, SOCK_RAW, htons(PROTOCOL)), packets = 0, in_order = 0;
	long bytes = 0;
	ssize_t length;

	if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &request)) {
		perror("eth0");
		return 1;
	}
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
	while ((length = recv(fd, packet, sizeof(packet), 0)) > 0) {
		in_order += (packet[16] << 8 | packet[17]) == packets;
		packets++;
		bytes += length;
	}
	printf("%d of %d packets in order, %ld bytes\n", in_order, packets, bytes);
	return 0;
}
