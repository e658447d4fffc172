/* /proc/sys/vm: what it says at first, what it refuses, and what overcommit_memory changes. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int put(const char *name, const char *text)
{
	char path[80];
	int fd, got;

	snprintf(path, sizeof(path), "/proc/sys/vm/%s", name);
	fd = open(path, O_WRONLY);
	got = write(fd, text, strlen(text)) < 0 ? errno : 0;
	close(fd);
	return got;
}
static long get(const char *name)
{
	char path[80], text[32] = "";
	int fd;
	snprintf(path, sizeof(path), "/proc/sys/vm/%s", name);
	fd = open(path, O_RDONLY);
	read(fd, text, sizeof(text) - 1);
	close(fd);
	return strtol(text, NULL, 10);
}
static int can_map(unsigned long bytes, int flags)
{
	char *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);

	if (memory == MAP_FAILED)
		return -errno;
	munmap(memory, bytes);
	return 1;
}
int main(void)
{
	static const char *const names[] = { "overcommit_memory", "overcommit_ratio", "max_map_count", "dirty_background_ratio",
		"dirty_ratio", "dirty_expire_centisecs", "dirty_writeback_centisecs", "page-cluster" };
	for (int i = 0; i < 8; i++)
		printf("%s %ld\n", names[i], get(names[i]));
	printf("0: 64 GiB %d, without reserve %d\n", can_map(64UL << 30, 0), can_map(64UL << 30, MAP_NORESERVE));
	printf("1: %d", put("overcommit_memory", "1\n"));
	printf(", 64 GiB %d\n", can_map(64UL << 30, 0));
	printf("2: %d", put("overcommit_memory", "2"));
	printf(", 64 GiB %d, without reserve %d, 1 MiB %d\n", can_map(64UL << 30, 0), can_map(64UL << 30, MAP_NORESERVE), can_map(1 << 20, 0));
	printf("3: %d, -1: %d, x: %d, now %ld\n", put("overcommit_memory", "3"), put("overcommit_memory", "-1"), put("overcommit_memory", "x"), get("overcommit_memory"));
	put("overcommit_memory", "0");
	printf("dirty_ratio 101: %d, 30: %d\n", put("dirty_ratio", "101"), put("dirty_ratio", "30"));
	printf("page-cluster 0: %d\n", put("page-cluster", "0"));
	printf("now %ld %ld\n", get("dirty_ratio"), get("page-cluster"));
	return 0;
}
