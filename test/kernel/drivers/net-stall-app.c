/* Fills the ring of net-echo.c, which is stalled, and waits for the watchdog. */
#include <arpa/inet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netpacket/packet.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

int main(void)
{
	struct sockaddr_ll address = { .sll_family = AF_PACKET, .sll_protocol = htons(0x88b5), .sll_halen = 6 };
	struct ifreq request = { .ifr_name = "eth0", .ifr_flags = IFF_UP };
	int fd = socket(AF_PACKET, SOCK_DGRAM, htons(0x88b5));
	struct timeval timeout = { .tv_sec = 20 };
	char payload[100] = { 0 };
	int sent = 0, i;

	address.sll_ifindex = if_nametoindex("eth0");
	ioctl(fd, SIOCSIFFLAGS, &request);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
	for (i = 0; i < 5; i++)
		sent += sendto(fd, payload, sizeof(payload), 0, (struct sockaddr *)&address, sizeof(address)) == 100;
	printf("%d sent\n", sent);
	for (i = 0; i < 5 && recv(fd, payload, sizeof(payload), 0) == 100; i++)
		;
	printf("%d came back\n", i);
	return 0;
}
