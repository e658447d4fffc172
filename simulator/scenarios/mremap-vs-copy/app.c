/* Growing a block: page-table entries move (what realloc does for large blocks), or bytes are copied. Usage: app [mremap|copy PAGES] */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

#define PAGE 4096UL

static long faults(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_minflt + usage.ru_majflt;
}

static char *map_pages(size_t pages)
{
	return mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

/* Something stands behind the block, so that it cannot grow where it is. */
static char *block_with_neighbour(size_t pages)
{
	char *block = map_pages(2 * pages + 1);

	mprotect(block + pages * PAGE, (pages + 1) * PAGE, PROT_NONE);
	for (size_t i = 0; i < pages; i++)
		block[i * PAGE] = i + 1;
	return block;
}

static long by_mremap(char *block, size_t pages, char **moved)
{
	long before = faults();

	*moved = mremap(block, pages * PAGE, 2 * pages * PAGE, MREMAP_MAYMOVE);
	return faults() - before;
}

static long by_copy(char *block, size_t pages, char **copied)
{
	long before = faults();

	*copied = map_pages(2 * pages);
	memcpy(*copied, block, pages * PAGE);
	munmap(block, pages * PAGE);
	return faults() - before;
}

static int intact(char *block, size_t pages)
{
	for (size_t i = 0; i < pages; i++)
		if (block[i * PAGE] != (char)(i + 1))
			return 0;
	return 1;
}

static void compare(size_t pages)
{
	char *moved, *copied;
	long moving = by_mremap(block_with_neighbour(pages), pages, &moved);
	long copying = by_copy(block_with_neighbour(pages), pages, &copied);

	printf("%6zu pages: mremap %ld faults, 0 bytes; copy %4ld faults, %8zu bytes%s\n", pages, moving, copying,
	       pages * PAGE, intact(moved, pages) && intact(copied, pages) ? "" : " AND WRONG BYTES");
	munmap(moved, 2 * pages * PAGE);
	munmap(copied, 2 * pages * PAGE);
}

int main(int argc, char **argv)
{
	static const size_t sizes[] = { 1, 16, 64, 256, 512, 1024 };
	char *block, *result;
	size_t pages;

	if (argc == 3) {
		pages = strtoul(argv[2], NULL, 10);
		block = block_with_neighbour(pages);
		if (argv[1][0] == 'm')
			by_mremap(block, pages, &result);
		else
			by_copy(block, pages, &result);
		return !intact(result, pages);
	}
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		compare(sizes[i]);
	return 0;
}
