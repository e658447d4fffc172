/* Program for process-memory.c. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <unistd.h>
#include <errno.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/eventfd.h>
#include <poll.h>

struct req {
	unsigned long addr;
	unsigned long len;
	int write;
	int efd;
	int pid;
};

int main(void)
{
	setbuf(stdout, NULL);
	int fd = open("/dev/gup1", O_RDWR), r;
	struct req q = { 0 };
	char *b = aligned_alloc(4096, 16384);
	memset(b, 'u', 16384);
	q.addr = (unsigned long)b + 100;
	q.len = 9000;
	q.write = 1;
	r = ioctl(fd, 1, &q);
	printf("pin %d %c\n", r, b[100]);
	const char *ro = mmap(NULL, 8192, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	q.addr = (unsigned long)ro;
	q.len = 4096;
	r = ioctl(fd, 1, &q);
	printf("write to ro %d %s\n", r, strerror(errno));
	q.write = 0;
	r = ioctl(fd, 1, &q);
	printf("read ro %d\n", r);
	munmap((void *)ro + 4096, 4096);
	q.len = 8192;
	r = ioctl(fd, 1, &q);
	printf("half %d\n", r);
	q.addr = 0x1000;
	q.len = 1;
	r = ioctl(fd, 1, &q);
	printf("none %d %s\n", r, strerror(errno));
	q.addr = (unsigned long)b;
	r = ioctl(fd, 2, &q);
	q.addr = 0x1000;
	r = ioctl(fd, 2, &q);
	q.addr = (unsigned long)ro;
	ioctl(fd, 2, &q);
	int e = eventfd(2, EFD_NONBLOCK);
	q.efd = e;
	r = ioctl(fd, 3, &q);
	uint64_t v = 0;
	r = read(e, &v, 8);
	printf("event %d %llu\n", r, (unsigned long long)v);
	r = read(e, &v, 8);
	printf("empty %d %s\n", r, strerror(errno));
	struct pollfd p = { e, POLLIN | POLLOUT };
	r = poll(&p, 1, 0);
	printf("poll %d %x\n", r, p.revents);
	q.efd = fd;
	r = ioctl(fd, 3, &q);
	printf("not event %d %s\n", r, strerror(errno));
	q.efd = 77;
	r = ioctl(fd, 3, &q);
	printf("no fd %d %s\n", r, strerror(errno));
	q.pid = getpid();
	r = ioctl(fd, 4, &q);
	q.pid = 9999;
	r = ioctl(fd, 4, &q);
	printf("pid %d %s\n", r, strerror(errno));
	strcpy(b, "hello");
	q.addr = (unsigned long)b;
	r = ioctl(fd, 5, &q);
	r = ioctl(fd, 6, &q);
	printf("access %d %s\n", r, b);
	char *ro2 = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	q.addr = (unsigned long)ro2;
	r = ioctl(fd, 6, &q);
	printf("forced %d %s\n", r, ro2);
	return 0;
}
