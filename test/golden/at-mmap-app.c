/* Maps parts of what `at-mmap.c` has, and takes pages of CMA through its files at random (the same each time). */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void try(int file, int kind, int offset, int pages, int protection, int flags)
{
	unsigned char *at = mmap(NULL, 4096 * pages, protection, flags, file, 4096L * (256 * kind + offset));
	int i;

	printf("> kind %d offset %d pages %d protection %d flags %d:", kind, offset, pages, protection, flags);
	if (at == MAP_FAILED) {
		printf(" error %d\n", errno);
		fflush(stdout);
		return;
	}
	for (i = 0; i < pages; i++)
		if (kind == 1) {
			if (protection & PROT_WRITE)
				at[4096 * i] = i;
			printf(" .");
		} else
			printf(" %02x", at[4096 * i]);
	if ((protection & PROT_WRITE) && kind != 1) {
		at[100] = 0xaa;
		printf(" wrote %02x", at[100]);
	}
	printf(" split %d", munmap(at + 4096 * (pages - 1), 4096));
	if (pages > 1)
		printf(" moved %d", mremap(at, 4096, 8192, MREMAP_MAYMOVE) == MAP_FAILED ? errno : 0);
	munmap(at, 4096 * pages);
	printf("\n");
	fflush(stdout);
}

static void look(const char *name)
{
	char path[100], text[5000];
	int file, count, i;
	unsigned sum = 0;

	snprintf(path, sizeof path, "/sys/kernel/debug/cma/reserved/%s", name);
	file = open(path, O_RDONLY);
	count = read(file, text, sizeof text - 1);
	close(file);
	text[count < 0 ? 0 : count] = 0;
	for (i = 0; i < count; i++)
		sum = sum * 31 + text[i];
	if (count > 40)
		printf(" %s %u", name, sum);
	else
		printf(" %s %d", name, atoi(text));
}

static void put(const char *name, int pages)
{
	char path[100], text[20];
	int file;

	snprintf(path, sizeof path, "/sys/kernel/debug/cma/reserved/%s", name);
	snprintf(text, sizeof text, "%d", pages);
	file = open(path, O_WRONLY);
	printf("> %s %d: %d", name, pages, write(file, text, strlen(text)) < 0 ? -errno : 0);
	close(file);
	look("used");
	look("maxchunk");
	look("bitmap");
	printf("\n");
}

static unsigned seed = 5;
static int below(int limit)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % limit;
}

int main(void)
{
	static const int offsets[] = { 0, 1, 4, 5, 6, 255 }, lengths[] = { 1, 2, 5, 6 };
	int file = open("/dev/at-mmap", O_RDWR), kind, i, j;

	for (kind = 0; kind < 10; kind++) {
		for (i = 0; i < 6; i++)
			for (j = 0; j < 4; j++)
				if (kind != 9 || offsets[i] + lengths[j] < 8)
					try(file, kind, offsets[i], lengths[j], PROT_READ, MAP_SHARED);
		try(file, kind, 0, 1, PROT_READ | PROT_WRITE, MAP_SHARED);
		try(file, kind, 0, 2, PROT_READ, MAP_PRIVATE);
		try(file, kind, 0, 1, PROT_READ | PROT_WRITE, MAP_PRIVATE);
	}
	for (i = 0; i < 40; i++)
		put(below(3) ? "alloc" : "free", below(4) ? 1 + below(70) : below(2) ? 0 : 1 + below(5000));
	put("alloc", -1);
	put("alloc", 20000);
	put("free", 100000);
	return 0;
}
