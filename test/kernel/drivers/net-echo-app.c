/* Packet sockets, ioctl() and /sys/class/net about the interface of net-echo.c. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netpacket/packet.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static struct ifreq request;
static unsigned char frame[2048], got[2048];

static int ask(int fd, unsigned long command, const char *what)
{
	int result;

	strcpy(request.ifr_name, "eth0");
	result = ioctl(fd, command, &request);
	printf("%s: %d %s\n", what, result, result < 0 ? strerror(errno) : "");
	return result;
}

static void show(const char *path)
{
	char text[100];
	int fd = open(path, O_RDONLY);
	int length = fd < 0 ? -1 : (int)read(fd, text, sizeof(text) - 1);

	text[length < 0 ? 0 : length] = 0;
	printf("%s: %d %s", path, length < 0 ? -errno : length, length <= 0 ? "\n" : text);
	close(fd);
}

static void result(const char *what, long value)
{
	printf("%s: %ld %s\n", what, value, value < 0 ? strerror(errno) : "");
}

static void receive(int fd)
{
	struct sockaddr_ll from;
	socklen_t length = sizeof(from);
	ssize_t bytes = recvfrom(fd, got, sizeof(got), MSG_TRUNC, (struct sockaddr *)&from, &length);

	if (bytes < 0) {
		result("recvfrom", bytes);
		return;
	}
	printf("got %zd bytes, address %u bytes: family %d protocol %04x type %d pkttype %d halen %d %02x:%02x; first %02x last %02x\n",
	       bytes, length, from.sll_family, ntohs(from.sll_protocol), from.sll_hatype, from.sll_pkttype, from.sll_halen,
	       from.sll_addr[0], from.sll_addr[5], got[0], bytes > 0 ? got[bytes - 1] : 0);
}

static void make(int protocol, unsigned char fill)
{
	memset(frame, 0xff, 6);
	memset(frame + 6, 0x22, 6);
	frame[12] = protocol >> 8;
	frame[13] = protocol;
	memset(frame + 14, fill, sizeof(frame) - 14);
}

int main(void)
{
	int fd, all, cooked, i;
	struct sockaddr_ll address = { .sll_family = AF_PACKET, .sll_protocol = htons(0x88b5) };
	struct pollfd wait;
	struct timeval timeout = { .tv_usec = 50000 };
	socklen_t length = sizeof(address);

	result("socket AF 45", socket(45, SOCK_RAW, 0));
	result("socket stream", socket(AF_PACKET, SOCK_STREAM, 0));
	result("recv on a file", recv(1, got, 10, 0));
	fd = socket(AF_PACKET, SOCK_RAW, htons(0x88b5));
	result("socket", fd >= 0 ? 0 : -1);
	printf("index %u of eth0, %u of lo5\n", if_nametoindex("eth0"), if_nametoindex("lo5"));
	ask(fd, SIOCGIFFLAGS, "flags");
	printf("flags %x\n", request.ifr_flags);
	ask(fd, SIOCGIFMTU, "mtu");
	printf("mtu %d\n", request.ifr_mtu);
	ask(fd, SIOCGIFHWADDR, "address");
	printf("address family %d %02x..%02x\n", request.ifr_hwaddr.sa_family, (unsigned char)request.ifr_hwaddr.sa_data[0], (unsigned char)request.ifr_hwaddr.sa_data[5]);
	show("/sys/class/net/eth0/address");
	show("/sys/class/net/eth0/carrier");
	show("/sys/class/net/eth0/operstate");
	make(0x88b5, 0x5a);
	result("send unbound", send(fd, frame, 100, 0));
	address.sll_ifindex = 99;
	result("bind to nothing", bind(fd, (struct sockaddr *)&address, sizeof(address)));
	address.sll_ifindex = if_nametoindex("eth0");
	result("bind short", bind(fd, (struct sockaddr *)&address, 10));
	result("bind while down", bind(fd, (struct sockaddr *)&address, sizeof(address)));
	result("recv while down", recv(fd, got, sizeof(got), 0));
	result("recv again", recv(fd, got, sizeof(got), MSG_DONTWAIT));
	result("send while down", send(fd, frame, 100, 0));
	ask(fd, SIOCGIFFLAGS, "flags");
	request.ifr_flags |= IFF_UP;
	ask(fd, SIOCSIFFLAGS, "up");
	usleep(20000);
	ask(fd, SIOCGIFFLAGS, "flags");
	printf("flags %x\n", request.ifr_flags);
	show("/sys/class/net/eth0/carrier");
	show("/sys/class/net/eth0/operstate");
	result("send", send(fd, frame, 100, 0));
	receive(fd);
	result("send short", send(fd, frame, 13, 0));
	result("send header", send(fd, frame, 14, 0));
	receive(fd);
	result("send longest", send(fd, frame, 1514, 0));
	receive(fd);
	result("send too long", send(fd, frame, 1519, 0));
	result("setsockopt", setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout)));
	receive(fd);
	all = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));
	cooked = socket(AF_PACKET, SOCK_DGRAM, htons(0x88b5));
	result("send", send(fd, frame, 200, 0));
	receive(all);
	receive(all);
	receive(cooked);
	receive(fd);
	memset(address.sll_addr, 0x33, 6);
	address.sll_halen = 6;
	result("cooked send", sendto(cooked, frame, 50, 0, (struct sockaddr *)&address, sizeof(address)));
	receive(fd);
	receive(cooked);
	receive(all);
	receive(all);
	printf("frame: to %02x from %02x type %02x%02x\n", got[0], got[6], got[12], got[13]);
	make(0x0800, 1);
	result("other protocol", send(fd, frame, 80, 0));
	receive(all);
	receive(all);
	for (i = 0; i < 10; i++)
		send(fd, frame, 60 + i, 0);
	for (i = 0; i < 3; i++)
		receive(all);
	usleep(200000);
	show("/sys/class/net/eth0/statistics/rx_packets");
	wait.fd = fd;
	wait.events = POLLIN | POLLOUT;
	i = poll(&wait, 1, 0);
	printf("poll %d %x\n", i, wait.revents);
	show("/sys/class/net/eth0/statistics/tx_packets");
	show("/sys/class/net/eth0/statistics/rx_bytes");
	show("/sys/class/net/eth0/statistics/rx_dropped");
	result("getsockname", getsockname(fd, (struct sockaddr *)&address, &length));
	printf("length %u protocol %04x halen %d\n", length, ntohs(address.sll_protocol), address.sll_halen);
	request.ifr_mtu = 9000;
	ask(fd, SIOCSIFMTU, "mtu 9000");
	request.ifr_mtu = 1000;
	ask(fd, SIOCSIFMTU, "mtu 1000");
	result("send too long for it", send(fd, frame, 1100, 0));
	ask(fd, SIOCGIFFLAGS, "flags");
	request.ifr_flags &= ~IFF_UP;
	ask(fd, SIOCSIFFLAGS, "down");
	result("recv", recv(fd, got, sizeof(got), 0));
	show("/sys/class/net/eth0/operstate");
	return 0;
}
