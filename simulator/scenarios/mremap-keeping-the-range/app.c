// SPDX-License-Identifier: MIT
/* MREMAP_DONTUNMAP: the pages move, the old range stays and is empty. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#define PAGE 4096UL
#define PAGES 64
#define SIZE (PAGES * PAGE)

static int pagemap;

static long faults(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_minflt + usage.ru_majflt;
}

/* Page frame number behind an address; 0: none. */
static uint64_t frame(const char *address)
{
	uint64_t entry = 0;

	pread(pagemap, &entry, sizeof(entry), (uintptr_t)address / PAGE * sizeof(entry));
	return entry >> 63 ? entry & ((1ULL << 55) - 1) : 0;
}

static uint64_t frames[PAGES];

int main(void)
{
	char *old = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), *new;
	int same = 0, left = 0;
	long before;

	pagemap = open("/proc/self/pagemap", O_RDONLY);
	memset(old, 'x', SIZE);
	for (int i = 0; i < PAGES; i++)
		frames[i] = frame(old + i * PAGE);
	new = mremap(old, SIZE, 2 * SIZE, MREMAP_MAYMOVE | MREMAP_DONTUNMAP);
	printf("another size: %s\n", new == MAP_FAILED ? strerror(errno) : "moved");
	before = faults();
	new = mremap(old, SIZE, SIZE, MREMAP_MAYMOVE | MREMAP_DONTUNMAP);
	before = faults() - before;
	for (int i = 0; i < PAGES; i++) {
		same += frame(new + i * PAGE) == frames[i];
		left += frame(old + i * PAGE) != 0;
	}
	printf("moved: %ld faults, %d of %d frames at the new address, %d at the old one\n", before, same, PAGES, left);
	before = faults();
	printf("the old address reads %d", old[0]);
	printf(", after %ld fault\n", faults() - before);
	old[PAGE] = 'y';
	printf("written: %s frame, and the new address has '%c'\n", frame(old + PAGE) != frames[1] ? "another" : "the same",
	       new[PAGE]);
	return 0;
}
