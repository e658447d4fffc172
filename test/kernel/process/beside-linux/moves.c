/* documented-bugs 4.1 and S5a: mremap moves entries, realloc by hand copies bytes. Faults, frames, resident memory. */
#define _GNU_SOURCE
#include "look.h"

static void one_size(size_t pages)
{
	char *old = anonymous(pages), *place = anonymous(pages), *copy;
	uint64_t first, middle, last;
	long before;

	for (size_t i = 0; i < pages; i++)
		old[i * PAGE] = i + 1;
	first = frame(old);
	middle = frame(old + pages / 2 * PAGE);
	last = frame(old + (pages - 1) * PAGE);
	before = faults();
	char *moved = mremap(old, pages * PAGE, pages * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, place);
	before = faults() - before;
	printf("%zu pages: moved %d, faults %ld, frames kept %d %d %d, rss %ld kB, old place %d\n", pages, moved == place, before, frame(moved) == first, frame(moved + pages / 2 * PAGE) == middle,
	       frame(moved + (pages - 1) * PAGE) == last, area_kb(moved, "Rss:"), area_kb(old, "Rss:") >= 0);
	copy = anonymous(pages);
	before = faults();
	memcpy(copy, moved, pages * PAGE);
	munmap(moved, pages * PAGE);
	before = faults() - before;
	printf("%zu pages: copied with %ld faults, frame kept %d, rss %ld kB\n", pages, before,
	       frame(copy) == first, area_kb(copy, "Rss:"));
	munmap(copy, pages * PAGE);
}

int main(void)
{
	static const size_t sizes[] = { 1, 16, 64, 256, 512, 1024 };

	warm_up();
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		one_size(sizes[i]);
	return 0;
}
