/* Sockets, and the numbers and names of network interfaces. */
#include <bits/system-call.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

int socket(int family, int type, int protocol) { return __call3(socket, family, type, protocol); }
int bind(int fd, const struct sockaddr *address, socklen_t length) { return __call3(bind, fd, address, length); }

int getsockname(int fd, struct sockaddr *address, socklen_t *length)
{
	return __call3(getsockname, fd, address, length);
}

int getsockopt(int fd, int level, int name, void *value, socklen_t *length)
{
	return __call(SYS_getsockopt, fd, level, name, (long)value, (long)length, 0);
}

int setsockopt(int fd, int level, int name, const void *value, socklen_t length)
{
	return __call(SYS_setsockopt, fd, level, name, (long)value, length, 0);
}

ssize_t sendto(int fd, const void *buffer, size_t length, int flags, const struct sockaddr *to, socklen_t to_length)
{
	return __call(SYS_sendto, fd, (long)buffer, length, flags, (long)to, to_length);
}

ssize_t recvfrom(int fd, void *buffer, size_t length, int flags, struct sockaddr *from, socklen_t *from_length)
{
	return __call(SYS_recvfrom, fd, (long)buffer, length, flags, (long)from, (long)from_length);
}

ssize_t send(int fd, const void *buffer, size_t length, int flags)
{
	return sendto(fd, buffer, length, flags, NULL, 0);
}

ssize_t recv(int fd, void *buffer, size_t length, int flags)
{
	return recvfrom(fd, buffer, length, flags, NULL, NULL);
}

/* 0 or NULL, and errno, where no interface has it. */
static int ask_interface(unsigned long command, struct ifreq *request)
{
	int fd = socket(AF_PACKET, SOCK_DGRAM, 0);
	int result = fd < 0 ? -1 : ioctl(fd, command, request);

	if (fd >= 0)
		close(fd);
	return result;
}

unsigned int if_nametoindex(const char *name)
{
	struct ifreq request = { 0 };

	strncpy(request.ifr_name, name, IFNAMSIZ - 1);
	return ask_interface(SIOCGIFINDEX, &request) < 0 ? 0 : request.ifr_ifindex;
}

char *if_indextoname(unsigned int index, char *name)
{
	struct ifreq request = { 0 };

	request.ifr_ifindex = index;
	return ask_interface(SIOCGIFNAME, &request) < 0 ? NULL : strcpy(name, request.ifr_name);
}
