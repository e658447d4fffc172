/* How much memory does a coherent buffer of each size really take? */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* The number behind `name` in a file of the kernel. */
static long number_in(const char *path, const char *name)
{
	static char text[8192];
	int fd = open(path, O_RDONLY);
	ssize_t length = read(fd, text, sizeof(text) - 1);

	close(fd);
	text[length > 0 ? length : 0] = 0;
	return strtol(strstr(text, name) + strlen(name), NULL, 10);
}

static long free_pages(void)
{
	return number_in("/proc/meminfo", "MemFree:") / 4;
}

static long cma_pages(void)
{
	return number_in("/sys/kernel/debug/cma/reserved/used", "");
}

/* Small blocks come from lists of each CPU that are refilled in batches: 256 of them even that out. */
static void ask(int fd, unsigned long size)
{
	unsigned int count = size < 65536 ? 256 : 1;
	long pages, before;

	ioctl(fd, 0, 0);
	before = free_pages();
	if (ioctl(fd, count, size) < 0) {
		printf("%9lu bytes: no\n", size);
		return;
	}
	pages = cma_pages() ? cma_pages() : before - free_pages();
	pages = (pages + count / 2) / count;
	printf("%9lu bytes: %7ld taken, %7ld too many\n", size, pages * 4096, pages * 4096 - (long)size);
}

int main(void)
{
	static const unsigned long sizes[] = { 64, 4097, 9100, 20480, 153600, 1048577, 4194304, 5242880 };
	int fd = open("/dev/sizes", O_RDWR);

	if (fd < 0) {
		perror("/dev/sizes");
		return 1;
	}
	for (int i = 0; i < 8; i++)
		ask(fd, sizes[i]);
	close(fd);
	return 0;
}
