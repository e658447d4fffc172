/* A driver in user space: maps the registers, computes, waits for interrupts by read and poll. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void show(const char *path)
{
	char text[100];
	int file = open(path, O_RDONLY), length = file < 0 ? -1 : read(file, text, sizeof(text) - 1);

	text[length < 0 ? 0 : length] = 0;
	printf("%s: %s", path, length < 0 ? "none\n" : text);
	close(file);
}

int main(void)
{
	int file = open("/dev/uio0", O_RDWR), count, on = 1;
	volatile unsigned int *regs = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0), *whole;
	char *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 4096);
	struct pollfd ready = { .fd = file, .events = POLLIN };

	show("/sys/class/uio/uio0/name");
	show("/sys/class/uio/uio0/version");
	show("/sys/class/uio/uio0/event");
	show("/sys/class/uio/uio0/maps/map0/name");
	show("/sys/class/uio/uio0/maps/map0/size");
	show("/sys/class/uio/uio0/maps/map1/size");
	show("/sys/class/uio/uio0/maps/map2/size");
	printf("id %x\n", regs[0]);
	printf("%s\n", memory);
	regs[2] = 6;
	while (regs[8] & 1)
		;
	printf("6! = %u\n", regs[2]);
	printf("poll %d\n", poll(&ready, 1, 0));
	regs[0x60 / 4] = 1;
	printf("read %zd", read(file, &count, 4));
	printf(" %d\n", count);
	regs[0x60 / 4] = 1;
	printf("poll %d %x\n", poll(&ready, 1, 1000), ready.revents);
	printf("read %zd", read(file, &count, 4));
	printf(" %d\n", count);
	printf("three bytes %zd %s\n", read(file, &count, 3), strerror(errno));
	printf("control %zd\n", write(file, &on, 4));
	printf("no such map %d %s\n", mmap(NULL, 4096, PROT_READ, MAP_SHARED, file, 2 * 4096) == MAP_FAILED, strerror(errno));
	printf("too much %d %s\n", mmap(NULL, 2 << 20, PROT_READ, MAP_SHARED, file, 0) == MAP_FAILED, strerror(errno));
	close(file);
	file = open("/sys/bus/pci/devices/0000:00:02.0/resource0", O_RDWR);
	whole = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	whole[1] = 0x12345678;
	printf("liveness %x\n", whole[1]);
	printf("behind %d\n", mmap(NULL, 4096, PROT_READ, MAP_SHARED, file, 1 << 20) == MAP_FAILED);
	show("/sys/class/uio/uio0/event");
	return 0;
}
